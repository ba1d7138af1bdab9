/// How the next token is chosen from the logits.
///
/// Every filter's default leaves all tokens in, so a value that is not named changes nothing.
public struct SamplingParameters: Hashable, Sendable {
  /// What the logits are divided by; 0 takes the most probable token.
  public let temperature: Float
  /// How many of the most probable tokens stay (with all that equal the last of them); nil keeps all.
  public let topK: Int?
  /// The probability that the most probable tokens must reach together to be enough.
  public let topP: Float
  /// The smallest probability that stays, as a share of the largest one.
  public let minP: Float
  /// The probability that the tokens nearest to the entropy must reach together.
  public let typicalP: Float
  /// What the logits of tokens seen before are divided by (multiplied by, where negative).
  public let repetitionPenalty: Float
  /// Where the sequence of random numbers starts.
  public let seed: UInt64

  /// The most probable token at every step.
  public static let greedy = SamplingParameters()

  private init() {
    (temperature, topK, topP, minP, typicalP, repetitionPenalty, seed) = (0, nil, 1, 0, 1, 1, 0)
  }

  /// Parameters that were checked.
  ///
  /// - Throws: `SamplingError.badParameter` for the first value outside its range.
  public init(
    temperature: Float = 1,
    topK: Int? = nil,
    topP: Float = 1,
    minP: Float = 0,
    typicalP: Float = 1,
    repetitionPenalty: Float = 1,
    seed: UInt64 = 0
  ) throws(SamplingError) {
    func check(_ isAllowed: Bool, _ name: String, _ value: Float, _ allowed: String)
      throws(SamplingError)
    {
      guard isAllowed else {
        throw .badParameter(name: name, value: value, allowed: allowed)
      }
    }
    try check(temperature >= 0 && temperature.isFinite, "temperature", temperature, "0 or more")
    try check((topK ?? 1) >= 1, "topK", Float(topK ?? 1), "1 or more, or nil")
    try check(topP > 0 && topP <= 1, "topP", topP, "above 0 and at most 1")
    try check(minP >= 0 && minP <= 1, "minP", minP, "from 0 to 1")
    try check(typicalP > 0 && typicalP <= 1, "typicalP", typicalP, "above 0 and at most 1")
    try check(
      repetitionPenalty > 0 && repetitionPenalty.isFinite,
      "repetitionPenalty",
      repetitionPenalty,
      "above 0"
    )
    self.temperature = temperature
    self.topK = topK
    self.topP = topP
    self.minP = minP
    self.typicalP = typicalP
    self.repetitionPenalty = repetitionPenalty
    self.seed = seed
  }
}

public import Quantities

/// A forward pass that takes some tokens of each sequence at once: one is decoding, many are a prompt.
///
/// The weights and the cache are read once per pass, however many tokens of a sequence it takes; the
/// arithmetic is done for each of them.
///
///     t(length)      = max(length · t_compute, t_weights + t_cache)
///     cost per token = rent · t(length) / (B · length)
///
/// Left out: the cache that the pass itself writes, and attention's arithmetic among its own tokens.
///
/// > Source: lecture, 1:41:45 (E24).
public struct Pass: Sendable {
  /// Sequences in the pass, a plain number.
  public let batch: Quantity
  /// Time to read all weights once.
  public let weightTime: Quantity
  /// Time to read the cache of the whole batch once.
  public let keyValueTime: Quantity
  /// Time to compute one token of every sequence.
  public let computeTimePerToken: Quantity

  /// A pass with its times given, as a roofline has them.
  public init(
    batch: Quantity,
    weightTime: Quantity,
    keyValueTime: Quantity,
    computeTimePerToken: Quantity
  ) {
    self.batch = batch
    self.weightTime = weightTime
    self.keyValueTime = keyValueTime
    self.computeTimePerToken = computeTimePerToken
  }

  /// Passes of the same batch, model and machine as a decode step of the board.
  public init(_ step: DecodeStep) {
    self.init(
      batch: step.batch,
      weightTime: step.weightTime,
      keyValueTime: step.keyValueTime,
      computeTimePerToken: step.computeTime
    )
  }

  /// Time that memory is read, whatever the length: weights and cache.
  public var memoryTime: Quantity { weightTime + keyValueTime }

  /// Time that is computed when the pass takes some tokens of each sequence.
  public func computeTime(length: Int) -> Quantity {
    Quantity(Double(Self.checked(length))) * computeTimePerToken
  }

  /// The least time of the pass: the longer of computing and reading.
  public func time(length: Int) -> Quantity { max(computeTime(length: length), memoryTime) }

  /// What a token costs in rent of the machine.
  ///
  ///     rent · t(length) / (B · length)
  ///
  /// - Parameters:
  ///   - length: Tokens of each sequence that the pass takes.
  ///   - rent: Of the machine.
  /// - Returns: Dollars per token.
  public func costPerToken(length: Int, rent: Quantity) -> Quantity {
    rent * time(length: length) / (batch * Quantity(Double(length), .tokens))
  }

  /// Reading time over computing time of a pass of one token per sequence.
  ///
  /// Above one, decoding waits for memory this many times longer than it computes.
  public var memoryOverCompute: Quantity { memoryTime / computeTimePerToken }

  /// The length from which computing takes longer than reading, in tokens; rarely a whole number.
  ///
  /// > Source: lecture, 1:47:56 (D18), where the curves cross at five.
  public var balancedLength: Quantity { memoryOverCompute * Quantity(1, .tokens) }

  /// The share of the pass in which the arithmetic is busy.
  public func utilisation(length: Int) -> Quantity {
    computeTime(length: length) / time(length: length)
  }

  private static func checked(_ length: Int) -> Int {
    guard length > 0 else { stop("a pass of \(length) tokens does nothing: give one or more") }
    return length
  }
}

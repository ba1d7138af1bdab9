import ServingMath

/// How long prompts and answers are, in tokens.
public struct RequestLengths: Sendable {
  /// A random number of tokens, one or more.
  public enum Distribution: Hashable, Sendable {
    /// Always the same.
    case fixed(Int)
    /// Each length of a range as likely as another.
    case uniform(ClosedRange<Int>)
    /// Exponential with a mean, rounded up: many short, few long ones.
    case exponential(mean: Int)

    func draw(_ random: inout SplitMix64) -> Int {
      let length =
        switch self {
        case .fixed(let length): length
        case .uniform(let range): Int.random(in: range, using: &random)
        case .exponential(let mean):
          Int(min((random.exponential() * Double(mean)).rounded(.up), 1e9))
        }
      return min(max(1, length), RequestTrace.mostTokens)
    }
  }

  enum Kind {
    case drawn(prompt: Distribution, output: Distribution)
    case resampled(prompts: [Int32], outputs: [Int32])
  }

  let kind: Kind

  /// Prompts and answers drawn apart from each other.
  ///
  /// Lengths are brought into 1 to 100,000,000.
  public init(prompt: Distribution, output: Distribution) {
    kind = .drawn(prompt: prompt, output: output)
  }

  /// All prompts and all answers of one length.
  public static func fixed(prompt: Int, output: Int) -> RequestLengths {
    RequestLengths(prompt: .fixed(prompt), output: .fixed(output))
  }

  /// Pairs of prompt and answer taken at random from a trace, each as often as chance has it.
  ///
  /// A trace without requests gives prompts and answers of one token.
  public init(resampling trace: RequestTrace) {
    kind =
      trace.isEmpty
      ? .drawn(prompt: .fixed(1), output: .fixed(1))
      : .resampled(prompts: trace.prompts, outputs: trace.outputs)
  }

  func draw(_ random: inout SplitMix64) -> (prompt: Int, output: Int) {
    switch kind {
    case .drawn(let prompt, let output):
      return (prompt.draw(&random), output.draw(&random))
    case .resampled(let prompts, let outputs):
      let index = Int.random(in: prompts.indices, using: &random)
      return (Int(prompts[index]), Int(outputs[index]))
    }
  }
}

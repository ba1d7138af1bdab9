import ServingMath

/// Made-up sequences that say a few random tokens and then the same again.
///
/// The second half is known from the first, so a model that has learnt to look back predicts it; the first
/// half cannot be predicted better than by guessing. Attention is needed: no token says what comes next.
public struct CopyingTask: Sendable {
  /// Different tokens, from 0 on.
  public let symbols: Int
  /// Tokens of a half.
  public let length: Int
  private var random: SplitMix64

  /// A task whose sequences are fixed by a seed.
  ///
  /// - Throws: `sizeNotPositive`, and `settingOutOfRange` for more symbols than 32 bits can number.
  public init(symbols: Int, length: Int, seed: UInt64) throws(TrainingError) {
    for (name, size) in [("symbols", symbols), ("length", length)] where size < 1 {
      throw .sizeNotPositive(name: name, size: size)
    }
    if symbols > Int(Int32.max) {
      throw .settingOutOfRange(
        name: "symbols",
        value: Float(symbols),
        allowed: "at most \(Int32.max)"
      )
    }
    self.symbols = symbols
    self.length = length
    random = SplitMix64(seed: seed)
  }

  /// The next sequences.
  public mutating func batch(_ sequences: Int) -> [[Int32]] {
    (0..<max(sequences, 0)).map { _ in
      let half = (0..<length).map { _ in Int32.random(in: 0..<Int32(symbols), using: &random) }
      return half + half
    }
  }

  /// So many batches, one after another.
  public mutating func batches(_ count: Int, of sequences: Int) -> [[[Int32]]] {
    (0..<max(count, 0)).map { _ in batch(sequences) }
  }
}

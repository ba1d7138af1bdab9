import DecodeEngine

/// A run of `decode` as one JSON object, values in the unit beside them.
struct DecodeJSON: Encodable {
  let inputs: Inputs
  /// New tokens of each sequence.
  let tokens: [[Int32]]
  /// Text of each sequence, where there is a tokenizer.
  let texts: [String]?
  let terms: [SheetRow]
  let counters: [Line]
  let countersHold: Bool

  struct Inputs: Encodable {
    let model: String
    let prompt: [Int32]
    let batch: Int
    let threads: Int
    let weights: String
    let cache: String
    let kernels: String
    let seed: UInt64
  }

  struct Line: Encodable {
    let name: String
    let unit: String
    let formula: String
    let counted: Int
    let least: Double?
    let most: Double?
    let verdict: String

    init(_ line: CounterComparison.Line) {
      name = line.name
      unit = line.unit
      formula = line.formula
      counted = line.counted
      least = line.expected?.lowerBound
      most = line.expected?.upperBound
      verdict = line.verdict.text
    }
  }
}

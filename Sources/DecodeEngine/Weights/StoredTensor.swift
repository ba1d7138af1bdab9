/// A tensor of a file: its shape, and where and how its elements lie.
struct StoredTensor: Sendable {
  /// The layout of the elements.
  enum Encoding: Hashable, Sendable {
    case fp32
    case fp16
    case bf16
    /// Blocks of 32: a scale in fp16, then 32 signed bytes (34 bytes).
    case q8Blocks
    /// Blocks of 32: a scale in fp16, then 16 bytes; byte j holds element j in its low half and element j + 16 in its
    /// high half, each plus 8 (18 bytes).
    case q4Blocks
    /// All signed bytes one after the other; scales in fp32 start elsewhere, one per group of elements.
    case bytesWithScales(scalesAt: Int, groupSize: Int)
    /// No reader.
    case other(String)
  }

  let name: String
  let shape: [Int]
  let encoding: Encoding
  /// Where the elements lie in the file.
  let bytes: Range<Int>
  /// Width of a head whose rows stand in adjacent-pair order of rotary positions and are to be read in half-split
  /// order; nil for all other tensors.
  var pairedHead: Int?

  /// Number of elements; the readers have checked that it fits.
  var count: Int { shape.reduce(1, *) }

  /// What a caller is told about the encoding.
  var format: StoredFormat {
    switch encoding {
    case .fp32: .fp32
    case .fp16: .fp16
    case .bf16: .bf16
    case .q8Blocks, .bytesWithScales: .int8Groups
    case .q4Blocks: .int4Groups
    case .other(let name): .other(name)
    }
  }
}

/// The number of elements of a shape, nil if it does not fit or a side is negative.
func elementCount(of shape: [Int]) -> Int? {
  var count = 1
  for side in shape {
    let (product, overflows) = count.multipliedReportingOverflow(by: side)
    guard side >= 0, !overflows else { return nil }
    count = product
  }
  return count
}

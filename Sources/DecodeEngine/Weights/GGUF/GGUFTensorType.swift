/// The element types of GGUF tensors: name, elements and bytes of a block.
///
/// Five have a reader. The others are known so that a file that mixes them opens, and the error names them when
/// they are read.
///
/// > Source: the block structures in ggml-common.h and the list in ggml.h, github.com/ggml-org/llama.cpp.
struct GGUFTensorType: Sendable {
  let name: String
  let encoding: StoredTensor.Encoding
  let blockElements: Int
  let blockBytes: Int

  /// The type of a number in the file.
  init?(code: UInt32) {
    switch code {
    case 0: self.init("F32", .fp32, 1, 4)
    case 1: self.init("F16", .fp16, 1, 2)
    case 2: self.init("Q4_0", .q4Blocks, 32, 18)
    case 8: self.init("Q8_0", .q8Blocks, 32, 34)
    case 30: self.init("BF16", .bf16, 1, 2)
    default:
      guard let (name, elements, bytes) = Self.others[code] else { return nil }
      self.init(name, .other(name), elements, bytes)
    }
  }

  private init(
    _ name: String,
    _ encoding: StoredTensor.Encoding,
    _ blockElements: Int,
    _ blockBytes: Int
  ) {
    self.name = name
    self.encoding = encoding
    self.blockElements = blockElements
    self.blockBytes = blockBytes
  }

  private static let others: [UInt32: (String, Int, Int)] = [
    3: ("Q4_1", 32, 20), 6: ("Q5_0", 32, 22), 7: ("Q5_1", 32, 24), 9: ("Q8_1", 32, 36),
    10: ("Q2_K", 256, 84), 11: ("Q3_K", 256, 110), 12: ("Q4_K", 256, 144),
    13: ("Q5_K", 256, 176), 14: ("Q6_K", 256, 210), 15: ("Q8_K", 256, 292),
    16: ("IQ2_XXS", 256, 66), 17: ("IQ2_XS", 256, 74), 18: ("IQ3_XXS", 256, 98),
    19: ("IQ1_S", 256, 50), 20: ("IQ4_NL", 32, 18), 21: ("IQ3_S", 256, 110),
    22: ("IQ2_S", 256, 82), 23: ("IQ4_XS", 256, 136), 24: ("I8", 1, 1), 25: ("I16", 1, 2),
    26: ("I32", 1, 4), 27: ("I64", 1, 8), 28: ("F64", 1, 8), 29: ("IQ1_M", 256, 56),
    34: ("TQ1_0", 256, 54), 35: ("TQ2_0", 256, 66), 39: ("MXFP4", 32, 17),
  ]
}

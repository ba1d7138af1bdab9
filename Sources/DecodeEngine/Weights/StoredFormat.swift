/// How the elements of a tensor are stored in a file.
public enum StoredFormat: Hashable, Sendable {
  /// IEEE 754 single precision.
  case fp32
  /// IEEE 754 half precision.
  case fp16
  /// The upper half of single precision.
  case bf16
  /// Whole numbers of 8 bits in groups that share a scale (GGUF's Q8_0, llama2.c's version 2).
  case int8Groups
  /// Whole numbers of 4 bits in groups that share a scale (GGUF's Q4_0).
  case int4Groups
  /// A format that the file format knows and this engine has no reader for, by its name in the file.
  case other(String)
}

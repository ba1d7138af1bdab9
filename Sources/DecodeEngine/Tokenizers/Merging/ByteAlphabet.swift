/// The 256 characters under which byte-level vocabularies write bytes.
///
/// Printable Latin-1 characters stand for themselves, the other bytes for U+0100 onwards in their order.
///
/// > Source: Radford et al., GPT-2, `bytes_to_unicode`.
enum ByteAlphabet {
  /// The character of each byte.
  static let scalars: [Unicode.Scalar] = {
    var next: UInt32 = 0x100
    return (0..<256 as Range<UInt32>).map { byte in
      if isPrintable(byte), let scalar = Unicode.Scalar(byte) { return scalar }
      defer { next += 1 }
      return Unicode.Scalar(next) ?? " "
    }
  }()

  /// The byte of each character below U+0144; -1 for those that stand for none.
  private static let bytes: [Int16] = {
    var bytes = [Int16](repeating: -1, count: 0x144)
    for (byte, scalar) in scalars.enumerated() { bytes[Int(scalar.value)] = Int16(byte) }
    return bytes
  }()

  /// The bytes that a piece stands for; nil if it holds a character outside the alphabet.
  static func bytes(of piece: String) -> [UInt8]? {
    var result: [UInt8] = []
    for scalar in piece.unicodeScalars {
      guard scalar.value < bytes.count, bytes[Int(scalar.value)] >= 0 else { return nil }
      result.append(UInt8(bytes[Int(scalar.value)]))
    }
    return result
  }

  private static func isPrintable(_ byte: UInt32) -> Bool {
    (0x21...0x7E).contains(byte) || (0xA1...0xAC).contains(byte) || (0xAE...0xFF).contains(byte)
  }
}

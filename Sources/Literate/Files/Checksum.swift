import Foundation

/// Sums of 64 bits: they notice what a disk or a cut-off copy does to a file; no key, and nobody's defence.
enum Checksum {
  /// The sum of a file's bytes, eight at a time: builds read megabytes only to see that they are as they were.
  static func of(_ data: Data) -> UInt64 {
    unsafe data.withUnsafeBytes { bytes in
      var sum = start ^ UInt64(bytes.count)
      let whole = bytes.count & ~7
      for offset in stride(from: 0, to: whole, by: 8) {
        let word = unsafe bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
        sum = mixed(sum, UInt64(littleEndian: word))
      }
      var rest: UInt64 = 0
      for index in whole..<bytes.count { rest = unsafe rest << 8 | UInt64(bytes[index]) }
      return mixed(sum, rest)
    }
  }

  /// The sum of a name, FNV-1a: addresses of pages hold it, so that it stays as it is.
  static func ofName(_ name: String) -> UInt64 {
    name.utf8.reduce(start) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
  }

  /// Takes up a word; its upper bits reach the lower ones of the next product.
  private static func mixed(_ sum: UInt64, _ word: UInt64) -> UInt64 {
    let product = (sum ^ word) &* prime
    return product ^ product >> 32
  }

  private static let start: UInt64 = 0xcbf2_9ce4_8422_2325
  private static let prime: UInt64 = 0x9e37_79b9_7f4a_7c15
}

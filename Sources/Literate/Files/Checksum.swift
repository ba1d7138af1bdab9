import Foundation

/// FNV-1a of 64 bits: notices what a disk or a cut-off copy does to a file; no key, and nobody's defence.
enum Checksum {
  static func of(_ data: Data) -> UInt64 {
    unsafe data.withUnsafeBytes { bytes in
      var sum: UInt64 = 0xcbf2_9ce4_8422_2325
      for index in bytes.indices {
        sum = (sum ^ UInt64(unsafe bytes[index])) &* 0x100_0000_01b3
      }
      return sum
    }
  }
}

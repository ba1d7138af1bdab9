import Glibc

/// Memory of this process as the system counts it.
package enum ProcessMemory {
  /// The most bytes that were ever resident at once, mapped files included.
  package static var peakBytes: Int? { field("VmHWM:") }

  /// Bytes that are resident now, mapped files included.
  package static var residentBytes: Int? { field("VmRSS:") }

  /// Bytes of the machine that could still be taken without swapping.
  package static var availableBytes: Int? {
    TextFile.lines(of: "/proc/meminfo").lazy.compactMap { kibibytes($0, "MemAvailable:") }.first
  }

  private static func field(_ name: String) -> Int? {
    TextFile.lines(of: "/proc/self/status").lazy.compactMap { kibibytes($0, name) }.first
  }

  private static func kibibytes(_ line: String, _ name: String) -> Int? {
    let words = line.split { $0 == " " || $0 == "\t" }
    guard words.count >= 2, words[0] == name else { return nil }
    return Int(words[1]).map { $0 * 1024 }
  }
}

/// Small text files of the system, whose size is not known before they are read.
enum TextFile {
  /// The lines of a file; none if it cannot be read.
  static func lines(of path: String) -> [String] {
    bytes(of: path).split(separator: UInt8(ascii: "\n")).map { String(decoding: $0, as: UTF8.self) }
  }

  static func bytes(of path: String) -> [UInt8] {
    let file = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return [] }
    defer { close(file) }
    var all: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 1 << 14)
    while all.count < 1 << 20 {
      let count = unsafe piece.withUnsafeMutableBytes {
        unsafe read(file, $0.baseAddress, $0.count)
      }
      guard count > 0 else { break }
      all += piece[..<count]
    }
    return all
  }
}

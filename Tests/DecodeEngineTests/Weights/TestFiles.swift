import Foundation
import Glibc
import Testing

/// The fixtures of the engine's tests.
enum Fixture {
  /// The path of a file or folder under `Fixtures`.
  static func path(_ name: String, file: String = #filePath) -> String {
    let tests = URL(fileURLWithPath: file).deletingLastPathComponent().deletingLastPathComponent()
    return tests.appendingPathComponent("Fixtures").appendingPathComponent(name).path
  }

  /// The bytes of a file under `Fixtures`.
  static func bytes(_ name: String) throws -> [UInt8] {
    try [UInt8](Data(contentsOf: URL(fileURLWithPath: path(name))))
  }
}

/// A fresh folder that goes when the value does; in memory where Linux has that, since tests write thousands of files
/// and a disk can take 7 ms for each.
final class ScratchFolder {
  let path: String

  init() throws {
    let inMemory = "/dev/shm"
    let root =
      FileManager.default.isWritableFile(atPath: inMemory)
      ? URL(fileURLWithPath: inMemory) : FileManager.default.temporaryDirectory
    let url = root.appendingPathComponent("weights-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: false)
    path = url.path
  }

  deinit {
    try? FileManager.default.removeItem(atPath: path)
  }

  /// Writes a file and returns its path.
  @discardableResult
  func write(_ bytes: [UInt8], to name: String) throws -> String {
    let file = path + "/" + name
    try Data(bytes).write(to: URL(fileURLWithPath: file))
    return file
  }
}

extension ScratchFolder {
  /// Puts a file in the place of another of the same name, which may still be mapped, and returns its path.
  func replace(_ name: String, with bytes: [UInt8]) -> String {
    let file = path + "/" + name
    unsafe unlink(file)
    let isWritten = FileManager.default.createFile(atPath: file, contents: Data(bytes))
    if !isWritten { Issue.record("\(file) could not be written") }
    return file
  }

  /// Makes a folder inside.
  func makeFolder(_ name: String) throws {
    try FileManager.default.createDirectory(
      atPath: path + "/" + name,
      withIntermediateDirectories: false
    )
  }

  /// Makes a named pipe inside.
  func makePipe(_ name: String) throws {
    try #require(unsafe mkfifo(path + "/" + name, 0o600) == 0)
  }

  /// Cuts a file inside to a length.
  func cut(_ name: String, to length: Int) throws {
    try #require(unsafe truncate(path + "/" + name, length) == 0)
  }
}

/// What a file of weights is compared by: sums that notice a moved or changed element.
struct Sums: Equatable {
  var tensors = 0
  var elements = 0
  var sum = 0.0
  var size = 0.0
  /// Elements times their position modulo 97.
  var weighted = 0.0

  mutating func add(_ tensor: [Float]) {
    tensors += 1
    elements += tensor.count
    for (index, element) in tensor.enumerated() {
      sum += Double(element)
      size += abs(Double(element))
      weighted += Double(index % 97) * Double(element)
    }
  }

  /// Whether the numbers agree up to the order of summation.
  func agrees(with other: Sums) -> Bool {
    tensors == other.tensors && elements == other.elements && abs(sum - other.sum) < 1e-6
      && abs(size - other.size) < 1e-6 && abs(weighted - other.weighted) < 1e-4
  }
}

/// The bytes of an integer, lowest first.
func littleEndian<Integer: FixedWidthInteger>(_ value: Integer) -> [UInt8] {
  (0..<Integer.bitWidth / 8).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
}

/// A safetensors file with this header and these bytes of elements.
func safetensors(_ header: String, _ data: [UInt8]) -> [UInt8] {
  littleEndian(UInt64(header.utf8.count)) + Array(header.utf8) + data
}

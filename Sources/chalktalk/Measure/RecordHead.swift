import DecodeEngine
import Foundation
import Literate

/// What every record of a measurement begins with: enough to repeat it, and to tell when it no longer fits.
struct RecordHead: Encodable {
  struct Machine: Encodable {
    let processor: String
    let cores: Int
    let memoryBytes: UInt64
    let system: String
  }

  /// Of the format.
  var version = 2
  /// Of the tool that measured.
  var tool = toolVersion
  /// Digests of the sources that the measurement depends on, which `check` compares.
  let key: [String: String]?
  let date: String
  let command: String
  let machine: Machine

  /// The head of what was measured just now.
  ///
  /// - Parameters:
  ///   - processor: As `MachineCeilings` names it.
  ///   - timers: What timed it; see `SourceKey`.
  /// - Throws: Where a source of the engine cannot be read.
  init(processor: String, timers: [String]) throws {
    key = try SourceKey.timed(by: timers)
    let formatter = ISO8601DateFormatter()
    formatter.formatOptions = .withFullDate
    date = formatter.string(from: Date())
    command = (["chalktalk"] + CommandLine.arguments.dropFirst()).joined(separator: " ")
    machine = .here(processor)
  }
}

extension RecordHead.Machine {
  /// This machine, as the system describes it.
  static func here(_ processor: String) -> RecordHead.Machine {
    var name = utsname()
    _ = unsafe uname(&name)
    func text<Field>(_ field: Field) -> String {
      unsafe withUnsafeBytes(of: field) {
        unsafe String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
      }
    }
    return RecordHead.Machine(
      processor: processor,
      cores: ProcessInfo.processInfo.activeProcessorCount,
      memoryBytes: ProcessInfo.processInfo.physicalMemory,
      system: [text(name.sysname), text(name.release), text(name.machine)].joined(separator: " ")
    )
  }
}

/// A head and what was measured, as one object.
struct MeasuredRecord<Body: Encodable>: Encodable {
  let head: RecordHead
  let body: Body

  func encode(to encoder: any Encoder) throws {
    try head.encode(to: encoder)
    try body.encode(to: encoder)
  }

  /// Writes the record where `check` and the chapters look for it.
  ///
  /// - Parameters:
  ///   - name: `engine-curve`.
  ///   - folder: An existing folder.
  /// - Throws: Where the file cannot be written.
  func write(_ name: String, in folder: String) throws {
    try Self.write(try JSONText.of(self) + "\n", to: "\(folder)/\(name).json")
  }

  static func write(_ text: String, to path: String) throws {
    try Data(text.utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
    Console.note("wrote \(path)")
  }
}

/// Four digits: no measurement here is good for more.
func rounded(_ number: Double) -> Double {
  guard number.isFinite, number != 0 else { return number }
  let scale = pow(10, 3 - floor(log10(abs(number))))
  return (number * scale).rounded() / scale
}

import Foundation

/// The most memory that a run of the tool itself held, the compilers it starts left out.
enum BenchBookMemory {
  /// Runs a command and reads the process's own high-water mark until it ends.
  ///
  /// The kernel forgets the mark with the process, so the last reading is at most some milliseconds old.
  ///
  /// - Parameter command: The program first.
  /// - Returns: Bytes, and the time it took.
  /// - Throws: When it cannot start or fails.
  static func peak(of command: [String]) throws -> (bytes: Int, time: Duration) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: command[0])
    process.arguments = Array(command.dropFirst())
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    let started = ContinuousClock.now
    try process.run()
    var most = 0
    let status = "/proc/\(process.processIdentifier)/status"
    while process.isRunning {
      if let text = try? String(contentsOfFile: status, encoding: .utf8),
        let line = text.split(separator: "\n").first(where: { $0.hasPrefix("VmHWM:") }),
        let kilobytes = Int(line.filter(\.isNumber))
      {
        most = max(most, kilobytes * 1024)
      }
      usleep(2000)
    }
    let time = ContinuousClock.now - started
    guard process.terminationStatus == 0 else {
      throw Fault("\(command.joined(separator: " ")) failed")
    }
    return (most, time)
  }
}

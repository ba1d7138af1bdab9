import FlyingSocks
import Foundation
import Literate

/// `chalktalk serve` of a book as a browser meets it: how long an edit takes to stand on the page, and what it costs.
final class BenchServe {
  struct Edit {
    /// From the write of the file to the whole page.
    var time: Duration
    /// What the server and its compilers computed meanwhile.
    var work: Duration
  }

  private let process: Process
  private let port: UInt16

  /// Starts a server on a port of its own.
  ///
  /// - Parameter book: The folder of the chapters.
  /// - Throws: When it does not start.
  init(_ book: String) throws {
    process = Process()
    process.executableURL = URL(fileURLWithPath: OwnBenchBook.program)
    process.arguments = ["serve", "--port", "0", "--book", book]
    process.standardError = FileHandle.nullDevice
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let said = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
    guard let match = said.firstMatch(of: /127\.0\.0\.1:(\d+)\//), let port = UInt16(match.1) else {
      process.terminate()
      throw Fault("serve does not say where it is: \(said)")
    }
    self.port = port
  }

  /// Ends the server.
  func end() {
    process.interrupt()
    process.waitUntilExit()
  }

  /// Makes an edit and waits as an open page does: for the word that there is news, then for the page.
  ///
  /// - Parameters:
  ///   - page: The page that is open.
  ///   - text: What it shows after the edit.
  ///   - edit: Writes the file.
  /// - Returns: What it took.
  /// - Throws: When the page does not come, or does not show it.
  func time(_ page: String, shows text: String, _ edit: () throws -> Void) throws -> Edit {
    let before = try self.page(page)
    let digest = before.firstMatch(of: /data-digest="(\w+)"/).map { String($0.1) } ?? ""
    let events = try open("/.chalktalk/events?page=\(page)&digest=\(digest)")
    defer { try? events.close() }
    _ = try read(events, to: "event: problems")
    let (worked, started) = (try work(), ContinuousClock.now)
    try edit()
    _ = try read(events, to: "event: reload")
    guard try self.page(page).contains(text) else { throw Fault("\(page) does not show the edit") }
    let time = ContinuousClock.now - started
    return Edit(time: time, work: try work() - worked)
  }

  // MARK: - A browser

  /// A page, as soon as there is one.
  private func page(_ name: String) throws -> String {
    for _ in 0..<6000 {
      let socket = try open("/" + name)
      defer { try? socket.close() }
      let answer = try read(socket, to: "</html>")
      if answer.hasPrefix("HTTP/1.1 200 ") { return answer }
      usleep(50_000)
    }
    throw Fault("serve has no page \(name)")
  }

  private func open(_ path: String) throws -> Socket {
    let socket = try Socket(domain: AF_INET, type: .stream)
    try socket.connect(to: .inet(ip4: "127.0.0.1", port: port))
    let request = Data("GET \(path) HTTP/1.1\r\nHost: localhost\r\n\r\n".utf8)
    _ = try socket.write(request)
    return socket
  }

  private func read(_ socket: Socket, to end: String) throws -> String {
    var bytes = Data()
    let end = Data(end.utf8)
    // What is looked for lies in the last piece, or begins in the one before.
    var searched = 0
    while bytes[searched...].firstRange(of: end) == nil {
      searched = max(0, bytes.count - end.count)
      bytes += try socket.read(atMost: 1 << 16)
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// User and system time of the server and of the children that it has waited for.
  private func work() throws -> Duration {
    let path = "/proc/\(process.processIdentifier)/stat"
    let text = try String(contentsOfFile: path, encoding: .utf8)
    // Behind the program's name, which may hold anything: the state is the third field, the times are 14 to 17.
    let fields = text[(text.lastIndex(of: ")") ?? text.startIndex)...].split(separator: " ")
    guard fields.count > 15 else { throw Fault("\(path) is not as it should be") }
    let ticks = fields[12...15].compactMap { Int($0) }.reduce(0, +)
    return .seconds(Double(ticks) / Double(sysconf(Int32(_SC_CLK_TCK))))
  }
}

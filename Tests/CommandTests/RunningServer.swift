import Foundation
import Glibc
import TestSupport
import Testing

/// `chalktalk serve` of a temporary book, on a port of its own.
final class RunningServer {
  let port: UInt16
  let process: Process
  private let errorFile: String

  struct DidNotStart: Error {
    let said: String
  }

  private init(_ book: TemporaryBook, _ arguments: [String]) throws {
    process = Process()
    process.executableURL = URL(fileURLWithPath: TemporaryBook.products + "/chalktalk")
    process.arguments = ["serve", "--port", "0", "--book", book.folder] + arguments
    process.currentDirectoryURL = URL(fileURLWithPath: book.root)
    var environment = ProcessInfo.processInfo.environment
    environment["TMPDIR"] = book.root + "/tmp"
    process.environment = environment
    let output = Pipe()
    errorFile = book.root + "/serve.stderr"
    _ = FileManager.default.createFile(atPath: errorFile, contents: nil)
    process.standardOutput = output
    process.standardError = try FileHandle(
      forWritingTo: URL(fileURLWithPath: errorFile)
    )
    try process.run()
    var said = ""
    while !said.contains("\n") {
      let data = output.fileHandleForReading.availableData
      guard !data.isEmpty else { break }
      said += String(decoding: data, as: UTF8.self)
    }
    guard let match = said.firstMatch(of: /http:\/\/127\.0\.0\.1:(\d+)\//),
      let port = UInt16(match.1)
    else {
      process.terminate()
      throw DidNotStart(said: said)
    }
    self.port = port
  }

  /// Serves a book while `body` runs.
  static func with<Result>(
    _ book: TemporaryBook,
    _ arguments: String...,
    body: (RunningServer) async throws -> Result
  ) async throws -> Result {
    let server = try RunningServer(book, arguments)
    defer { server.interrupt() }
    return try await body(server)
  }

  /// Ctrl-C, and the wait for what comes of it.
  func interrupt() {
    if process.isRunning { process.interrupt() }
    process.waitUntilExit()
  }

  var errors: String {
    String(decoding: FileManager.default.contents(atPath: errorFile) ?? Data(), as: UTF8.self)
  }

  // MARK: - Requests

  /// What the server answers to some bytes, up to the end of the connection.
  func answer(to request: String) throws -> String { try answer(to: Array(request.utf8)) }

  func answer(to request: [UInt8]) throws -> String {
    let client = try connect()
    defer { close(client) }
    client.write(request)
    return client.readToEnd()
  }

  /// The whole answer to a GET, or nil while there is none with this status.
  func get(_ path: String, status: Int = 200) throws -> String? {
    let answer = try answer(to: "GET \(path) HTTP/1.1\r\nHost: localhost\r\n\r\n")
    return answer.hasPrefix("HTTP/1.1 \(status) ") ? answer : nil
  }

  func status(of request: String) throws -> Int? {
    Int(try answer(to: request).split(separator: " ").dropFirst().first ?? "")
  }

  /// Waits for an answer that has something in it.
  func wait(for text: String, at path: String, status: Int = 200) async throws -> String {
    try await eventually("'\(text)' at \(path)") {
      try self.get(path, status: status).flatMap { $0.contains(text) ? $0 : nil }
    }
  }

  func connect() throws -> Int32 {
    let client = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    try #require(client >= 0)
    var limit = timeval(tv_sec: 60, tv_usec: 0)
    unsafe setsockopt(
      client,
      SOL_SOCKET,
      SO_RCVTIMEO,
      &limit,
      socklen_t(MemoryLayout<timeval>.size)
    )
    unsafe setsockopt(
      client,
      SOL_SOCKET,
      SO_SNDTIMEO,
      &limit,
      socklen_t(MemoryLayout<timeval>.size)
    )
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
    let result = unsafe withUnsafePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        unsafe Glibc.connect(client, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    try #require(result == 0, "cannot connect: \(errno)")
    return client
  }
}

extension Int32 {
  /// Sends to a socket; what the other side does not take is not sent.
  func write(_ bytes: [UInt8]) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = unsafe rest.withUnsafeBytes {
        unsafe send(self, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      guard count > 0 else { return }
      rest = rest.dropFirst(count)
    }
  }

  /// Reads from a socket until it is closed, or holds what is looked for.
  func readToEnd(or wanted: String? = nil) -> String {
    var all: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 64 * 1024)
    while true {
      let count = unsafe recv(self, &buffer, buffer.count, 0)
      guard count > 0 else { break }
      all += buffer[..<count]
      if let wanted, String(decoding: all, as: UTF8.self).contains(wanted) { break }
    }
    return String(decoding: all, as: UTF8.self)
  }
}

/// Waits until there is a value; a busy machine may take long.
func eventually<Value>(
  _ what: String,
  _ value: () async throws -> Value?
) async throws -> Value {
  for _ in 0..<1200 {
    if let found = try await value() { return found }
    pause(milliseconds: 100)
  }
  throw NeverCame(what: what)
}

struct NeverCame: Error {
  let what: String
}

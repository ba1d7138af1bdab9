package import Foundation
import Literate

/// A small book in a folder of its own, and the built `chalktalk` to try on it.
package struct TemporaryBook: Sendable {
  /// What holds the book, its site, its cache and its temporary files.
  package let root: String

  package var folder: String { root + "/book" }
  package var site: String { root + "/site" }

  /// Writes a book, lends it to `body`, and removes it.
  ///
  /// - Parameters:
  ///   - files: Text by file name.
  ///   - body: What is tried on it.
  /// - Returns: What `body` returns.
  /// - Throws: What `body` throws, or why the book cannot be written.
  package static func with<Result>(
    _ files: [String: String],
    _ body: (TemporaryBook) async throws -> Result
  ) async throws -> Result {
    try await withTemporaryFolder { root in
      let book = TemporaryBook(root: root)
      for folder in [book.folder, root + "/tmp"] {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      }
      for (name, text) in files { try book.write(text, to: name) }
      return try await body(book)
    }
  }

  package func write(_ text: String, to name: String) throws {
    try write(Data(text.utf8), to: name)
  }

  package func write(_ data: Data, to name: String) throws {
    try data.write(to: URL(fileURLWithPath: folder + "/" + name))
  }

  package func text(of name: String) throws -> String {
    try String(contentsOf: URL(fileURLWithPath: folder + "/" + name), encoding: .utf8)
  }

  /// The files of the site, by name, in order.
  package func siteFiles() throws -> [String: Data] {
    var files: [String: Data] = [:]
    for name in try FileManager.default.subpathsOfDirectory(atPath: site) {
      files[name] = FileManager.default.contents(atPath: site + "/" + name)
    }
    return files
  }

  // MARK: - The tool

  /// The folder of the built tool: the tests' own.
  package static let products = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
    .deletingLastPathComponent().path

  /// Runs `chalktalk` in the book's root, `--book book` added where the command takes it.
  package func tool(
    _ arguments: String...,
    environment: [String: String] = [:]
  ) throws -> ToolResult {
    try tool(arguments, environment: environment)
  }

  package func tool(
    _ arguments: [String],
    environment: [String: String] = [:]
  ) throws -> ToolResult {
    var all = ProcessInfo.processInfo.environment
    all["TMPDIR"] = root + "/tmp"
    all.merge(environment) { $1 }
    let book = arguments.first == "render" ? [] : ["--book", "book"]
    let result = try ChildProcess.run(
      [Self.products + "/chalktalk"] + arguments + book,
      environment: all,
      directory: root
    )
    return ToolResult(
      status: result.status,
      output: String(decoding: result.standardOutput, as: UTF8.self),
      errors: String(decoding: result.standardError, as: UTF8.self)
    )
  }

  /// Starts `chalktalk` in the book's root and does not wait for it; what it says goes nowhere.
  package func start(_ arguments: String...) throws -> Process {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: Self.products + "/chalktalk")
    process.arguments = arguments + ["--book", "book"]
    process.currentDirectoryURL = URL(fileURLWithPath: root)
    process.environment = ProcessInfo.processInfo.environment.merging(["TMPDIR": root + "/tmp"]) {
      $1
    }
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    return process
  }

  /// Waits until something is so.
  ///
  /// - Parameter condition: What is waited for.
  /// - Returns: Whether it came to be within two minutes.
  /// - Throws: What `condition` throws.
  package func comes(_ condition: () throws -> Bool) async throws -> Bool {
    for _ in 0..<12_000 {
      if try condition() { return true }
      pause(milliseconds: 10)
    }
    return false
  }

  /// Runs `chalktalk check --json` and reads what it prints.
  ///
  /// - Parameter option: One more word of the command.
  /// - Returns: The exit code and the report.
  /// - Throws: `UnreadableReport` when what was printed is none.
  package func check(_ option: String? = nil) throws -> (status: Int32, report: Report) {
    let result = try option.map { try tool("check", "--json", $0) } ?? tool("check", "--json")
    do {
      return (result.status, try JSONDecoder().decode(Report.self, from: Data(result.output.utf8)))
    } catch {
      throw UnreadableReport(result: result)
    }
  }

  package struct UnreadableReport: Error {
    package let result: ToolResult
  }

  /// Command lines of processes that still work for this book.
  package func processesLeft() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: "/proc").filter { Int($0) != nil }
      .compactMap { id in
        guard let data = FileManager.default.contents(atPath: "/proc/\(id)/cmdline") else {
          return nil
        }
        let line = String(decoding: data.map { $0 == 0 ? 32 : $0 }, as: UTF8.self)
        return line.contains(root) ? line : nil
      }
  }

  /// What the tool has left in its folder of temporary files.
  package func temporaryFilesLeft() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: root + "/tmp")
  }
}

/// What a command wrote and how it ended.
package struct ToolResult: Sendable {
  package let status: Int32
  package let output: String
  package let errors: String

  package init(status: Int32, output: String, errors: String) {
    self.status = status
    self.output = output
    self.errors = errors
  }
}

/// What `check --json` prints, as far as its format is promised.
package struct Report: Decodable, Sendable {
  package struct Item: Decodable, Sendable {
    package let file: String
    package let line: Int
    package let column: Int
    package let severity: String
    package let id: String
    package let message: String
    package let help: String?

    package var location: String { "\(file):\(line):\(column)" }
  }

  package struct Claims: Decodable, Sendable, Equatable {
    package let total: Int
    package let holds: Int
    package let disputed: Int
    package let failed: Int

    package init(total: Int, holds: Int, disputed: Int, failed: Int) {
      self.total = total
      self.holds = holds
      self.disputed = disputed
      self.failed = failed
    }
  }

  package struct Numbers: Decodable, Sendable, Equatable {
    package let owned: Int
    package let plain: Int
    package let exempt: Int
    package let unowned: Int

    package init(owned: Int, plain: Int, exempt: Int, unowned: Int) {
      self.owned = owned
      self.plain = plain
      self.exempt = exempt
      self.unowned = unowned
    }
  }

  package struct Chapter: Decodable, Sendable {
    package struct Cells: Decodable, Sendable, Equatable {
      package let total: Int
      package let ran: Int
      package let cached: Int

      package init(total: Int, ran: Int, cached: Int) {
        self.total = total
        self.ran = ran
        self.cached = cached
      }
    }

    package struct Cache: Decodable, Sendable, Equatable {
      package let result: String
      package let reason: String

      package init(_ result: String, _ reason: String) {
        self.result = result
        self.reason = reason
      }
    }

    package let file: String
    package let title: String
    package let claims: Claims
    package let numbers: Numbers
    package let cells: Cells
    package let cache: Cache?
  }

  package let version: Int
  package let diagnostics: [Item]
  package let claims: Claims
  package let numbers: Numbers
  package let chapters: [Chapter]

  package var errors: [Item] { diagnostics.filter { $0.severity == "error" } }
}

/// Waits without giving up the thread.
///
/// A task that sleeps resumes behind all tests that have not begun: too late to catch another process at its work.
///
/// - Parameter milliseconds: For how long.
package func pause(milliseconds: Int) {
  usleep(UInt32(milliseconds) * 1000)
}

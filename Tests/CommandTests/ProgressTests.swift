import Foundation
import Glibc
import TestSupport
import Testing

/// What a command writes to a terminal while it works, and what stays of it.
@Suite struct ProgressTests {
  private static let chapter = "01-a-chapter-whose-name-is-longer-than-some-terminals-are-wide.md"

  /// Long enough for the first words.
  private static let text = """
    # Slow

    ```swift id=a-cell-that-takes-its-time
    import Foundation
    Thread.sleep(forTimeInterval: 1.5)
    let batch = 2
    ```

    There are [2](claim:batch).

    """

  @Test(arguments: [80, 40, 12])
  func theLineOfProgressNeverBreaksAndIsGoneInTheEnd(columns: Int) async throws {
    for command in ["check", "build"] {
      try await TemporaryBook.with([Self.chapter: Self.text]) { book in
        for noColor in ["", "1"] {
          // Another program each time: what is remembered takes no time.
          try book.write(
            Self.text.replacing("batch = 2", with: "batch = 2 + 0 * \(columns + noColor.count)"),
            to: Self.chapter
          )
          let written = try Self.errors(of: book, command, columns, ["NO_COLOR": noColor])
          #expect(written.contains("\r\u{1B}[K1") || written.contains("\r\u{1B}[K0"))
          #expect(!written.contains("\u{1B}[1;"), "progress has no colours")
          let screen = Screen(written, columns: columns)
          #expect(screen.breaks == 0, "\(written.debugDescription)")
          #expect(screen.text.isEmpty, "\(command) leaves \(screen.text)")
        }
      }
    }
  }

  @Test func aTerminalThatCannotEraseIsSparedTheLine() async throws {
    try await TemporaryBook.with([Self.chapter: Self.text]) { book in
      let written = try Self.errors(of: book, "check", 80, ["TERM": "dumb"])
      #expect(written.isEmpty, "\(written.debugDescription)")
    }
  }

  @Test func whoeverStopsTheToolGetsACleanLine() async throws {
    try await TemporaryBook.with([
      Self.chapter: Self.text.replacing("1.5", with: "8")
    ]) { book in
      let written = try Self.errors(of: book, "check", 80, stopAfter: "0 of 1")
      #expect(Screen(written, columns: 80).text.isEmpty, "\(written.debugDescription)")
    }
  }

  // MARK: -

  /// What a command writes to a terminal of so many columns on standard error.
  private static func errors(
    of book: TemporaryBook,
    _ command: String,
    _ columns: Int,
    _ environment: [String: String] = [:],
    stopAfter: String? = nil
  ) throws -> String {
    var size = winsize(ws_row: 24, ws_col: UInt16(columns), ws_xpixel: 0, ws_ypixel: 0)
    var (ours, theirs): (Int32, Int32) = (-1, -1)
    try #require(unsafe openpty(&ours, &theirs, nil, nil, &size) == 0)
    let process = Process()
    process.executableURL = URL(fileURLWithPath: TemporaryBook.products + "/chalktalk")
    process.arguments = [command, "--book", "book"]
    process.currentDirectoryURL = URL(fileURLWithPath: book.root)
    process.environment = ProcessInfo.processInfo.environment.merging(
      ["TMPDIR": book.root + "/tmp", "TERM": "xterm", "NO_COLOR": ""]
    ) { $1 }.merging(environment) { $1 }
    let terminal = FileHandle(fileDescriptor: theirs, closeOnDealloc: true)
    process.standardOutput = FileHandle.nullDevice
    process.standardError = terminal
    try process.run()
    try terminal.close()
    var written = Data()
    var buffer = [UInt8](repeating: 0, count: 4096)
    // Of a terminal whose other end is closed, reading is an error.
    while true {
      let count = unsafe read(ours, &buffer, buffer.count)
      guard count > 0 else { break }
      written += buffer.prefix(count)
      if let stopAfter, String(decoding: written, as: UTF8.self).contains(stopAfter) {
        process.interrupt()
      }
    }
    close(ours)
    process.waitUntilExit()
    return String(decoding: written, as: UTF8.self)
  }
}

/// As much of a terminal as a line of progress needs.
private struct Screen {
  private var lines = [""]
  private var column = 0
  /// How often a line was longer than the terminal.
  private(set) var breaks = 0

  init(_ written: String, columns: Int) {
    var rest = written.unicodeScalars[...]
    while let scalar = rest.popFirst() {
      switch scalar {
      case "\r": column = 0
      case "\n":
        lines.append("")
        column = 0
      case "\u{1B}":
        // Only what erases to the end of the line is expected here.
        if rest.starts(with: "[K".unicodeScalars) {
          rest.removeFirst(2)
          lines[lines.count - 1] = String(lines[lines.count - 1].prefix(column))
        } else {
          lines[lines.count - 1] += "ESC"
        }
      default:
        if column == columns {
          breaks += 1
          lines.append("")
          column = 0
        }
        let line = lines[lines.count - 1]
        lines[lines.count - 1] =
          line.prefix(column) + String(Character(scalar)) + line.dropFirst(column + 1)
        column += 1
      }
    }
  }

  /// What stays.
  var text: String { lines.joined(separator: "\n").trimmingCharacters(in: .whitespacesAndNewlines) }
}

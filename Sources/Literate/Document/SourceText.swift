import Foundation

/// The text of one file of the book, line by line.
///
/// A byte order mark is dropped and every line ending becomes `\n`; neither moves a line or a column.
/// Bytes that are not UTF-8 are an error at their place, since what they mean is anybody's guess.
package struct SourceText: Sendable {
  /// The file as the tool was given it.
  package let file: String
  package let text: String
  /// The lines without their endings; line 1 is at index 0.
  package let lines: [String]
  private let madeDigest = MadeOnce<String>()

  /// The SHA-256 of the text, in hexadecimal.
  var digest: String { madeDigest.get { SHA256.digest(text.utf8) } }

  package init(file: String, text: String) {
    self.file = file
    self.text = Self.normalised(text)
    lines = self.text.lines
  }

  /// Reads a file.
  ///
  /// - Throws: The diagnostic to print when it cannot be read or is not UTF-8.
  package init(reading path: String) throws(DiagnosticError) {
    let data: Data
    do {
      data = try Data(contentsOf: URL(fileURLWithPath: path))
    } catch {
      throw DiagnosticError(
        Diagnostic(
          .error,
          file: path,
          range: SourceRange(line: 1),
          id: "file",
          message: "cannot read this file: \(error.localizedDescription)"
        )
      )
    }
    try self.init(file: path, data: data)
  }

  /// Takes the bytes of a file.
  ///
  /// - Throws: The diagnostic to print when they are not UTF-8.
  init(file: String, data: Data) throws(DiagnosticError) {
    guard let text = String(validating: data, as: UTF8.self) else {
      throw DiagnosticError(Self.firstInvalidByte(of: data, in: file))
    }
    self.init(file: file, text: text)
  }

  /// The text without a byte order mark, every line ending a `\n`.
  private static func normalised(_ text: String) -> String {
    let bytes = text.utf8
    let mark = "\u{FEFF}".utf8
    let hasMark = bytes.starts(with: mark)
    guard hasMark || bytes.contains(UInt8(ascii: "\r")) else { return text }
    var kept: [UInt8] = []
    kept.reserveCapacity(bytes.count)
    var isAfterReturn = false
    for byte in bytes.dropFirst(hasMark ? mark.count : 0) {
      if byte == UInt8(ascii: "\r") {
        kept.append(UInt8(ascii: "\n"))
      } else if byte != UInt8(ascii: "\n") || !isAfterReturn {
        kept.append(byte)
      }
      isAfterReturn = byte == UInt8(ascii: "\r")
    }
    return String(decoding: kept, as: UTF8.self)
  }

  /// The text of a line, or an empty one past the end.
  package func line(_ number: Int) -> String {
    lines.indices.contains(number - 1) ? lines[number - 1] : ""
  }

  /// A diagnostic at a place of this file, with the line's text.
  package func diagnostic(
    _ severity: Diagnostic.Severity,
    _ range: SourceRange,
    id: String,
    _ message: String,
    help: String? = nil
  ) -> Diagnostic {
    Diagnostic(
      severity,
      file: file,
      range: range,
      id: id,
      message: message,
      help: help,
      lineText: line(range.start.line)
    )
  }

  /// Where the first byte stands at which the text stops being UTF-8.
  private static func firstInvalidByte(of data: Data, in file: String) -> Diagnostic {
    var decoder = UTF8()
    var bytes = data.makeIterator()
    var position = SourcePosition(line: 1, column: 1)
    loop: while true {
      switch decoder.decode(&bytes) {
      case .scalarValue("\n"): position = SourcePosition(line: position.line + 1, column: 1)
      case .scalarValue: position.column += 1
      case .emptyInput, .error: break loop
      }
    }
    return Diagnostic(
      .error,
      file: file,
      range: SourceRange(position),
      id: "encoding",
      message: "this is not UTF-8",
      help: "save the file as UTF-8"
    )
  }
}

/// A diagnostic that ends what is being done.
package struct DiagnosticError: Error, Sendable {
  package let diagnostics: [Diagnostic]

  package init(_ diagnostics: Diagnostic...) {
    self.diagnostics = diagnostics
  }

  package init(_ diagnostics: [Diagnostic]) {
    self.diagnostics = diagnostics
  }
}

import Glibc

extension RequestTrace {
  /// Reads a trace from its text: Mooncake's JSON lines, Azure's table, or our own.
  ///
  /// Which of them it is follows from the first line. Rows may come in any order.
  ///
  /// - Throws: `TraceError` at the first place that is not as it should be.
  public init(bytes: [UInt8]) throws(TraceError) {
    var scanner = TraceScanner(bytes)
    scanner.skipEmptyLines()
    if scanner.next == UInt8(ascii: "{") {
      var reader = MooncakeTraceReader(scanner)
      self.init(try reader.read())
    } else if scanner.take(text: AzureTraceReader.header) {
      try scanner.endLine()
      self.init(try AzureTraceReader.columns(&scanner))
    } else if scanner.take(text: TableTraceReader.header) {
      self.init(try TableTraceReader.columns(&scanner))
    } else {
      throw scanner.error(.unknownFormat(firstLine: scanner.restOfLine), at: scanner.index)
    }
  }

  /// Reads a trace from its text.
  ///
  /// - Throws: `TraceError` at the first place that is not as it should be.
  public init(text: String) throws(TraceError) {
    try self.init(bytes: Array(text.utf8))
  }

  /// Reads a trace from a file.
  ///
  /// - Throws: `TraceError`: the file cannot be read, or what is in it is not as it should be.
  public init(file path: String) throws(TraceError) {
    try self.init(bytes: try Self.bytes(of: path))
  }

  private static func bytes(of path: String) throws(TraceError) -> [UInt8] {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw unreadable(path, errno) }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = unsafe chunk.withUnsafeMutableBytes {
        unsafe read(descriptor, $0.baseAddress, $0.count)
      }
      if count == 0 { return bytes }
      if count < 0 {
        if errno == EINTR { continue }
        throw unreadable(path, errno)
      }
      bytes += chunk[..<count]
    }
  }

  private static func unreadable(_ path: String, _ code: Int32) -> TraceError {
    let reason = unsafe strerror(code).map { unsafe String(cString: $0) } ?? "error \(code)"
    return TraceError(.unreadable(path: path, reason: reason))
  }
}

/// Reads the traces that Moonshot published with Mooncake: one JSON object a line.
///
///     {"timestamp": 27482, "input_length": 6955, "output_length": 52, "hash_ids": [46, 47, 2353]}
///
/// The time is in milliseconds. Each name stands for 512 tokens of the prompt together with all that come
/// before them, so two prompts that share a name share everything up to there; the last name may stand for
/// fewer tokens. Other keys are passed over.
///
/// > Source: kvcache-ai/Mooncake, FAST'25 release; arXiv 2407.00079, section 4.
struct MooncakeTraceReader {
  static let blockTokens = 512
  private static let deepest = 64

  private var scanner: TraceScanner
  private var columns = TraceColumns(blockTokens: blockTokens)

  // Of the row that is being read.
  private var rowStart = 0
  private var arrival: Double?
  private var prompt: Int?
  private var output: Int?
  private var hasBlocks = false

  init(_ scanner: TraceScanner) {
    self.scanner = scanner
  }

  /// Reads all rows.
  mutating func read() throws(TraceError) -> TraceColumns {
    scanner.skipEmptyLines()
    while !scanner.isAtEnd {
      try row()
      try scanner.endLine()
      scanner.skipEmptyLines()
    }
    return columns
  }

  private mutating func row() throws(TraceError) {
    rowStart = scanner.index
    (arrival, prompt, output, hasBlocks) = (nil, nil, nil, false)
    try scanner.expect("{")
    scanner.skipBlanks()
    if !scanner.take("}") {
      repeat {
        try member()
        scanner.skipBlanks()
      } while scanner.take(",")
      guard scanner.take("}") else { throw scanner.unexpected("',' or '}'") }
    }
    try endRow()
  }

  private mutating func member() throws(TraceError) {
    scanner.skipBlanks()
    let start = scanner.index
    let key = try key()
    scanner.skipBlanks()
    try scanner.expect(":")
    scanner.skipBlanks()
    switch key {
    case "timestamp":
      try once(key, arrival == nil, at: start)
      arrival = try milliseconds()
    case "input_length":
      try once(key, prompt == nil, at: start)
      prompt = try scanner.wholeNumber(key, in: 1...RequestTrace.mostTokens)
    case "output_length":
      try once(key, output == nil, at: start)
      output = try scanner.wholeNumber(key, in: 0...RequestTrace.mostTokens)
    case "hash_ids":
      try once(key, !hasBlocks, at: start)
      hasBlocks = true
      try names()
    default: try skipValue(depth: 0)
    }
  }

  private func once(_ key: String, _ isFirst: Bool, at place: Int) throws(TraceError) {
    guard isFirst else { throw scanner.error(.repeated(key: key), at: place) }
  }

  private mutating func milliseconds() throws(TraceError) -> Double {
    let start = scanner.index
    let whole = try scanner.wholeNumber("timestamp")
    let nanos = try scanner.nanoFraction("timestamp")
    let seconds = Double(whole) / 1e3 + Double(nanos) / 1e12
    guard seconds <= RequestTrace.latestArrival else {
      throw scanner.outOfRange("timestamp", from: start, "at most 1,000,000,000,000 ms")
    }
    return seconds
  }

  private mutating func names() throws(TraceError) {
    try scanner.expect("[")
    scanner.skipBlanks()
    if scanner.take("]") { return }
    repeat {
      scanner.skipBlanks()
      let start = scanner.index
      let name = try scanner.wholeNumber("hash_ids")
      guard columns.add(block: name) else { throw scanner.error(.repeatedBlock(name), at: start) }
      scanner.skipBlanks()
    } while scanner.take(",")
    guard scanner.take("]") else { throw scanner.unexpected("',' or ']'") }
  }

  private mutating func endRow() throws(TraceError) {
    guard let arrival else { throw scanner.error(.missing(key: "timestamp"), at: rowStart) }
    guard let prompt else { throw scanner.error(.missing(key: "input_length"), at: rowStart) }
    guard let output else { throw scanner.error(.missing(key: "output_length"), at: rowStart) }
    guard hasBlocks else { throw scanner.error(.missing(key: "hash_ids"), at: rowStart) }
    let named = columns.openBlocks
    guard named == (prompt + Self.blockTokens - 1) / Self.blockTokens else {
      throw scanner.error(
        .wrongBlockCount(named: named, prompt: prompt, blockTokens: Self.blockTokens),
        at: rowStart
      )
    }
    columns.endRequest(arrival: arrival, prompt: prompt, output: output)
  }
}

// MARK: - The rest of JSON

extension MooncakeTraceReader {
  /// The text of a key; an escape in it is kept as written, for no key that counts has one.
  private mutating func key() throws(TraceError) -> String {
    guard scanner.next == UInt8(ascii: "\"") else { throw scanner.unexpected("a key in quotes") }
    let start = scanner.index + 1
    try skipText()
    return String(decoding: scanner.bytes[start..<scanner.index - 1], as: UTF8.self)
  }

  private mutating func skipText() throws(TraceError) {
    try scanner.expect("\"")
    while let byte = scanner.next, byte >= 0x20 {
      scanner.skip()
      if byte == UInt8(ascii: "\"") { return }
      if byte == UInt8(ascii: "\\"), scanner.next != nil { scanner.skip() }
    }
    throw scanner.unexpected("'\"', the end of the text,")
  }

  private mutating func skipValue(depth: Int) throws(TraceError) {
    guard depth < Self.deepest else { throw scanner.unexpected("a value less deep than 64") }
    scanner.skipBlanks()
    switch scanner.next {
    case UInt8(ascii: "\""): try skipText()
    case UInt8(ascii: "{"): try skipMembers(until: "}", depth: depth)
    case UInt8(ascii: "["): try skipMembers(until: "]", depth: depth)
    default:
      let start = scanner.index
      while let byte = scanner.next, Self.isWordPart(byte) { scanner.skip() }
      guard scanner.index > start else { throw scanner.unexpected("a value") }
    }
  }

  private mutating func skipMembers(until end: Unicode.Scalar, depth: Int) throws(TraceError) {
    scanner.skip()
    scanner.skipBlanks()
    if scanner.take(end) { return }
    repeat {
      scanner.skipBlanks()
      if end == "}" {
        try skipText()
        scanner.skipBlanks()
        try scanner.expect(":")
      }
      try skipValue(depth: depth + 1)
      scanner.skipBlanks()
    } while scanner.take(",")
    guard scanner.take(end) else { throw scanner.unexpected("',' or '\(end)'") }
  }

  /// Numbers, `true`, `false` and `null`.
  private static func isWordPart(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
      UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "+"), UInt8(ascii: "-"),
      UInt8(ascii: "."):
      true
    default: false
    }
  }
}

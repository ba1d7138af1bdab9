/// Reads our own table of requests, which is short and can be written by hand.
///
///     arrival_ms,prompt_tokens,output_tokens,blocks_of_512
///     0,6758,500,0-13
///     27482,6955,52,46-58 2353
///
/// The last column is left out where blocks are not named. In it stand names and, with a hyphen, runs of names
/// that follow each other; blanks separate them. The number in its heading is the tokens of a block.
struct TableTraceReader {
  static let header = "arrival_ms,prompt_tokens,output_tokens"
  private static let blocksHeader = ",blocks_of_"

  /// Reads the rest of the heading, which tells the tokens of a block, and the rows.
  static func columns(_ scanner: inout TraceScanner) throws(TraceError) -> TraceColumns {
    var blockTokens: Int?
    if scanner.take(text: blocksHeader) {
      blockTokens = try scanner.wholeNumber("tokens of a block", in: 1...RequestTrace.mostTokens)
    }
    try scanner.endLine()
    var columns = TraceColumns(blockTokens: blockTokens)
    scanner.skipEmptyLines()
    while !scanner.isAtEnd {
      try row(&scanner, &columns)
      scanner.skipEmptyLines()
    }
    return columns
  }

  private static func row(
    _ scanner: inout TraceScanner,
    _ columns: inout TraceColumns
  ) throws(TraceError) {
    let start = scanner.index
    let whole = try scanner.wholeNumber("arrival_ms", in: 0...1_000_000_000_000)
    let arrival = Double(whole) / 1e3 + Double(try scanner.nanoFraction("arrival_ms")) / 1e12
    try scanner.expect(",")
    let prompt = try scanner.wholeNumber("prompt_tokens", in: 1...RequestTrace.mostTokens)
    try scanner.expect(",")
    let output = try scanner.wholeNumber("output_tokens", in: 0...RequestTrace.mostTokens)
    if let blockTokens = columns.blockTokens {
      try scanner.expect(",")
      let filled = (prompt + blockTokens - 1) / blockTokens
      try names(&scanner, &columns, atMost: filled)
      guard columns.openBlocks == filled else {
        let named = columns.openBlocks
        throw scanner.error(
          .wrongBlockCount(named: named, prompt: prompt, blockTokens: blockTokens),
          at: start
        )
      }
    }
    try scanner.endLine()
    columns.endRequest(arrival: arrival, prompt: prompt, output: output)
  }

  private static func names(
    _ scanner: inout TraceScanner,
    _ columns: inout TraceColumns,
    atMost filled: Int
  ) throws(TraceError) {
    repeat {
      let start = scanner.index
      let first = try scanner.wholeNumber("a block")
      var last = first
      if scanner.take("-") { last = try scanner.wholeNumber("the last block of a run") }
      // A run may be longer than memory, so its length is looked at before it is written out.
      guard last >= first, last - first < filled - columns.openBlocks else {
        throw scanner.outOfRange(
          "blocks",
          from: start,
          "runs that ascend, with as many blocks as the prompt fills (\(filled))"
        )
      }
      for name in first...last where !columns.add(block: name) {
        throw scanner.error(.repeatedBlock(name), at: start)
      }
    } while scanner.take(" ")
  }
}

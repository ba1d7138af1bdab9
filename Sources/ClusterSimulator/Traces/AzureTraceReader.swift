/// Reads the traces that Azure published of its language model services: a date, prompt and answer a row.
///
///     TIMESTAMP,ContextTokens,GeneratedTokens
///     2023-11-16 18:15:46.6805900,374,44
///
/// Times count from the earliest row's. Later releases write an offset from universal time behind the date.
///
/// > Source: Azure/AzurePublicDataset, LLM inference traces of 2023 and 2024.
struct AzureTraceReader {
  static let header = "TIMESTAMP,ContextTokens,GeneratedTokens"

  /// Reads the rows below the header.
  static func columns(_ scanner: inout TraceScanner) throws(TraceError) -> TraceColumns {
    var columns = TraceColumns(blockTokens: nil)
    var first: (seconds: Int, nanos: Int)?
    scanner.skipEmptyLines()
    while !scanner.isAtEnd {
      let start = scanner.index
      let (seconds, nanos) = try timestamp(&scanner)
      try scanner.expect(",")
      let prompt = try scanner.wholeNumber("ContextTokens", in: 1...RequestTrace.mostTokens)
      try scanner.expect(",")
      let output = try scanner.wholeNumber("GeneratedTokens", in: 0...RequestTrace.mostTokens)
      let origin = first ?? (seconds, nanos)
      first = origin
      let time = Double(seconds - origin.seconds) + Double(nanos - origin.nanos) / 1e9
      guard time.magnitude <= RequestTrace.latestArrival else {
        throw scanner.outOfRange("TIMESTAMP", from: start, "within 30 years of the first row's")
      }
      columns.endRequest(arrival: time, prompt: prompt, output: output)
      try scanner.endLine()
      scanner.skipEmptyLines()
    }
    columns.startAtZero()
    return columns
  }

  /// Seconds since 1970 and thousand-millionths of a second.
  private static func timestamp(
    _ scanner: inout TraceScanner
  ) throws(TraceError) -> (seconds: Int, nanos: Int) {
    let year = try scanner.wholeNumber("year", in: 1970...9999)
    try scanner.expect("-")
    let month = try scanner.wholeNumber("month", in: 1...12)
    try scanner.expect("-")
    let day = try scanner.wholeNumber("day", in: 1...daysIn(month: month, of: year))
    if !scanner.take("T") { try scanner.expect(" ") }
    let hour = try scanner.wholeNumber("hour", in: 0...23)
    try scanner.expect(":")
    let minute = try scanner.wholeNumber("minute", in: 0...59)
    try scanner.expect(":")
    let second = try scanner.wholeNumber("second", in: 0...60)
    let nanos = try scanner.nanoFraction("seconds")
    let offset = try offset(&scanner)
    let days = days(year: year, month: month, day: day)
    return (((days * 24 + hour) * 60 + minute - offset) * 60 + second, nanos)
  }

  /// Minutes that a clock is ahead of universal time: none, `Z`, `+05:30`.
  private static func offset(_ scanner: inout TraceScanner) throws(TraceError) -> Int {
    if scanner.take("Z") { return 0 }
    let isBehind = scanner.next == UInt8(ascii: "-")
    guard scanner.take("+") || scanner.take("-") else { return 0 }
    let hours = try scanner.wholeNumber("hours of the offset", in: 0...18)
    try scanner.expect(":")
    let minutes = hours * 60 + (try scanner.wholeNumber("minutes of the offset", in: 0...59))
    return isBehind ? -minutes : minutes
  }

  private static func isLeap(_ year: Int) -> Bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
  }

  private static func daysIn(month: Int, of year: Int) -> Int {
    if month == 2 { return isLeap(year) ? 29 : 28 }
    return [4, 6, 9, 11].contains(month) ? 30 : 31
  }

  /// Days since 1 January 1970.
  private static func days(year: Int, month: Int, day: Int) -> Int {
    // Leap days of the years before this one, by the rules of 4, 100 and 400.
    let before = year - 1
    let leapDays = before / 4 - before / 100 + before / 400
    let thisYear = (1..<month).reduce(0) { $0 + daysIn(month: $1, of: year) }
    let leapDaysBefore1970 = 1969 / 4 - 1969 / 100 + 1969 / 400
    return (year - 1970) * 365 + leapDays - leapDaysBefore1970 + thisYear + day - 1
  }
}

internal import Quantities

/// The text of a trace being written: one event after the other, each key by key.
///
/// Bytes and not a string: a trace of a hundred thousand spans is tens of megabytes.
struct TraceText {
  private var bytes: [UInt8] = []
  private var isInEvent = false

  /// The events as the members of a JSON array, one a line.
  var text: String { String(decoding: bytes, as: UTF8.self) }

  /// Writes an event, with what the closure adds to it.
  mutating func event(
    _ name: String,
    phase: String,
    category: String? = nil,
    _ add: (inout TraceText) -> Void
  ) {
    append(bytes.isEmpty ? "{" : ",\n{")
    isInEvent = false
    self.add("name", text: name)
    if let category { self.add("cat", text: category) }
    self.add("ph", text: phase)
    add(&self)
    append("}")
  }

  mutating func add(_ key: String, text: String) {
    open(key)
    quote(text)
  }

  mutating func add(_ key: String, count: Int) {
    open(key)
    append(String(count))
  }

  /// Adds the fewest digits that read back as the number; whole numbers without a point.
  mutating func add(_ key: String, number: Double) {
    open(key)
    if let whole = Int(exactly: number), whole.magnitude < 1 << 53 {
      append(String(whole))
    } else {
      append(number.description)
    }
  }

  /// Adds nanoseconds as the microseconds of the format, with no more decimals than they need.
  mutating func add(_ key: String, microseconds nanoseconds: Int) {
    open(key)
    let (whole, part) = nanoseconds.magnitude.quotientAndRemainder(dividingBy: 1000)
    if nanoseconds < 0 { append("-") }
    append(String(whole))
    if part == 0 { return }
    var decimals = String(part + 1000).dropFirst()
    while decimals.last == "0" { decimals.removeLast() }
    append("." + decimals)
  }

  mutating func add(_ thread: TraceEvents.Thread) {
    add("pid", count: thread.process)
    add("tid", count: thread.id)
  }

  /// Adds the details of an event, with what the closure adds to them.
  mutating func details(_ add: (inout TraceText) -> Void) {
    open("args")
    append("{")
    isInEvent = false
    add(&self)
    append("}")
    isInEvent = true
  }

  mutating func add(_ key: String, _ detail: TraceEvents.Argument) {
    switch detail {
    case .text(let text): add(key, text: text)
    case .count(let count): add(key, count: count)
    case .quantity(let quantity): add(key, text: quantity.formatted(.significant(4)))
    }
  }

  // MARK: -

  private mutating func open(_ key: String) {
    if isInEvent { append(",") }
    isInEvent = true
    quote(key)
    append(":")
  }

  private mutating func append(_ text: String) {
    bytes.append(contentsOf: text.utf8)
  }

  /// A text in quotation marks, with what JSON does not allow in it escaped.
  private mutating func quote(_ text: String) {
    append("\"")
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""): append("\\\"")
      case UInt8(ascii: "\\"): append("\\\\")
      case UInt8(ascii: "\n"): append("\\n")
      case UInt8(ascii: "\r"): append("\\r")
      case UInt8(ascii: "\t"): append("\\t")
      case 0..<0x20:
        let digits = String(byte, radix: 16)
        append("\\u" + String(repeating: "0", count: 4 - digits.count) + digits)
      default: bytes.append(byte)
      }
    }
    append("\"")
  }
}

internal import Quantities

/// One event of a trace being written, key by key.
struct JSONObject {
  private var fields = ""

  init(name: String, phase: String, category: String? = nil) {
    add("name", text: name)
    if let category { add("cat", text: category) }
    add("ph", text: phase)
  }

  /// The object as it stands in the file.
  var text: String { "{" + fields + "}" }

  mutating func add(_ key: String, raw value: String) {
    if !fields.isEmpty { fields += "," }
    fields += Self.quoted(key) + ":" + value
  }

  mutating func add(_ key: String, text: String) { add(key, raw: Self.quoted(text)) }

  mutating func add(_ key: String, count: Int) { add(key, raw: String(count)) }

  /// Adds whole nanoseconds as the microseconds of the format, with no more decimals than they need.
  mutating func add(_ key: String, microseconds nanoseconds: Int) {
    let (whole, part) = nanoseconds.magnitude.quotientAndRemainder(dividingBy: 1000)
    var text = (nanoseconds < 0 ? "-" : "") + String(whole)
    if part > 0 {
      var decimals = String(part + 1000).dropFirst()
      while decimals.last == "0" { decimals.removeLast() }
      text += "." + decimals
    }
    add(key, raw: text)
  }

  mutating func add(_ thread: TraceEvents.Thread) {
    add("pid", count: thread.process)
    add("tid", count: thread.id)
  }

  mutating func add(_ key: String, _ details: KeyValuePairs<String, TraceEvents.Argument>) {
    var object = ""
    for (name, detail) in details {
      if !object.isEmpty { object += "," }
      object += Self.quoted(name) + ":"
      switch detail {
      case .text(let text): object += Self.quoted(text)
      case .count(let count): object += String(count)
      case .quantity(let quantity): object += Self.quoted(quantity.formatted(.significant(4)))
      }
    }
    add(key, raw: "{" + object + "}")
  }

  /// The fewest digits that read back as the same number; whole numbers without a point.
  static func shortest(_ number: Double) -> String {
    if let whole = Int(exactly: number), whole.magnitude < 1 << 53 { return String(whole) }
    return number.description
  }

  /// A text in quotation marks, with what JSON does not allow in it escaped.
  static func quoted(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": quoted += "\\\""
      case "\\": quoted += "\\\\"
      case "\n": quoted += "\\n"
      case "\r": quoted += "\\r"
      case "\t": quoted += "\\t"
      case "\u{0}"..."\u{1F}":
        let digits = String(scalar.value, radix: 16)
        quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + "\""
  }
}

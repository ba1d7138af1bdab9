/// Reads a line of arithmetic as a person does who knows nothing of the code behind it.
struct PlainArithmetic {
  private let characters: [Character]
  private var position = 0
  private let names: [String: Double]

  struct Unreadable: Error {
    let text: String
    let rest: String
  }

  static func value(of text: String, _ names: [String: Double]) throws -> Double {
    var reader = PlainArithmetic(characters: Array(text), names: names)
    let value = try reader.sum()
    guard reader.position == reader.characters.count else { throw reader.unreadable }
    return value
  }

  private init(characters: [Character], names: [String: Double]) {
    self.characters = characters.filter { !$0.isWhitespace }
    self.names = names
  }

  private var unreadable: Unreadable {
    Unreadable(text: String(characters), rest: String(characters.dropFirst(position)))
  }

  private mutating func sum() throws -> Double {
    // A sign in front of a sum is that of its first product.
    var value = take("−") ? -(try product()) : try product()
    while true {
      if take("+") {
        value += try product()
      } else if take("−") {
        value -= try product()
      } else {
        return value
      }
    }
  }

  private mutating func product() throws -> Double {
    var value = try quotient()
    while take("·") { value *= try quotient() }
    return value
  }

  private mutating func quotient() throws -> Double {
    let above = try power()
    guard take("/") else { return above }
    return above / (try power())
  }

  private mutating func power() throws -> Double {
    let base = try atom()
    return take("²") ? base * base : base
  }

  private mutating func atom() throws -> Double {
    for (opening, closing) in [("(", ")"), ("|", "|"), ("⌊", "⌋"), ("⌈", "⌉")] where take(opening) {
      let inner = try sum()
      guard take(closing) else { throw unreadable }
      switch opening {
      case "|": return Swift.abs(inner)
      case "⌊": return inner.rounded(.down)
      case "⌈": return inner.rounded(.up)
      default: return inner
      }
    }
    for name in ["min", "max"] where take(name + "(") {
      let first = try sum()
      guard take(",") else { throw unreadable }
      let second = try sum()
      guard take(")") else { throw unreadable }
      return name == "min" ? Swift.min(first, second) : Swift.max(first, second)
    }
    let digits = characters[position...].prefix { $0.isASCII && $0.isNumber || $0 == "." }
    if let value = Double(String(digits)), !digits.isEmpty {
      position += digits.count
      return value
    }
    guard position < characters.count, let value = names[String(characters[position])] else {
      throw unreadable
    }
    position += 1
    return value
  }

  private mutating func take(_ text: String) -> Bool {
    guard characters[position...].starts(with: text) else { return false }
    position += text.count
    return true
  }
}

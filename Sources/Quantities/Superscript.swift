/// Raised digits, as in 10⁹ and s⁻¹.
enum Superscript {
  /// The plain digit or sign of a raised one, nil for any other character.
  static func plain(_ character: Character) -> Character? {
    switch character {
    case "⁰": "0"
    case "¹": "1"
    case "²": "2"
    case "³": "3"
    case "⁴": "4"
    case "⁵": "5"
    case "⁶": "6"
    case "⁷": "7"
    case "⁸": "8"
    case "⁹": "9"
    case "⁻": "-"
    case "⁺": "+"
    default: nil
    }
  }
}

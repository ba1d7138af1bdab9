/// Raised digits, as in 10⁹ and s⁻¹.
package enum Superscript {
  /// A whole number as an exponent: `⁻¹⁵`.
  package static func raised(_ number: Int) -> String {
    String(
      String(number).compactMap { character in
        "⁰¹²³⁴⁵⁶⁷⁸⁹⁻".first { plain($0) == character }
      }
    )
  }

  /// The plain digit or sign of a raised one, nil for any other character.
  package static func plain(_ character: Character) -> Character? {
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

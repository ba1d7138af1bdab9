package import CellRuntime

extension FigureText {
  /// The text with the page's typography: computed numbers hold together with their units and use
  /// true minus signs and raised exponents, tokens are a word, quotation marks a typesetter's.
  package var pageText: String {
    segments.map { segment in
      switch segment {
      case .literal(let text): text
      case .value(let text): Self.typeset(text)
      }
    }.joined().typeset.inWords
  }

  private static func typeset(_ value: String) -> String {
    var result = ""
    var isRaised = false
    for character in value {
      if character == "^" {
        isRaised = true
        continue
      }
      let raised = isRaised ? raisedDigits[character] : nil
      if raised == nil { isRaised = false }
      if let raised {
        result.append(raised)
      } else if character == " " {
        // What follows a number is its unit or what it counts; other words may part.
        result += result.last.map(endsNumber) == true ? "\u{A0}" : " "
      } else if character == "-" && (result.last.map { " \u{A0}".contains($0) } ?? true) {
        result += "−"
      } else {
        result.append(character)
      }
    }
    return result
  }

  private static func endsNumber(_ character: Character) -> Bool {
    ("0"..."9").contains(character) || character == "×" || raisedDigits.values.contains(character)
  }

  private static let raisedDigits: [Character: Character] = [
    "-": "⁻", "0": "⁰", "1": "¹", "2": "²", "3": "³", "4": "⁴", "5": "⁵", "6": "⁶", "7": "⁷",
    "8": "⁸", "9": "⁹",
  ]

  /// A whole number as an exponent.
  static func raised(_ exponent: Int) -> String {
    String(String(exponent).compactMap { raisedDigits[$0] })
  }
}

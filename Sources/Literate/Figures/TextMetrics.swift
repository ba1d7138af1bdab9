/// Widths of text in a face that is not known here: those of a common sans-serif, a little wide.
package enum TextMetrics {
  /// Estimated width of a line of text.
  package static func width(_ text: String, size: Double) -> Double {
    var ems = 0.0
    if text.utf8.allSatisfy({ $0 < 0x80 && $0 != 0x0D }) {
      for byte in text.utf8 { ems += ascii[Int(byte)] }
    } else {
      for character in text { ems += Self.ems(character) }
    }
    return ems * size
  }

  /// What to leave free for a line at the edge of the picture, where a wide face would be cut off.
  static func room(for text: String, size: Double) -> Double {
    width(text, size: size) * 1.12
  }

  /// The widths of the first characters, by their code.
  private static let ascii = (0..<0x80).map { ems(Character(UnicodeScalar(UInt8($0)))) }

  private static func ems(_ character: Character) -> Double {
    switch character {
    case "i", "j", "l", "I", "'", ".", ",", ":", ";", "|", "!": 0.29
    case "f", "t", "r", "(", ")", "[", "]", "/", " ", "\u{A0}", "-": 0.36
    case "m", "w", "M", "W", "@", "%": 0.87
    case "A"..."Z", "=", "+", "−", "×", "≈", "<", ">": 0.68
    case "⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹", "⁻": 0.38
    default: 0.57
    }
  }

  /// Breaks a label into lines of about the given width, never between a number and its unit.
  static func wrapped(_ text: String, width limit: Double, size: Double) -> [String] {
    let words = text.split(separator: " ").map(String.init)
    guard let first = words.first else { return [] }
    // As many lines as needed, then as even as possible.
    func lines(_ limit: Double) -> [String] {
      var lines = [first]
      for word in words.dropFirst() {
        let longer = lines[lines.count - 1] + " " + word
        if width(longer, size: size) <= limit {
          lines[lines.count - 1] = longer
        } else {
          lines.append(word)
        }
      }
      return lines
    }
    let count = lines(limit).count
    if count == 1 { return lines(limit) }
    for step in 1...20 where lines(limit * Double(step) / 20).count == count {
      return lines(limit * Double(step) / 20)
    }
    return lines(limit)
  }
}

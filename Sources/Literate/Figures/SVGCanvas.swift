import CellRuntime

/// An SVG picture under construction, 720 units wide, one element a line.
struct SVGCanvas {
  static let width = 720.0

  private var lines: [String] = []

  /// Where a text is anchored.
  enum Anchor: String {
    case start
    case middle
    case end
  }

  /// Adds an element without content.
  mutating func add(_ name: String, _ attributes: KeyValuePairs<String, String>) {
    lines.append("<\(name)\(Self.list(attributes))/>")
  }

  /// Adds lines of text below each other; `y` is the baseline of the first.
  mutating func addText(
    _ text: [String],
    x: Double,
    y: Double,
    class className: String,
    anchor: Anchor = .start,
    leading: Double = TextMetrics.leading
  ) {
    let start =
      "<text class=\"\(className)\" x=\"\(svgText(x))\" y=\"\(svgText(y))\""
      + (anchor == .start ? "" : " text-anchor=\"\(anchor.rawValue)\"") + ">"
    if text.count == 1 {
      lines.append(start + text[0].htmlEscaped + "</text>")
      return
    }
    let spans = text.enumerated().map { index, line in
      "<tspan x=\"\(svgText(x))\" y=\"\(svgText(y + Double(index) * leading))\">\(line.htmlEscaped)</tspan>"
    }
    lines.append(start + spans.joined(separator: " ") + "</text>")
  }

  /// Opens a group, which `endGroup` closes.
  mutating func beginGroup(_ attributes: KeyValuePairs<String, String>) {
    lines.append("<g\(Self.list(attributes))>")
  }

  mutating func endGroup() {
    lines.append("</g>")
  }

  /// Adds ready-made markup.
  mutating func addRaw(_ markup: String) {
    lines.append(markup)
  }

  /// The whole picture, named by the first sentence of its alternative text, described by the rest.
  ///
  /// A picture that is narrower than the canvas says so to the style sheet, which keeps its scale.
  func document(
    id: String,
    class className: String,
    width: Double = Self.width,
    height: Double,
    alt: FigureText
  ) -> String {
    let (name, rest) = Self.firstSentence(of: alt.pageText)
    let id = id.htmlEscaped
    var head =
      "<svg class=\"figure \(className)\" viewBox=\"0 0 \(svgText(width)) \(svgText(height))\" role=\"img\" "
      + "aria-labelledby=\"\(id)-title\""
    if width != Self.width { head += " style=\"--extent: \(svgText(width))\"" }
    if !rest.isEmpty { head += " aria-describedby=\"\(id)-desc\"" }
    head += " xmlns=\"http://www.w3.org/2000/svg\">\n<title id=\"\(id)-title\">"
    head += name.htmlEscaped + "</title>\n"
    if !rest.isEmpty { head += "<desc id=\"\(id)-desc\">\(rest.htmlEscaped)</desc>\n" }
    return head + lines.joined(separator: "\n") + "\n</svg>\n"
  }

  private static func firstSentence(of text: String) -> (String, String) {
    var index = text.startIndex
    while index < text.endIndex {
      let next = text.index(after: index)
      if ".!?:".contains(text[index]), next < text.endIndex, text[next] == " " {
        return (String(text[..<next]), String(text[text.index(after: next)...]))
      }
      index = next
    }
    return (text, "")
  }

  private static func list(_ attributes: KeyValuePairs<String, String>) -> String {
    attributes.map { " \($0.key)=\"\($0.value.htmlEscaped)\"" }.joined()
  }
}

/// A coordinate with at most two decimals, the same digits on every machine.
func svgText(_ value: Double) -> String {
  let hundredths = Int((value * 100).rounded())
  let magnitude = hundredths.magnitude
  var text = (hundredths < 0 ? "-" : "") + "\(magnitude / 100)"
  let rest = magnitude % 100
  if rest > 0 {
    text += rest < 10 ? ".0\(rest)" : rest % 10 == 0 ? ".\(rest / 10)" : ".\(rest)"
  }
  return text
}

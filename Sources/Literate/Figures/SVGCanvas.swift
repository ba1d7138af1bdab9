import CellRuntime

/// An SVG picture under construction, one element a line.
struct SVGCanvas {
  let form: PictureForm
  private var lines: [String] = []

  init(_ form: PictureForm) {
    self.form = form
  }

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

  /// Adds lines of text below each other.
  ///
  /// - Parameters:
  ///   - text: The lines.
  ///   - x: Where they start, or what `anchor` says.
  ///   - y: The baseline of the first.
  ///   - className: Its class; nil inside a group that has it.
  ///   - anchor: Where `x` is in the text.
  ///   - isInGroup: Whether a group around it says so already.
  ///   - leading: Distance between baselines; the form's own if nil.
  ///   - joint: What stands between the lines for who copies them.
  mutating func addText(
    _ text: [String],
    x: Double,
    y: Double,
    class className: String? = nil,
    anchor: Anchor = .start,
    isInGroup: Bool = false,
    leading: Double? = nil,
    joint: String = " "
  ) {
    if text.isEmpty { return }
    let leading = leading ?? form.leading
    // The blank behind a line is part of what is anchored.
    let blank = joint == " " ? form.tickSize * 0.29 : 0
    let behind = anchor == .middle ? blank / 2 : anchor == .end ? blank : 0
    func place(_ index: Int) -> String { svgTenths(index < text.count - 1 ? x + behind : x) }
    let start =
      "<text" + (className.map { " class=\"\($0)\"" } ?? "")
      + " x=\"\(place(0))\" y=\"\(svgTenths(y))\""
      + (anchor == .start || isInGroup ? "" : " text-anchor=\"\(anchor.rawValue)\"")
      + (className == "axis-title" && Self.isVariable(text) ? " font-style=\"italic\"" : "") + ">"
    let spans = text.enumerated().map { index, line in
      index == 0
        ? line.htmlEscaped
        : "<tspan x=\"\(place(index))\" dy=\"\(svgTenths(leading))\">\(line.htmlEscaped)</tspan>"
    }
    lines.append(start + spans.joined(separator: joint) + "</text>")
  }

  /// Whether an axis is named by a letter of a formula: `x`; words and units are upright.
  private static func isVariable(_ text: [String]) -> Bool {
    guard text.count == 1, let letter = text[0].first, letter.isLetter else { return false }
    return text[0].count == 1
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
  /// Both are said once on a page: the picture for narrow columns refers to those of the other. A picture
  /// that is narrower than the canvas says so to the style sheet, which keeps its scale.
  func document(
    id: String,
    class className: String,
    width: Double? = nil,
    height: Double,
    alt: FigureText
  ) -> String {
    let (name, rest) = Self.firstSentence(of: alt.pageText)
    let (id, width) = (id.htmlEscaped, width ?? form.width)
    let classes = ["figure", className] + (form.className.map { [$0] } ?? [])
    var head =
      "<svg class=\"\(classes.joined(separator: " "))\" "
      + "viewBox=\"0 0 \(svgText(width)) \(svgText(height))\" role=\"img\" "
      + "aria-labelledby=\"\(id)-title\""
    if width != form.width { head += " style=\"--extent: \(svgText(width))\"" }
    if !rest.isEmpty { head += " aria-describedby=\"\(id)-desc\"" }
    // Only a file of its own needs to be told what it is.
    if form == .alone { head += " xmlns=\"http://www.w3.org/2000/svg\"" }
    head += ">\n"
    if !form.isNarrow {
      head += "<title id=\"\(id)-title\">\(name.htmlEscaped)</title>\n"
      if !rest.isEmpty { head += "<desc id=\"\(id)-desc\">\(rest.htmlEscaped)</desc>\n" }
    }
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

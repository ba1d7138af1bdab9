import Literate

/// A line of text of a drawing for narrow columns, as wide as it is reckoned to be.
struct DrawnText: CustomStringConvertible {
  let text: String
  let left: Double
  let right: Double
  let baseline: Double

  var description: String { "'\(text)' from \(left) to \(right) at \(baseline)" }

  /// The lines of all texts of a drawing, in order.
  static func all(in svg: String) -> [DrawnText] {
    var found: [DrawnText] = []
    // What groups and texts that are open say.
    var open: [[String: String]] = []
    var pen = (x: 0.0, y: 0.0)
    for piece in svg.split(separator: "<").dropFirst() {
      let parts = piece.split(separator: ">", maxSplits: 1, omittingEmptySubsequences: false)
      let name = String(parts[0].prefix { $0 != " " })
      if name == "/g" || name == "/text" { open.removeLast() }
      guard ["g", "text", "tspan"].contains(name), parts.count == 2 else { continue }
      var attributes: [String: String] = [:]
      for match in parts[0].matches(of: /([a-z-]+)="([^"]*)"/) {
        attributes[String(match.output.1)] = String(match.output.2)
      }
      if name != "tspan" { open.append(attributes) }
      if name == "g" { continue }
      func number(_ name: String) -> Double? { attributes[name].flatMap { Double($0) } }
      pen = (number("x") ?? pen.x, number("y") ?? pen.y + (number("dy") ?? 0))
      let text = String(parts[1]).replacing("&amp;", with: "&").replacing("&lt;", with: "<")
      let classes = open.compactMap { $0["class"] }.joined(separator: " ")
      let width = TextMetrics.width(text, size: size(classes))
      let anchor = open.last?["text-anchor"] ?? open.compactMap { $0["text-anchor"] }.last
      let left =
        anchor == "end" ? pen.x - width : anchor == "middle" ? pen.x - width / 2 : pen.x
      found.append(DrawnText(text: text, left: left, right: left + width, baseline: pen.y))
    }
    return found
  }

  /// The size that the style sheet gives to these classes.
  private static func size(_ classes: String) -> Double {
    if let size = classes.firstMatch(of: /size-(\d+)/) { return Double(size.output.1) ?? 0 }
    if classes.contains("small") { return 11 }
    if classes.contains("title") && !classes.contains("axis") { return 14 }
    let small = ["tick", "axis-title", "box-label", "boundary-name", "link-label"]
    return small.contains(where: classes.contains) ? 12 : 13
  }
}

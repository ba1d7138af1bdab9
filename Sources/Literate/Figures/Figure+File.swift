package import CellRuntime

extension Figure {
  /// The figure as a picture of its own, with its style inside: an SVG file.
  ///
  /// - Parameter alt: What a reader who cannot see the figure is told: the finding.
  /// - Returns: The file's text; a table, which is no picture, gives its HTML.
  package func svgFile(alt: FigureText) -> String {
    var picture = html(id: "figure", alt: alt)
    guard let head = picture.firstRange(of: ">\n") else { return picture }
    let style =
      "<style>\n:root { color-scheme: light dark; font-family: system-ui, sans-serif; }\n"
      + "\(Theme.figureStyle)</style>\n"
    picture.insert(contentsOf: style, at: head.upperBound)
    return picture
  }
}

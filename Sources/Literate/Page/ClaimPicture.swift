import CellRuntime

/// The claim of the title page as a picture of its own, for places that show no page: the read-me.
///
/// It carries its colours for both themes and takes its face from the reader's system.
struct ClaimPicture {
  let example: ClaimExample

  private static let textX = 150.0
  private static let textWidth = 540.0

  var svg: String {
    var canvas = SVGCanvas(.alone)
    canvas.add(
      "rect",
      [
        "class": "ground", "x": "0.5", "y": "0.5", "width": "719", "height": svgText(height - 1),
        "rx": "6",
      ]
    )
    canvas.add(
      "rect",
      [
        "class": "edge", "x": "0", "y": "16", "width": "6", "height": svgText(height - 32),
      ]
    )
    var y = 40.0
    for row in rows {
      canvas.addText([row.label], x: 28, y: y, class: "quiet")
      canvas.addText(row.lines, x: Self.textX, y: y, class: row.style, leading: 22)
      y += Double(row.lines.count) * 22 + 10
    }
    var picture = canvas.document(
      id: "claim",
      class: "claim",
      height: height,
      alt: FigureText(stringLiteral: description)
    )
    if let end = picture.firstIndex(of: "\n") {
      picture.insert(contentsOf: "\n<style>\(style)</style>", at: end)
    }
    return picture
  }

  private struct Row {
    var label: String
    var lines: [String]
    var style: String
  }

  private var rows: [Row] {
    func wrapped(_ text: String, size: Double = 17) -> [String] {
      TextMetrics.wrapped(text, width: Self.textWidth, size: size)
    }
    let told = example.attribution.isEmpty ? "" : " (\(example.attribution))"
    return [
      Row(label: "The lecture", lines: wrapped(example.lecture + told), style: "text"),
      Row(label: "Stated", lines: wrapped(example.stated), style: "text"),
      Row(
        label: "Computed",
        lines: wrapped("\(example.expression) = \(example.computed)", size: 18),
        style: "code"
      ),
      Row(
        label: "Verdict",
        lines: ["\(example.isDisputed ? "≠" : "=") \(example.verdict), \(example.id)"],
        style: "verdict"
      ),
    ]
  }

  private var height: Double {
    rows.reduce(34) { $0 + Double($1.lines.count) * 22 + 10 }
  }

  private var description: String {
    "\(example.verdict), \(example.id) of the lecture. \(example.lecture). Stated \(example.stated), computed \(example.computed)."
  }

  private var style: String {
    let (light, dark) = example.isDisputed ? ("#a2331d", "#f4a08c") : ("#23614c", "#8ed0b1")
    return """
      text{font:17px Charter,"Bitstream Charter","Sitka Text","Noto Serif",Cambria,serif;fill:#20272a}\
      .quiet{fill:#5a6165}.code{font:15px ui-monospace,Menlo,Consolas,"DejaVu Sans Mono",monospace}\
      .verdict{font-weight:700;fill:\(light)}.ground{fill:#fcfbf7;stroke:#d8d4c8}.edge{fill:\(light)}\
      @media(prefers-color-scheme:dark){text{fill:#e8e6de}.quiet{fill:#a6afa9}\
      .verdict,.edge{fill:\(dark)}.ground{fill:#161d1b;stroke:#3a4642}}
      """
  }
}

package import CellRuntime

extension Explorer {
  /// The controls, what is read at their start, and every other point for the script that looks it up.
  ///
  /// Without script the style sheet leaves the controls out, since nothing would follow them. A screen
  /// reader says where a slider stands by itself, and then, once, the rows that have changed: they are the
  /// only live region. Between a reading's name and its value the script draws how it goes along one slider.
  ///
  /// - Parameter id: The figure's id, from which the ids inside are made.
  /// - Returns: Markup that ends in a line break.
  package func html(id: String) -> String {
    let id = id.htmlEscaped
    let texts = points.map { $0.map(\.pageText) }
    let settings = controls.enumerated().map { html(of: $1, id: "\(id)-control-\($0 + 1)") }
    let rows = readings.indices.map { index in
      let (column, value) = (readings[index], startPoint[index])
      return """
        <tr aria-atomic="true"><th scope="row">\(column.label.pageText.htmlEscaped)</th>\
        \(along.isEmpty ? "" : "<td class=\"curve\" aria-hidden=\"true\"></td>")\
        <td style="--widest: \(widest(index, of: texts))ch">\
        \(Self.withUnit(of: column, "<b>\(value.pageText.htmlEscaped)</b>"))</td></tr>
        """
    }
    return """
      <div class="explorer" data-explorer="\(id)">
      <div class="controls" role="group" aria-label="Settings">
      \(settings.joined(separator: "\n"))
      </div>
      <table class="cells readings">\(along)<tbody aria-live="polite">
      \(rows.joined(separator: "\n"))
      </tbody></table>
      <p class="setting">At \(setting).</p>
      <script type="application/json">\(data(texts))</script>
      </div>

      """
  }

  /// How many bytes the figure takes of its page: controls, points, and the table beneath it.
  package func bytesOnPage(id: String) -> Int {
    html(id: id).utf8.count + startTable.html.utf8.count
  }

  private func html(of control: Control, id: String) -> String {
    let label = control.label.pageText.htmlEscaped
    guard control.isSlider else {
      let options = control.stops.enumerated().map { index, stop in
        "<option\(index == control.start ? " selected" : "")>\(stop.pageText.htmlEscaped)</option>"
      }
      return """
        <div class="control"><label for="\(id)">\(label)</label>
        <select id="\(id)" autocomplete="off">\(options.joined())</select></div>
        """
    }
    let stop = control.stops[control.start].pageText.htmlEscaped
    return """
      <div class="control"><label for="\(id)">\(label)</label> <b aria-hidden="true">\(stop)</b>
      <input type="range" id="\(id)" autocomplete="off" min="0" max="\(control.stops.count - 1)" \
      value="\(control.start)" aria-valuetext="\(stop)" /></div>
      """
  }

  /// The head of the curves, which says along what they go at first; nothing where no control is a slider.
  private var along: String {
    guard let slider = controls.first(where: \.isSlider) else { return "" }
    let label = slider.label.pageText.htmlEscaped
    return """
      <thead class="along" aria-hidden="true"><tr><td></td><td>along <span>\(label)</span></td><td></td></tr></thead>
      """
  }

  /// How many characters a reading and its unit have where it is longest.
  private func widest(_ reading: Int, of texts: [[String]]) -> Int {
    let unit = readings[reading].unitName.map { $0.pageText.count + 1 } ?? 0
    return unit + (texts.map { $0[reading].count }.max() ?? 0)
  }

  /// A number with its unit where quantities have theirs: the currency before it, others behind it.
  private static func withUnit(of column: TableColumn, _ number: String) -> String {
    guard let name = column.unitName else { return number }
    let unit = name.pageText.htmlEscaped
    func span(_ text: some StringProtocol) -> String { "<span class=\"unit\">\(text)</span>" }
    guard unit.hasPrefix("$"), !unit.hasPrefix("$^") else {
      return number + (unit == "%" ? "" : "\u{A0}") + span(unit)
    }
    return span("$") + number + (unit == "$" ? "" : span(unit.dropFirst()))
  }

  /// `batch 64, chip H100`.
  private var setting: String {
    controls.map { "\($0.label) \($0.stops[$0.start])" as FigureText }
      .map(\.pageText.htmlEscaped).joined(separator: ", ")
  }

  /// `[stops of each control, readings of all points]`, as JSON that ends no script element.
  private func data(_ points: [[String]]) -> String {
    func list(_ texts: some Sequence<String>) -> String {
      let texts = texts.map {
        let text = PreviewFile.quoted($0)
        guard text.utf8.contains(where: { "<>".utf8.contains($0) }) else { return text }
        return text.replacing("<", with: "\\u003c").replacing(">", with: "\\u003e")
      }
      return "[" + texts.joined(separator: ",") + "]"
    }
    let stops = controls.map { list($0.stops.map(\.pageText)) }.joined(separator: ",")
    return "[[\(stops)],\(list(points.joined()))]"
  }
}

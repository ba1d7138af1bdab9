package import CellRuntime

extension Explorer {
  /// The controls, what is read at their start, and every other point for the script that looks it up.
  ///
  /// Without script the style sheet leaves the controls out, since nothing would follow them.
  ///
  /// - Parameter id: The figure's id, from which the ids inside are made.
  /// - Returns: Markup that ends in a line break.
  package func html(id: String) -> String {
    let id = id.htmlEscaped
    let settings = controls.enumerated().map { html(of: $1, id: "\(id)-control-\($0 + 1)") }
    let rows = zip(readings, startPoint).map { column, value in
      """
      <tr><th scope="row">\(column.label.pageText.htmlEscaped)</th><td>\
      <output>\(value.pageText.htmlEscaped)</output>\(Self.unit(of: column))</td></tr>
      """
    }
    return """
      <div class="explorer" data-explorer="\(id)">
      <div class="controls" role="group" aria-label="Settings">
      \(settings.joined(separator: "\n"))
      </div>
      <table class="cells readings"><tbody aria-live="polite">
      \(rows.joined(separator: "\n"))
      </tbody></table>
      <p class="setting">At \(setting).</p>
      <script type="application/json">\(data)</script>
      </div>

      """
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
      <div class="control"><label for="\(id)">\(label)</label> <output for="\(id)">\(stop)</output>
      <input type="range" id="\(id)" autocomplete="off" min="0" max="\(control.stops.count - 1)" \
      value="\(control.start)" aria-valuetext="\(stop)" /></div>
      """
  }

  private static func unit(of column: TableColumn) -> String {
    column.unitName.map { " <span class=\"unit\">\($0.pageText.htmlEscaped)</span>" } ?? ""
  }

  /// `batch 64, chip H100`.
  private var setting: String {
    controls.map { "\($0.label) \($0.stops[$0.start])" as FigureText }
      .map(\.pageText.htmlEscaped).joined(separator: ", ")
  }

  /// `[stops of each control, readings of all points]`, as JSON that ends no script element.
  private var data: String {
    func list(_ texts: some Sequence<FigureText>) -> String {
      let texts = texts.map {
        PreviewFile.quoted($0.pageText).replacing("<", with: "\\u003c")
          .replacing(">", with: "\\u003e")
      }
      return "[" + texts.joined(separator: ",") + "]"
    }
    let stops = controls.map { list($0.stops) }.joined(separator: ",")
    return "[[\(stops)],\(list(points.joined()))]"
  }
}

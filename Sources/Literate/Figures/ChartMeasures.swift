/// What the parts of a chart take of its canvas.
struct ChartMeasures {
  let plotHeight: Double
  /// Widest label at the right end of a line.
  let endLabelWidth: Double
  /// Widths for notes at points and rules, the most liked first.
  let noteWidths: [Double]
  /// About how many numbers an axis has, across and upwards.
  let ticks: (across: Int, up: Int)
  /// Whether a logarithmic axis has marks between its numbers; on a narrow canvas they would be a smear.
  let hasMinorTicks: Bool
  /// What is free at the right without labels there.
  let rightMargin: Double
  /// From the frame up to the name of the upright axis, and to what is above.
  let above: (header: Double, all: Double)
  /// From the frame down to the numbers, the name of the axis and the end of the canvas.
  let below: (number: Double, header: Double, all: Double)

  init(_ form: PictureForm) {
    if form.isNarrow {
      plotHeight = 250
      endLabelWidth = 104
      noteWidths = [112, 80, 60]
      ticks = (across: 5, up: 5)
      hasMinorTicks = false
      rightMargin = 10
      above = (header: 15, all: 28)
      below = (number: 18, header: 37, all: 43)
    } else {
      plotHeight = 320
      endLabelWidth = 150
      noteWidths = [210]
      ticks = (across: 7, up: 6)
      hasMinorTicks = true
      rightMargin = 24
      above = (header: 20, all: 36)
      below = (number: 21, header: 44, all: 52)
    }
  }
}

import CellRuntime

/// A timeline on its canvas: in one piece, or on a narrow canvas in up to three below each other, where boxes would
/// otherwise be too narrow for their labels.
struct TimelinePicture {
  private static let mostParts = 3
  /// Between two parts.
  private static let gap = 6.0

  private let form: PictureForm
  private let parts: [TimelineDrawing]

  init(_ timeline: Timeline, _ form: PictureForm) {
    self.form = form
    let counts = 1...(form.isNarrow ? Self.mostParts : 1)
    let pictures = counts.map { Self.parts(timeline, form, $0) }
    func short(_ parts: [TimelineDrawing]) -> Int { parts.reduce(0) { $0 + $1.shortLabels } }
    // The fewest parts that have all labels; else in one piece, since cutting it did not help.
    parts = pictures.first { short($0) == 0 } ?? pictures[0]
  }

  private static func parts(
    _ timeline: Timeline,
    _ form: PictureForm,
    _ count: Int
  ) -> [TimelineDrawing] {
    var top = 0.0
    return timeline.windows(count).map { window in
      let drawing = TimelineDrawing.fitting(timeline, form, window, top: top)
      top = drawing.bottom + Self.gap
      return drawing
    }
  }

  func svg(id: String, alt: FigureText) -> String {
    var canvas = SVGCanvas(form)
    for (index, part) in parts.enumerated() {
      part.draw(into: &canvas, id: id, hasHeader: index == parts.count - 1)
    }
    return canvas.document(
      id: id,
      class: "timeline",
      height: parts.last?.bottomWithHeader ?? 0,
      alt: alt
    )
  }
}

extension Timeline {
  /// From the first moment that is drawn to the last, in seconds.
  var span: ClosedRange<Double> {
    let moments = rows.flatMap(\.boxes).flatMap { [$0.start, $0.end] } + events.map(\.time)
    return (moments.min() ?? 0)...(moments.max() ?? 0)
  }

  /// The time in parts of about the same length, cut where few boxes are.
  fileprivate func windows(_ count: Int) -> [ClosedRange<Double>] {
    let span = span
    let length = (span.upperBound - span.lowerBound) / Double(count)
    guard count > 1, length > 0 else { return [span] }
    let boxes = rows.flatMap(\.boxes)
    var cuts = [span.lowerBound]
    for number in 1..<count {
      let wanted = span.lowerBound + Double(number) * length
      func cost(_ moment: Double) -> Double {
        let cut = boxes.count { $0.start < moment && moment < $0.end }
        return Double(cut) + abs(moment - wanted) / length
      }
      let near = boxes.map(\.end).filter { abs($0 - wanted) < length / 4 }
      cuts.append(near.min { (cost($0), $0) < (cost($1), $1) } ?? wanted)
    }
    return zip(cuts, cuts.dropFirst() + [span.upperBound]).map { $0...$1 }
  }
}

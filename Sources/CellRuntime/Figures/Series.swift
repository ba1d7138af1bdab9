import Quantities

/// How loud a line of a chart is.
public enum LineStyle: String, Codable, Hashable, Sendable {
  /// A coloured line with its own dash pattern.
  case regular
  /// The line that carries the message: thick, in the ink of the text.
  case bold
  /// A line for comparison: thin and grey.
  case quiet
  /// Dots that nothing joins, for measurements.
  case points
}

/// A line to draw: points, or a function that the chart samples along its horizontal axis.
///
///     Series("compute") { (batch: Double) in roofline.computeTime(batch: batch) }
///     Series("measured", points: [(1, 2.1), (8, 2.3)], style: .quiet)
///
/// Points that are not finite, and points without a place on a logarithmic axis, are left out.
public struct Series {
  let label: FigureText
  let style: LineStyle
  /// The points in the axes' units; the range is that of the horizontal axis, if it has one.
  let points: (_ x: Axis, _ y: Axis, _ range: ClosedRange<Double>?) -> [LineChart.Point]
  /// Whether the points stand without the chart's range.
  let isSampled: Bool

  /// A line through the given points, in their order.
  @inline(never)
  public init<X: Plottable, Y: Plottable>(
    _ label: FigureText,
    points: [(X, Y)],
    style: LineStyle = .regular
  ) {
    self.label = label
    self.style = style
    self.isSampled = false
    self.points = { x, y, _ in
      points.map { .init(x: $0.0.number(on: x), y: $0.1.number(on: y)) }
    }
  }

  /// The graph of a function over the horizontal axis, or over a part of it.
  ///
  /// Samples are equally spaced on the axis: 241 on a linear one, 257 on a logarithmic one. Whole
  /// numbers are sampled once each.
  @inline(never)
  public init<X: Sampleable & Plottable, Y: Plottable>(
    _ label: FigureText,
    over part: ClosedRange<X>? = nil,
    style: LineStyle = .regular,
    _ function: @escaping (X) -> Y
  ) {
    self.label = label
    self.style = style
    self.isSampled = part == nil
    self.points = { x, y, range in
      let part = part.map { $0.lowerBound.number(on: x)...$0.upperBound.number(on: x) }
      guard let range = part ?? range else {
        stop("series '\(label.plainText)': the horizontal axis needs a range to sample over")
      }
      var samples: [LineChart.Point] = []
      for number in x.samples(in: range) {
        let input = X(number: number, on: x)
        let place = input.number(on: x)
        if place == samples.last?.x { continue }
        samples.append(.init(x: place, y: function(input).number(on: y)))
      }
      return samples
    }
  }
}

extension Axis {
  /// Places equally spaced on this axis, both ends included.
  ///
  /// A logarithmic axis is halved by square roots, which round alike on every machine.
  func samples(in range: ClosedRange<Double>) -> [Double] {
    let (low, high) = (range.lowerBound, range.upperBound)
    switch scale {
    case .linear:
      let steps = 240
      return (0...steps).map { step in
        step == steps ? high : low + (high - low) * Double(step) / Double(steps)
      }
    case .log:
      guard low > 0 else {
        stop("axis '\(label.plainText)': a logarithmic axis has no place for \(low)")
      }
      var places = [low, high]
      for _ in 0..<8 {
        places =
          zip(places, places.dropFirst()).flatMap { [$0, $0.squareRoot() * $1.squareRoot()] } + [
            high
          ]
      }
      return places
    }
  }
}

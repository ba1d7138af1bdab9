import Quantities

/// Something said on a chart beside its lines: a marked point, a rule, a shaded part.
///
///     .point(knee, stepTime, "balance: \(knee, .decimals(0)) sequences")
///     .horizontal(at: floor, "latency floor")
///     .shade(x: 1.0...300.0, "weights bind")
public struct Annotation {
  /// The mark in the axes' units.
  let mark: (_ x: Axis, _ y: Axis) -> LineChart.Mark

  /// A dot at a point, with its label beside it.
  @inline(never)
  public static func point(
    _ x: some Plottable,
    _ y: some Plottable,
    _ label: FigureText
  ) -> Annotation {
    Annotation { xAxis, yAxis in
      .point(.init(x: x.number(on: xAxis), y: y.number(on: yAxis)), label)
    }
  }

  /// A thin upright line across the plot.
  @inline(never)
  public static func vertical(at x: some Plottable, _ label: FigureText) -> Annotation {
    Annotation { xAxis, _ in .vertical(x.number(on: xAxis), label) }
  }

  /// A thin level line across the plot.
  @inline(never)
  public static func horizontal(at y: some Plottable, _ label: FigureText) -> Annotation {
    Annotation { _, yAxis in .horizontal(y.number(on: yAxis), label) }
  }

  /// A tinted upright band.
  @inline(never)
  public static func shade<X: Plottable>(
    x range: ClosedRange<X>,
    _ label: FigureText = ""
  ) -> Annotation {
    Annotation { xAxis, _ in
      .band(
        x: [range.lowerBound.number(on: xAxis), range.upperBound.number(on: xAxis)],
        y: [],
        label
      )
    }
  }

  /// A tinted level band.
  @inline(never)
  public static func shade<Y: Plottable>(
    y range: ClosedRange<Y>,
    _ label: FigureText = ""
  ) -> Annotation {
    Annotation { _, yAxis in
      .band(
        x: [],
        y: [range.lowerBound.number(on: yAxis), range.upperBound.number(on: yAxis)],
        label
      )
    }
  }

  /// A tinted area inside an outline, such as the space between two curves.
  @inline(never)
  public static func shade<X: Plottable, Y: Plottable>(
    outline: [(X, Y)],
    _ label: FigureText = ""
  ) -> Annotation {
    Annotation { xAxis, yAxis in
      .area(
        outline.map { .init(x: $0.0.number(on: xAxis), y: $0.1.number(on: yAxis)) },
        label
      )
    }
  }
}

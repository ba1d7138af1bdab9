public import Quantities

/// What a reader of an explorer may set: a slider over ordered stops, or a choice among names.
///
///     .slider("batch", [1, 8, 64, 512].map { Quantity($0, .sequences) }, start: 2)
///     .choice("chip", [Chip.h100, .b200]) { "\(verbatim: $0.name)" }
public struct ExplorerControl<Value> {
  let printed: Explorer.Control
  let values: [Value]

  /// A slider over quantities.
  ///
  /// - Parameters:
  ///   - label: What is set.
  ///   - stops: Where the slider can stand, in order; at least two, finite, no two of which print the same.
  ///   - unit: The unit that the stops are printed in; a prefix that fits each if left out.
  ///   - precision: How the stops are printed.
  ///   - start: The index of the stop at which the page shows the slider.
  /// - Returns: The control.
  @inline(never)
  public static func slider(
    _ label: FigureText,
    _ stops: [Quantity],
    in unit: QuantityUnit? = nil,
    _ precision: NumberPrecision = .significant(3),
    start: Int = 0
  ) -> Self where Value == Quantity {
    if !stops.allSatisfy(\.isFinite) { refuse(label) }
    return Self(label, stops, start, isSlider: true) { "\($0, in: unit, precision)" }
  }

  /// A slider over plain numbers.
  ///
  /// - Parameters:
  ///   - label: What is set.
  ///   - stops: Where the slider can stand, in order; at least two, finite, no two of which print the same.
  ///   - precision: How the stops are printed.
  ///   - start: The index of the stop at which the page shows the slider.
  /// - Returns: The control.
  @inline(never)
  public static func slider(
    _ label: FigureText,
    _ stops: [Double],
    _ precision: NumberPrecision = .significant(3),
    start: Int = 0
  ) -> Self where Value == Double {
    if !stops.allSatisfy(\.isFinite) { refuse(label) }
    return Self(label, stops, start, isSlider: true) { "\($0, precision)" }
  }

  /// A slider over whole numbers.
  ///
  /// - Parameters:
  ///   - label: What is set.
  ///   - stops: Where the slider can stand, in order; at least two, no two of which print the same.
  ///   - start: The index of the stop at which the page shows the slider.
  /// - Returns: The control.
  @inline(never)
  public static func slider(_ label: FigureText, _ stops: [Int], start: Int = 0) -> Self
  where Value == Int {
    Self(label, stops, start, isSlider: true) { "\($0)" }
  }

  /// A slider over things in an order, such as times that are not all said in one unit.
  ///
  /// - Parameters:
  ///   - label: What is set.
  ///   - stops: Where the slider can stand, in order; at least two.
  ///   - start: The index of the stop at which the page shows the slider.
  ///   - name: How each is printed; no two alike.
  /// - Returns: The control.
  @inline(never)
  public static func slider(
    _ label: FigureText,
    _ stops: [Value],
    start: Int = 0,
    named name: (Value) -> FigureText
  ) -> Self {
    Self(label, stops, start, isSlider: true, name)
  }

  /// A choice among things that have names.
  ///
  /// - Parameters:
  ///   - label: What is chosen.
  ///   - values: The things; at least two.
  ///   - start: The index of the one that the page shows first.
  ///   - name: What each is called; no two have the same name.
  /// - Returns: The control.
  @inline(never)
  public static func choice(
    _ label: FigureText,
    _ values: [Value],
    start: Int = 0,
    named name: (Value) -> FigureText
  ) -> Self {
    Self(label, values, start, isSlider: false, name)
  }

  private static func refuse(_ label: FigureText) -> Never {
    stop("the control '\(label.plainText)' has a stop that is no finite number")
  }

  private init(
    _ label: FigureText,
    _ values: [Value],
    _ start: Int,
    isSlider: Bool,
    _ print: (Value) -> FigureText
  ) {
    let name = label.plainText
    let stops = values.map(print)
    if stops.count < 2 {
      stop("the control '\(name)' has nothing to set: give it two stops or more")
    }
    if stops.count > Explorer.mostStops {
      stop(
        "the control '\(name)' has \(stops.count) stops; at most \(Explorer.mostStops) can be told apart"
      )
    }
    if !stops.indices.contains(start) {
      stop("the control '\(name)' starts at stop \(start) of \(stops.count), counted from 0")
    }
    var seen: Set<String> = []
    for text in stops.map(\.plainText) where !seen.insert(text).inserted {
      stop("two stops of the control '\(name)' print as '\(text)': print more digits")
    }
    self.values = values
    printed = Explorer.Control(label: label, stops: stops, start: start, isSlider: isSlider)
  }
}

public import Quantities

/// Text of a figure that remembers which characters were typed and which were computed.
///
///     "balance at \(knee, .decimals(0)) sequences"
///
/// Digits in typed parts are unowned numbers; interpolated quantities and numbers are owned by the
/// computation they come from. An interpolated string counts as typed, unless it is passed as
/// `verbatim:`, for text that a computation printed.
public struct FigureText: Hashable, Sendable {
  /// A run of characters of one origin.
  package enum Segment: Hashable, Sendable {
    /// Typed in the chapter.
    case literal(String)
    /// Printed from a value.
    case value(String)

    /// The characters, whatever their origin.
    package var text: String {
      switch self {
      case .literal(let text), .value(let text): text
      }
    }
  }

  /// The runs in reading order; no run is empty and no two typed runs touch.
  package private(set) var segments: [Segment] = []

  /// Wraps typed text, whose digits are unowned.
  public init(_ typed: String) {
    append(.literal(typed))
  }

  /// Everything in reading order, as a terminal shows it.
  public var plainText: String { segments.map(\.text).joined() }

  /// Whether there is nothing to read.
  public var isEmpty: Bool { segments.isEmpty }

  /// The typed characters in their places, each computed run replaced by one U+FFFC.
  ///
  /// A search for unowned numbers reads this: what stands beside a computed value (`V`, `FP`) is
  /// still beside something.
  package var scannable: String {
    segments.map { segment in
      switch segment {
      case .literal(let text): text
      case .value: "\u{FFFC}"
      }
    }.joined()
  }

  private mutating func append(_ segment: Segment) {
    guard !segment.text.isEmpty else { return }
    if case .literal(let new) = segment, case .literal(let old)? = segments.last {
      segments[segments.count - 1] = .literal(old + new)
    } else {
      segments.append(segment)
    }
  }
}

extension FigureText: ExpressibleByStringInterpolation {
  /// Typed text without interpolations.
  public init(stringLiteral value: String) {
    self.init(value)
  }

  /// Text whose interpolations have been gathered.
  public init(stringInterpolation: StringInterpolation) {
    self = stringInterpolation.text
  }

  /// Gathers the typed and the computed runs of one interpolated text.
  public struct StringInterpolation: StringInterpolationProtocol {
    fileprivate var text = FigureText("")

    /// Starts an empty text.
    public init(literalCapacity: Int, interpolationCount: Int) {}

    /// Adds typed characters.
    public mutating func appendLiteral(_ literal: String) {
      text.append(.literal(literal))
    }

    /// Adds a string that somebody typed; its digits are unowned.
    public mutating func appendInterpolation(_ typed: String) {
      text.append(.literal(typed))
    }

    /// Adds a string that a computation printed.
    public mutating func appendInterpolation(verbatim printed: String) {
      text.append(.value(printed))
    }

    /// Adds another figure text, keeping what is typed and what is computed.
    public mutating func appendInterpolation(_ other: FigureText) {
      for segment in other.segments { text.append(segment) }
    }

    /// Adds a quantity, in the unit given or with the prefix that suits it.
    public mutating func appendInterpolation(
      _ quantity: Quantity,
      in unit: QuantityUnit? = nil,
      _ precision: NumberPrecision = .significant(3)
    ) {
      text.append(.value(quantity.formatted(in: unit, precision)))
    }

    /// Adds a plain number.
    public mutating func appendInterpolation(
      _ number: Double,
      _ precision: NumberPrecision = .significant(3)
    ) {
      text.append(.value(number.formatted(precision)))
    }

    /// Adds a whole number, all its digits.
    public mutating func appendInterpolation(_ number: some BinaryInteger) {
      text.append(.value(Double(number).formatted(.decimals(0))))
    }

    /// Adds a sourced quantity.
    public mutating func appendInterpolation(
      _ sourced: Sourced<Quantity>,
      in unit: QuantityUnit? = nil,
      _ precision: NumberPrecision = .significant(3)
    ) {
      appendInterpolation(sourced.value, in: unit, precision)
    }

    /// Adds a sourced number.
    public mutating func appendInterpolation(
      _ sourced: Sourced<Double>,
      _ precision: NumberPrecision = .significant(3)
    ) {
      appendInterpolation(sourced.value, precision)
    }

    /// Adds a sourced whole number.
    public mutating func appendInterpolation(_ sourced: Sourced<some BinaryInteger>) {
      appendInterpolation(sourced.value)
    }
  }
}

/// Written as a list of strings, typed and computed in turn, the first one typed.
extension FigureText: Codable {
  /// Reads the alternating list.
  public init(from decoder: any Decoder) throws {
    let runs = try decoder.singleValueContainer().decode([String].self)
    for (index, run) in runs.enumerated() {
      append(index.isMultiple(of: 2) ? .literal(run) : .value(run))
    }
  }

  /// Writes the alternating list; a side that is missing becomes an empty string.
  public func encode(to encoder: any Encoder) throws {
    var runs: [String] = []
    for segment in segments {
      switch segment {
      case .literal(let text):
        if !runs.count.isMultiple(of: 2) { runs.append("") }
        runs.append(text)
      case .value(let text):
        if runs.count.isMultiple(of: 2) { runs.append("") }
        runs.append(text)
      }
    }
    var container = encoder.singleValueContainer()
    try container.encode(runs)
  }
}

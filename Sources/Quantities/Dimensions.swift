/// What a quantity measures: the exponents of bytes, FLOP, seconds, tokens, dollars and joules.
///
/// Bandwidth is bytes¹·seconds⁻¹, a price of output is dollars¹·tokens⁻¹, and a plain number has
/// exponent 0 everywhere. Two quantities can be added or compared only if all six exponents agree.
public struct Dimensions: Hashable, Sendable, Codable {
  /// Exponent of bytes.
  public let bytes: Int8
  /// Exponent of floating-point operations, counted one multiplication or addition each.
  public let flop: Int8
  /// Exponent of seconds.
  public let seconds: Int8
  /// Exponent of tokens.
  public let tokens: Int8
  /// Exponent of US dollars.
  public let dollars: Int8
  /// Exponent of joules.
  public let joules: Int8

  /// Dimensions with the given exponents; those left out are 0.
  public init(
    bytes: Int = 0,
    flop: Int = 0,
    seconds: Int = 0,
    tokens: Int = 0,
    dollars: Int = 0,
    joules: Int = 0
  ) {
    self.bytes = Self.exponent(bytes)
    self.flop = Self.exponent(flop)
    self.seconds = Self.exponent(seconds)
    self.tokens = Self.exponent(tokens)
    self.dollars = Self.exponent(dollars)
    self.joules = Self.exponent(joules)
  }

  /// The dimensions of a plain number: every exponent is 0.
  public static let none = Dimensions()

  /// The dimensions of a product: exponents add.
  public static func * (left: Dimensions, right: Dimensions) -> Dimensions {
    left.combined(with: right, times: 1)
  }

  /// The dimensions of a quotient: exponents subtract.
  public static func / (left: Dimensions, right: Dimensions) -> Dimensions {
    left.combined(with: right, times: -1)
  }

  /// The dimensions of a power: every exponent is multiplied by `power`.
  public func raised(to power: Int) -> Dimensions {
    Dimensions.none.combined(with: self, times: power)
  }

  /// The dimensions of a square root, or nil where an exponent is odd.
  package var squareRoot: Dimensions? {
    let all = [bytes, flop, seconds, tokens, dollars, joules]
    guard all.allSatisfy({ $0.isMultiple(of: 2) }) else { return nil }
    return Dimensions(
      bytes: Int(bytes / 2),
      flop: Int(flop / 2),
      seconds: Int(seconds / 2),
      tokens: Int(tokens / 2),
      dollars: Int(dollars / 2),
      joules: Int(joules / 2)
    )
  }

  // MARK: -

  private func combined(with other: Dimensions, times power: Int) -> Dimensions {
    Dimensions(
      bytes: Int(bytes) + power * Int(other.bytes),
      flop: Int(flop) + power * Int(other.flop),
      seconds: Int(seconds) + power * Int(other.seconds),
      tokens: Int(tokens) + power * Int(other.tokens),
      dollars: Int(dollars) + power * Int(other.dollars),
      joules: Int(joules) + power * Int(other.joules)
    )
  }

  private static func exponent(_ value: Int) -> Int8 {
    guard let exponent = Int8(exactly: value) else {
      stop("a dimension with exponent \(value) is out of range: exponents go from -128 to 127")
    }
    return exponent
  }
}

extension Dimensions: CustomStringConvertible {
  /// The dimensions in words: `bytes per second`, `dollars per token`, `plain number`.
  public var description: String {
    let names: [(exponent: Int8, plural: String, singular: String)] = [
      (bytes, "bytes", "byte"), (flop, "FLOP", "FLOP"), (tokens, "tokens", "token"),
      (dollars, "dollars", "dollar"), (joules, "joules", "joule"), (seconds, "seconds", "second"),
    ]
    let above = names.filter { $0.exponent > 0 }.map { $0.plural + Self.power($0.exponent) }
    let below = names.filter { $0.exponent < 0 }.map {
      "per " + $0.singular + Self.power($0.exponent)
    }
    if above.isEmpty && below.isEmpty { return "plain number" }
    let product = above.joined(separator: " times ")
    return ((above.isEmpty ? [] : [product]) + below).joined(separator: " ")
  }

  private static func power(_ exponent: Int8) -> String {
    switch exponent.magnitude {
    case 1: ""
    case 2: " squared"
    case 3: " cubed"
    case let power: " to the power \(power)"
    }
  }
}

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
    combined(left, right, times: 1)
  }

  /// The dimensions of a quotient: exponents subtract.
  public static func / (left: Dimensions, right: Dimensions) -> Dimensions {
    combined(left, right, times: -1)
  }

  /// The dimensions of a power: every exponent is multiplied by `power`.
  public func raised(to power: Int) -> Dimensions {
    Self.combined(.none, self, times: power)
  }

  /// The dimensions of a square root, or nil where an exponent is odd.
  package var squareRoot: Dimensions? {
    guard exponents.allSatisfy({ $0.isMultiple(of: 2) }) else { return nil }
    return Dimensions(
      bytes: Int(bytes / 2),
      flop: Int(flop / 2),
      seconds: Int(seconds / 2),
      tokens: Int(tokens / 2),
      dollars: Int(dollars / 2),
      joules: Int(joules / 2)
    )
  }

  /// These dimensions times a power of others, or nil where an exponent leaves -128 to 127.
  package func multiplied(by other: Dimensions, power: Int) -> Dimensions? {
    let pairs = zip(exponents, other.exponents)
    var products: [Int] = []
    for (own, others) in pairs {
      let (product, overflows) = Int(others).multipliedReportingOverflow(by: power)
      guard !overflows, Int8(exactly: product) != nil, Int8(exactly: Int(own) + product) != nil
      else { return nil }
      products.append(Int(own) + product)
    }
    return Dimensions(
      bytes: products[0],
      flop: products[1],
      seconds: products[2],
      tokens: products[3],
      dollars: products[4],
      joules: products[5]
    )
  }

  // MARK: -

  private var exponents: [Int8] { [bytes, flop, seconds, tokens, dollars, joules] }

  /// The same as `multiplied(by:power:)` without its arrays, as arithmetic needs it.
  private static func combined(
    _ left: Dimensions,
    _ right: Dimensions,
    times power: Int
  ) -> Dimensions {
    if right == .none { return left }
    return Dimensions(
      bytes: Int(left.bytes) + power * Int(right.bytes),
      flop: Int(left.flop) + power * Int(right.flop),
      seconds: Int(left.seconds) + power * Int(right.seconds),
      tokens: Int(left.tokens) + power * Int(right.tokens),
      dollars: Int(left.dollars) + power * Int(right.dollars),
      joules: Int(left.joules) + power * Int(right.joules)
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

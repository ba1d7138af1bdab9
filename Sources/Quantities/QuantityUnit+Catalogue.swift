/// The units that have names of their own.
extension QuantityUnit {
  // MARK: Plain numbers

  /// The unit of plain numbers; it prints nothing.
  public static let one = QuantityUnit(symbol: "")

  /// A hundredth.
  public static let percent = QuantityUnit(symbol: "%", divisor: 100)

  // MARK: Memory

  /// Bytes, the base unit of memory.
  public static let bytes = QuantityUnit(symbol: "B", dimensions: Dimensions(bytes: 1))

  /// 10³ bytes.
  public static let kilobytes = bytes.prefixed(.kilo)

  /// 10⁶ bytes.
  public static let megabytes = bytes.prefixed(.mega)

  /// 10⁹ bytes.
  public static let gigabytes = bytes.prefixed(.giga)

  /// 10¹² bytes.
  public static let terabytes = bytes.prefixed(.tera)

  /// 10¹⁵ bytes.
  public static let petabytes = bytes.prefixed(.peta)

  /// 2¹⁰ = 1,024 bytes.
  public static let kibibytes = bytes.prefixed(.kibi)

  /// 2²⁰ bytes.
  public static let mebibytes = bytes.prefixed(.mebi)

  /// 2³⁰ bytes.
  public static let gibibytes = bytes.prefixed(.gibi)

  /// 2⁴⁰ bytes.
  public static let tebibytes = bytes.prefixed(.tebi)

  /// Bits, an eighth of a byte each.
  public static let bits = QuantityUnit(symbol: "bit", divisor: 8, dimensions: bytes.dimensions)

  /// 10⁹ bits, as network ports are sold.
  public static let gigabits = bits.prefixed(.giga)

  // MARK: Arithmetic

  /// Floating-point operations as a count: one multiplication or one addition each.
  public static let flop = QuantityUnit(symbol: "FLOP", dimensions: Dimensions(flop: 1))

  /// 10⁶ FLOP.
  public static let megaflop = flop.prefixed(.mega)

  /// 10⁹ FLOP.
  public static let gigaflop = flop.prefixed(.giga)

  /// 10¹² FLOP.
  public static let teraflop = flop.prefixed(.tera)

  /// 10¹⁵ FLOP.
  public static let petaflop = flop.prefixed(.peta)

  /// 10¹⁸ FLOP.
  public static let exaflop = flop.prefixed(.exa)

  /// A multiplication and the addition that follows it: 2 FLOP.
  public static let multiplyAdds = QuantityUnit(
    symbol: "multiplies",
    multiplier: 2,
    dimensions: flop.dimensions
  )

  /// 10¹² multiply-adds, 2 TFLOP.
  public static let teraMultiplyAdds = multiplyAdds.prefixed(.tera)

  // MARK: Time

  /// Seconds, the base unit of time.
  public static let seconds = QuantityUnit(symbol: "s", dimensions: Dimensions(seconds: 1))

  /// 10⁻³ seconds.
  public static let milliseconds = seconds.prefixed(.milli)

  /// 10⁻⁶ seconds.
  public static let microseconds = seconds.prefixed(.micro)

  /// 10⁻⁹ seconds.
  public static let nanoseconds = seconds.prefixed(.nano)

  /// 60 seconds.
  public static let minutes = QuantityUnit(
    symbol: "min",
    multiplier: 60,
    dimensions: seconds.dimensions
  )

  /// 3,600 seconds.
  public static let hours = QuantityUnit(
    symbol: "h",
    multiplier: 3600,
    dimensions: seconds.dimensions
  )

  /// 86,400 seconds.
  public static let days = QuantityUnit(
    symbol: "day",
    multiplier: 86_400,
    dimensions: seconds.dimensions
  )

  /// Months of 30 days: a convention of this library, no calendar.
  public static let months = QuantityUnit(
    symbol: "month",
    multiplier: 2_592_000,
    dimensions: seconds.dimensions
  )

  /// Years of 365 days: a convention of this library, no calendar, and not 12 of its months.
  public static let years = QuantityUnit(
    symbol: "year",
    multiplier: 31_536_000,
    dimensions: seconds.dimensions
  )

  // MARK: Text

  /// Tokens, the base unit of text.
  public static let tokens = QuantityUnit(symbol: "tok", dimensions: Dimensions(tokens: 1))

  /// 10³ tokens.
  public static let kilotokens = tokens.prefixed(.kilo)

  /// 10⁶ tokens, the unit in which prices are quoted.
  public static let megatokens = tokens.prefixed(.mega)

  /// 10¹² tokens, the unit in which training texts are counted.
  public static let teratokens = tokens.prefixed(.tera)

  // MARK: Money

  /// US dollars, the base unit of money.
  public static let dollars = QuantityUnit(symbol: "$", dimensions: Dimensions(dollars: 1))

  /// A hundredth of a dollar.
  public static let cents = QuantityUnit(symbol: "¢", divisor: 100, dimensions: dollars.dimensions)

  // MARK: Energy and power

  /// Joules, the base unit of energy.
  public static let joules = QuantityUnit(symbol: "J", dimensions: Dimensions(joules: 1))

  /// Joules per second.
  public static let watts = QuantityUnit(
    symbol: "W",
    dimensions: Dimensions(seconds: -1, joules: 1)
  )

  /// 10³ watts.
  public static let kilowatts = watts.prefixed(.kilo)

  /// 10⁶ watts.
  public static let megawatts = watts.prefixed(.mega)

  /// The energy of one watt over one hour, 3,600 J.
  public static let wattHours = QuantityUnit(
    symbol: "Wh",
    multiplier: 3600,
    dimensions: joules.dimensions
  )

  /// 10³ watt-hours, 3.6 MJ.
  public static let kilowattHours = wattHours.prefixed(.kilo)

  // MARK: Rates and ratios

  /// Bytes a second.
  public static let bytesPerSecond = bytes / seconds

  /// 10⁹ bytes a second.
  public static let gigabytesPerSecond = gigabytes / seconds

  /// 10¹² bytes a second.
  public static let terabytesPerSecond = terabytes / seconds

  /// 10⁹ bits a second, an eighth of a gigabyte a second.
  public static let gigabitsPerSecond = gigabits / seconds

  /// FLOP a second.
  public static let flopPerSecond = flop / seconds

  /// 10¹² FLOP a second.
  public static let teraflopPerSecond = teraflop / seconds

  /// 10¹⁵ FLOP a second.
  public static let petaflopPerSecond = petaflop / seconds

  /// Multiply-adds a second, 2 FLOP/s each.
  public static let multiplyAddsPerSecond = multiplyAdds / seconds

  /// Tokens a second.
  public static let tokensPerSecond = tokens / seconds

  /// Bytes a token, as of a key/value cache.
  public static let bytesPerToken = bytes / tokens

  /// FLOP a byte: the arithmetic intensity of work, the balance of a chip.
  public static let flopPerByte = flop / bytes

  /// FLOP a token.
  public static let flopPerToken = flop / tokens

  /// Dollars an hour, as of rented hardware.
  public static let dollarsPerHour = dollars / hours

  /// Dollars per million tokens.
  public static let dollarsPerMegatoken = dollars / megatokens

  /// Dollars a second.
  public static let dollarsPerSecond = dollars / seconds
}

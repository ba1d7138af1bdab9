internal import Glibc

/// A finite number as decimal digits: what rounding leaves, before it is laid out as text.
struct DecimalDigits {
  let isNegative: Bool
  /// The digits from the first on, `0` to `9`; a single `0`, or `0` and its decimals, for zero.
  let digits: [Character]
  /// The power of ten that the first digit counts.
  let firstPlace: Int

  /// The number to so many significant digits, trailing zeros kept.
  init(_ number: Double, significant count: Int) {
    guard count > 0 else { stop("cannot print a number to \(count) significant digits") }
    if number == 0 {
      self.init(isNegative: false, digits: ["0"], firstPlace: 0)
    } else {
      self.init(scientific: Self.printed(number, "%.*e", digits: count - 1))
    }
  }

  /// The number to so many digits after the point.
  init(_ number: Double, decimals count: Int) {
    guard count >= 0 else { stop("cannot print a number to \(count) decimals") }
    let text = Self.printed(number.magnitude, "%.*f", digits: count)
    let whole = text.prefix { $0 != "." }
    let digits = text.filter { $0 != "." }
    self.init(
      isNegative: number < 0 && digits.contains { $0 != "0" },
      digits: Array(digits),
      firstPlace: whole.count - 1
    )
  }

  /// The fewest digits that read back as the same number.
  init(shortest number: Double) {
    guard number != 0 else {
      self.init(isNegative: false, digits: ["0"], firstPlace: 0)
      return
    }
    self.init(scientific: number.description)
    let leading = digits.prefix { $0 == "0" }.count
    let significant = digits.dropFirst(leading)
    let trailing = significant.reversed().prefix { $0 == "0" }.count
    self.init(
      isNegative: isNegative,
      digits: Array(significant.dropLast(trailing)),
      firstPlace: firstPlace - leading
    )
  }

  /// The number that the digits stand for.
  var value: Double {
    let text = (isNegative ? "-" : "") + String(digits) + "e\(firstPlace - digits.count + 1)"
    return Double(text) ?? .infinity
  }

  /// The digits in place, or with a power of ten where they would stand too far from the point.
  var text: String {
    if (-4..<15).contains(firstPlace) { return positionalText }
    let fraction = digits.dropFirst()
    return (isNegative ? "-" : "") + String(digits.prefix(1))
      + (fraction.isEmpty ? "" : "." + String(fraction)) + "×10\(Superscript.raised(firstPlace))"
  }

  /// The digits in place, the whole part grouped by commas.
  var positionalText: String {
    let sign = isNegative ? "-" : ""
    if firstPlace < 0 {
      return sign + "0." + String(repeating: "0", count: -firstPlace - 1) + String(digits)
    }
    let padding = Array(repeating: Character("0"), count: max(0, firstPlace + 1 - digits.count))
    let whole = digits.prefix(firstPlace + 1) + padding
    let fraction = digits.dropFirst(firstPlace + 1)
    return sign + Self.grouped(whole) + (fraction.isEmpty ? "" : "." + String(fraction))
  }

  // MARK: -

  private init(isNegative: Bool, digits: [Character], firstPlace: Int) {
    self.isNegative = isNegative
    self.digits = digits
    self.firstPlace = firstPlace
  }

  /// Reads `-1.50e+03`, and `1500.0`, where the first place is that of the first digit written.
  private init(scientific text: String) {
    let parts = text.split(separator: "e")
    let mantissa = parts.first ?? ""
    let exponent = parts.count > 1 ? Int(parts[1]) ?? 0 : 0
    let unsigned = mantissa.drop { $0 == "-" }
    let whole = unsigned.prefix { $0 != "." }
    self.init(
      isNegative: mantissa.hasPrefix("-"),
      digits: unsigned.filter { $0 != "." }.map { $0 },
      firstPlace: whole.count - 1 + exponent
    )
  }

  private static func grouped(_ digits: some Collection<Character>) -> String {
    var text = ""
    for (index, digit) in digits.enumerated() {
      if index > 0 && (digits.count - index).isMultiple(of: 3) { text.append(",") }
      text.append(digit)
    }
    return text
  }

  /// What C prints; it rounds the exact binary value correctly, and the program sets no locale.
  private static func printed(_ number: Double, _ format: String, digits: Int) -> String {
    // The longest whole part of a Double has 309 digits.
    var buffer = [CChar](repeating: 0, count: 330 + digits)
    let count = unsafe withVaList([Int32(clamping: digits), number]) { arguments in
      unsafe vsnprintf(&buffer, buffer.count, format, arguments)
    }
    return String(decoding: buffer.prefix(Int(count)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}

import DecodeEngine
import Testing

/// Every pattern of 16 bits, through a file.
@Suite struct ConversionTests {
  @Test(arguments: ["F16", "BF16"])
  func everyFiniteNumberIsReadExactly(type: String) throws {
    let patterns = (0...UInt16.max).filter { Self.number($0, type).isFinite }
    let checkpoint = try Self.file(of: patterns, type)
    let elements = try checkpoint.elements(of: "numbers")
    let wrong = zip(patterns, elements).filter { pattern, element in
      let number = Self.number(pattern, type)
      return Double(element) != number || (element.sign == .minus) != (number.sign == .minus)
    }
    #expect(patterns.count == (type == "F16" ? 65_536 - 2 * 1_024 : 65_536 - 2 * 128))
    #expect(wrong.isEmpty, "\(wrong.prefix(5))")
    // Once more one at a time, as the rest behind the last sixteen is read.
    for first in stride(from: 0, to: patterns.count, by: 7) {
      var one = [Float](repeating: .nan, count: 1)
      var span = one.mutableSpan
      try checkpoint.read("numbers", from: first, into: &span)
      #expect(one[0] == elements[first])
    }
  }

  @Test(arguments: ["F16", "BF16"])
  func everyOtherPatternIsFound(type: String) throws {
    let patterns = (0...UInt16.max).filter { !Self.number($0, type).isFinite }
    let checkpoint = try Self.file(of: [0, 0, 0] + patterns, type)
    for (index, pattern) in patterns.enumerated() {
      var one = [Float](repeating: 0, count: 1)
      let error = #expect(throws: CheckpointError.self) {
        var span = one.mutableSpan
        try checkpoint.read("numbers", from: 3 + index, into: &span)
      }
      let value = Self.number(pattern, type)
      guard case .notFinite("numbers", 3 + index, let text)? = error?.problem else {
        Issue.record("\(pattern) of \(type) is \(value) and gave \(String(describing: error))")
        continue
      }
      #expect(value.isNaN ? text.contains("nan") : text == "\(value)")
    }
  }

  /// The first of several is named, wherever in the vectors it stands.
  @Test(arguments: [0, 5, 15, 16, 4_095, 4_096, 9_001, 9_998])
  func theFirstOfThemIsNamed(index: Int) throws {
    var numbers = [Float](repeating: 1, count: 10_000)
    numbers[index] = .nan
    numbers[9_999] = .infinity
    let bytes = numbers.flatMap { littleEndian($0.bitPattern) }
    let folder = try ScratchFolder()
    let path = try folder.write(
      safetensors(#"{"t":{"dtype":"F32","shape":[10000],"data_offsets":[0,40000]}}"#, bytes),
      to: "model.safetensors"
    )
    let checkpoint = try SafetensorsCheckpoint(folder: folder.path)
    let error = #expect(throws: CheckpointError.self) { try checkpoint.elements(of: "t") }
    #expect(error?.file == path)
    #expect(error?.problem == .notFinite(tensor: "t", index: index, value: "nan"))
  }

  /// The number that a pattern means, by the definition of the formats, in double precision.
  private static func number(_ pattern: UInt16, _ type: String) -> Double {
    let (fractionBits, bias) = type == "F16" ? (10, 15) : (7, 127)
    let fraction = Int(pattern) & (1 << fractionBits - 1)
    let exponent = Int(pattern & 0x7FFF) >> fractionBits
    let sign: Double = pattern & 0x8000 == 0 ? 1 : -1
    let unit = Double(sign: .plus, exponent: 1 - bias - fractionBits, significand: 1)
    if exponent == 2 * bias + 1 { return fraction == 0 ? sign * .infinity : .nan }
    if exponent == 0 { return sign * Double(fraction) * unit }
    let whole = Double(1 << fractionBits + fraction)
    return sign * whole * Double(sign: .plus, exponent: exponent - 1, significand: unit)
  }

  private static func file(of patterns: [UInt16], _ type: String) throws -> SafetensorsCheckpoint {
    let folder = try ScratchFolder()
    let count = patterns.count
    let header =
      #"{"numbers":{"dtype":"\#(type)","shape":[\#(count)],"data_offsets":[0,\#(2 * count)]}}"#
    try folder.write(
      safetensors(header, patterns.flatMap { littleEndian($0) }),
      to: "model.safetensors"
    )
    return try SafetensorsCheckpoint(folder: folder.path)
  }
}

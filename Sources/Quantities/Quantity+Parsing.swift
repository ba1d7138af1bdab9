extension Quantity {
  /// The quantity that a text spells: `3.35 TB/s`, `$0.31/M tokens`, `70,272 B/tok`, `5%`, `2,400`.
  ///
  /// A number is read as `NumberText` says and followed by a unit as `UnitParser` reads it; without a
  /// unit it is a plain number. A dollar sign may stand before the number.
  ///
  /// - Throws: What the number or the unit throws, at its offset in the text.
  public init(parsing text: String) throws(QuantityError) {
    var rest = text[...].drop { $0.isWhitespace }
    while rest.last?.isWhitespace == true { rest.removeLast() }
    func offset() -> Int { text.distance(from: text.startIndex, to: rest.startIndex) }

    var isNegative = false
    var currency: QuantityUnit?
    let unsigned = rest.drop { $0 == "-" || $0 == "\u{2212}" }
    if unsigned.hasPrefix("$"), rest.distance(from: rest.startIndex, to: unsigned.startIndex) < 2 {
      isNegative = unsigned.startIndex != rest.startIndex
      currency = .dollars
      rest = unsigned.dropFirst()
    }
    let number: NumberText
    do {
      number = try NumberText(prefixOf: rest)
    } catch {
      throw error.moved(by: offset())
    }
    rest = rest[number.end...]
    var unit = QuantityUnit.one
    if currency != nil || !rest.isEmpty {
      var parser = UnitParser(rest)
      do {
        unit = try parser.parse(after: currency)
      } catch {
        throw error.moved(by: offset())
      }
    }
    self.init(isNegative ? -number.value : number.value, unit)
    guard baseValue.isFinite else { throw .numberOutOfRange(text: text, offset: 0) }
  }
}

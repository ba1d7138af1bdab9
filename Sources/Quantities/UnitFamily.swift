/// A unit with every way it may be spelled: the vocabulary that the parser reads.
struct UnitFamily {
  let unit: QuantityUnit
  /// Spellings that take a prefix letter: the `B` of `GB`.
  let symbols: [String]
  /// Spellings that take a prefix word: the `bytes` of `gigabytes`.
  let words: [String]
  /// The prefixes that make sense.
  let prefixes: [UnitPrefix]

  static let all: [UnitFamily] = [
    UnitFamily(.bytes, ["B"], ["byte", "bytes"], UnitPrefix.decimal + UnitPrefix.binary),
    UnitFamily(.bits, ["bit", "bits", "b"], ["bit", "bits"], UnitPrefix.decimal),
    UnitFamily(.flop, ["FLOP"], ["flop"], UnitPrefix.decimal),
    UnitFamily(
      .multiplyAdds,
      ["MAC", "MACs"],
      [
        "multiplies", "multiply", "multiply-adds", "multiply-add", "multiply-accumulates",
        "multiply-accumulate",
      ],
      UnitPrefix.decimal
    ),
    UnitFamily(.seconds, ["s"], ["second", "seconds"], UnitPrefix.fractions),
    UnitFamily(.minutes, ["min"], ["minute", "minutes"]),
    UnitFamily(.hours, ["h"], ["hour", "hours"]),
    UnitFamily(.days, ["d"], ["day", "days"]),
    UnitFamily(.months, [], ["month", "months"]),
    UnitFamily(.years, ["yr"], ["year", "years"]),
    UnitFamily(.tokens, ["tok"], ["token", "tokens"], [.kilo, .mega, .giga, .tera]),
    UnitFamily(.dollars, ["$", "US$", "USD"], ["dollar", "dollars"]),
    UnitFamily(.cents, ["¢"], ["cent", "cents"]),
    UnitFamily(
      .joules,
      ["J"],
      ["joule", "joules"],
      UnitPrefix.fractions + UnitPrefix.decimal
    ),
    UnitFamily(.watts, ["W"], ["watt", "watts"], UnitPrefix.fractions + UnitPrefix.decimal),
    UnitFamily(.wattHours, ["Wh"], ["watt-hour", "watt-hours"], UnitPrefix.decimal),
    UnitFamily(.percent, ["%"], ["percent"]),
    UnitFamily(.million, [], ["million"]),
    UnitFamily(.billion, [], ["billion"]),
    UnitFamily(.trillion, [], ["trillion"]),
    UnitFamily(.thousand, [], ["thousand"]),
  ]

  init(
    _ unit: QuantityUnit,
    _ symbols: [String],
    _ words: [String],
    _ prefixes: [UnitPrefix] = []
  ) {
    self.unit = unit
    self.symbols = symbols
    self.words = words
    self.prefixes = prefixes
  }

  /// The unit of a name, prefix included.
  static func unit(named name: String) -> QuantityUnit? {
    for family in all {
      if family.isSpelled(name) { return family.unit }
      for prefix in family.prefixes where family.isSpelled(name, with: prefix) {
        return family.unit.prefixed(prefix)
      }
    }
    return nil
  }

  /// The unit of a name without a prefix of its own, under the prefix set apart before it: `M tokens`.
  static func unit(named name: String, under prefix: UnitPrefix) -> QuantityUnit? {
    all.first { $0.isSpelled(name) && $0.prefixes.contains(prefix) }?.unit.prefixed(prefix)
  }

  /// The prefix that stands apart before a name: a letter or a number word.
  static func separatePrefix(_ name: String) -> UnitPrefix? {
    switch name {
    case "k", "thousand": .kilo
    case "M", "million": .mega
    case "G", "billion": .giga
    case "T", "trillion": .tera
    case "P": .peta
    default: nil
    }
  }

  /// Every spelling, the likeliest first.
  static var vocabulary: [String] {
    all.flatMap { family in
      family.symbols + family.words
        + family.prefixes.flatMap { prefix in
          family.symbols.map { prefix.symbol + $0 } + family.words.map { prefix.word + $0 }
        }
    }
  }

  private func isSpelled(_ name: String) -> Bool {
    symbols.contains(name) || words.contains(name)
  }

  private func isSpelled(_ name: String, with prefix: UnitPrefix) -> Bool {
    if name.hasPrefix(prefix.word) {
      return words.contains(String(name.dropFirst(prefix.word.count)))
    }
    return prefix.spellings.contains { spelling in
      name.hasPrefix(spelling) && symbols.contains(String(name.dropFirst(spelling.count)))
    }
  }
}

extension QuantityUnit {
  /// 10³, as a word before a unit or alone.
  static let thousand = QuantityUnit(symbol: "thousand", multiplier: 1e3)
  /// 10⁶, as a word before a unit or alone.
  static let million = QuantityUnit(symbol: "million", multiplier: 1e6)
  /// 10⁹, as a word before a unit or alone.
  static let billion = QuantityUnit(symbol: "billion", multiplier: 1e9)
  /// 10¹², as a word before a unit or alone.
  static let trillion = QuantityUnit(symbol: "trillion", multiplier: 1e12)
}

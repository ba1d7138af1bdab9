extension Chip {
  /// Every chip with memory beside the die, by vendor and then by year.
  ///
  /// `rubinEarly` is Rubin at another bandwidth, and `h800` is H100 with slower links.
  public static let all: [Chip] = nvidia + amd + google + amazon

  /// Machines whose only fast memory is on the silicon itself: thousands of times less of it per FLOP/s.
  ///
  /// They are kept out of `all`, where their drain times of microseconds would swamp any average.
  public static let onChipMemory: [Chip] = [groqLPU, wse3]

  /// The chip of a name, whatever its case, spaces and punctuation: `named("tpu-v5e")`.
  ///
  /// - Throws: `UnknownName`, with the nearest name, if the catalogue has no such chip.
  public static func named(_ name: String) throws(UnknownName) -> Chip {
    let chips = all + onChipMemory
    guard let chip = chips.first(where: { $0.name.foldedName == name.foldedName }) else {
      throw UnknownName(name, kind: "chip", among: chips.map(\.name))
    }
    return chip
  }
}

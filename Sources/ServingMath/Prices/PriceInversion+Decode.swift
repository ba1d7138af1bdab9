public import Quantities

extension PriceInversion {
  /// How far decoding is bound by memory, from the price of output over that of input.
  ///
  /// A prompt is computed in long passes, in which reading memory takes no time to speak of; a token of
  /// output needs a pass of its own. If prices stand in the ratio of costs,
  ///
  ///     output / input = t_mem / t_compute
  ///
  /// for the pass of one token. Margins that differ are allowed for: the ratio of costs is the ratio of
  /// prices over the ratio of margins.
  ///
  /// > Source: lecture, 1:47:56 (C164).
  public struct Decode: Sendable {
    /// Output price over input price.
    public let priceRatio: ClosedRange<Quantity>
    /// Price over cost of output, divided by price over cost of input; one where margins are equal.
    public let marginRatio: ClosedRange<Quantity>

    /// A deduction from a ratio of prices; margins are equal by default.
    public init(
      priceRatio: ClosedRange<Quantity>,
      marginRatio: ClosedRange<Quantity> = .exactly(Quantity(1))
    ) {
      self.priceRatio = priceRatio
      self.marginRatio = marginRatio
    }

    /// A deduction from one price list.
    public init(_ list: PriceList, marginRatio: ClosedRange<Quantity> = .exactly(Quantity(1))) {
      self.init(priceRatio: .exactly(list.outputOverInput), marginRatio: marginRatio)
    }

    /// Reading time over computing time of a pass of one token per sequence.
    public var memoryOverCompute: ClosedRange<Quantity> { priceRatio / marginRatio }

    /// Utilisation of the arithmetic while decoding, over that of a prompt's passes.
    ///
    ///     t_compute / t_mem
    public var utilisationOverPrefill: ClosedRange<Quantity> { Quantity(1) / memoryOverCompute }

    /// Tokens per sequence at which a pass would take as long to compute as to read.
    ///
    /// Longer passes are bound by arithmetic; speculative decoding earns most of its keep up to here.
    public var balancedLength: ClosedRange<Quantity> { memoryOverCompute * Quantity(1, .tokens) }
  }
}

public import Quantities

/// How much of the chips' peak a measured run turned into the model's own arithmetic.
///
///     MFU = tokens · FLOP per token ÷ (chip time · peak FLOP/s of one chip)
///
/// The numerator is what the model needs, so recomputed work does not raise it; put the executed FLOP
/// there instead and the ratio is the hardware utilisation, HFU. Chip time that stood still between
/// failures counts where the caller includes it, as GPU-hours on a model card do.
///
/// > Source: arXiv 2204.02311, section 4.1; arXiv 2211.05102 uses the same ratio for serving.
public struct ModelFlopUtilisation: Sendable {
  /// Tokens that went through the model.
  public let tokens: Quantity
  /// Chips times the time that each was held.
  public let chipTime: Quantity
  /// Dense peak of one chip, in FLOP/s.
  public let peak: Quantity

  /// A run known by its chip time, as the GPU-hours of a model card.
  ///
  /// Stops if time or peak are not positive.
  public init(tokens: Quantity, chipTime: Quantity, peak: Quantity) {
    if chipTime <= Quantity(0, .seconds) || peak <= Quantity(0, .flopPerSecond) {
      stop("a utilisation needs a positive chip time and a positive peak")
    }
    self.tokens = tokens
    self.chipTime = chipTime
    self.peak = peak
  }

  /// A run of some chips over a time.
  public init(tokens: Quantity, chips: Int, time: Quantity, peak: Quantity) {
    self.init(tokens: tokens, chipTime: Double(chips) * time, peak: peak)
  }

  /// A run known by its rate, in tokens per second over all chips.
  public init(throughput: Quantity, chips: Int, peak: Quantity) {
    let second = Quantity(1, .seconds)
    self.init(tokens: throughput * second, chips: chips, time: second, peak: peak)
  }

  /// The utilisation when each token takes so much work.
  ///
  /// - Parameter workPerToken: In FLOP per token; the model's own for MFU, the executed for HFU.
  /// - Returns: A plain number from 0 to 1.
  public func utilisation(_ workPerToken: Quantity) -> Quantity {
    rate(workPerToken) / peak
  }

  /// Arithmetic that one chip achieved, in FLOP/s.
  public func rate(_ workPerToken: Quantity) -> Quantity {
    tokens * workPerToken / chipTime
  }

  /// The utilisation of training counted as `6·N`, without attention.
  public func training(parameters: Quantity) -> Quantity {
    utilisation(TrainingWork(parameters: parameters).modelFlop)
  }

  /// The utilisation of prefill or decode counted as `2·N`, without attention.
  public func serving(parameters: Quantity) -> Quantity {
    utilisation(TrainingWork(parameters: parameters).forward)
  }
}

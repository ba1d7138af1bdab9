public import Quantities

/// A forward pass that takes some tokens of each sequence at once: one is decoding, many are a prompt.
///
/// The weights and the cache are read once per pass, however many tokens of a sequence it takes; the
/// arithmetic is done for each of them.
///
///     t(length)      = max(length · t_compute, t_weights + t_cache)
///     cost per token = rent · t(length) / (B · length)
///
/// Left out: the cache that the pass itself writes, and attention's arithmetic among its own tokens.
///
/// > Source: lecture, 1:41:45 (E24).
public struct Pass: Sendable {
  /// Sequences in the pass, a plain number.
  public let batch: Quantity
  /// Time to read all weights once.
  public let weightTime: Quantity
  /// Time to read the cache of the whole batch once.
  public let keyValueTime: Quantity
  /// Time to compute one token of every sequence.
  public let computeTimePerToken: Quantity

  /// A pass with its times given, as a roofline has them.
  public init(
    batch: Quantity,
    weightTime: Quantity,
    keyValueTime: Quantity,
    computeTimePerToken: Quantity
  ) {
    self.batch = batch
    self.weightTime = weightTime
    self.keyValueTime = keyValueTime
    self.computeTimePerToken = computeTimePerToken
  }

  /// A pass of a model on a machine.
  ///
  /// - Parameters:
  ///   - batch: Sequences, a plain number.
  ///   - context: Tokens of cache that each of them has.
  ///   - weights: Bytes of all parameters.
  ///   - activeParameters: Plain count of those that one token is multiplied with.
  ///   - bytesPerToken: Cache that one token occupies across all layers.
  ///   - peak: Arithmetic rate of the machine in FLOP/s.
  ///   - bandwidth: Rate at which the machine reads its memory.
  public init(
    batch: Quantity,
    context: Quantity,
    weights: Quantity,
    activeParameters: Quantity,
    bytesPerToken: Quantity,
    peak: Quantity,
    bandwidth: Quantity
  ) {
    self.init(
      batch: batch,
      weightTime: weights / bandwidth,
      keyValueTime: batch * context * bytesPerToken / bandwidth,
      computeTimePerToken: batch * activeParameters * Quantity(1, .multiplyAdds) / peak
    )
  }

  /// A pass of a model on some chips that share it evenly, with nothing lost between them.
  ///
  /// Stops if the chip publishes no peak at the precision or there are none of it.
  ///
  /// - Parameters:
  ///   - batch: Sequences, a plain number.
  ///   - context: Tokens of cache that each of them has.
  ///   - totalParameters: Plain count of all parameters.
  ///   - activeParameters: Plain count of those that one token is multiplied with.
  ///   - bytesPerToken: Cache that one token occupies across all layers.
  ///   - chip: Gives peak and bandwidth.
  ///   - count: How many chips.
  ///   - precision: Of weights and arithmetic alike.
  public init(
    batch: Quantity,
    context: Quantity,
    totalParameters: Quantity,
    activeParameters: Quantity,
    bytesPerToken: Quantity,
    on chip: Chip,
    count: Int,
    at precision: Precision
  ) {
    guard count > 0 else { stop("a model cannot run on \(count) chips: give one or more") }
    let chips = Quantity(Double(count))
    self.init(
      batch: batch,
      context: context,
      weights: totalParameters * precision.bytesPerElement,
      activeParameters: activeParameters,
      bytesPerToken: bytesPerToken,
      peak: chips * chip.peak(precision).value,
      bandwidth: chips * chip.memoryBandwidth.value
    )
  }

  /// Time that memory is read, whatever the length: weights and cache.
  public var memoryTime: Quantity { weightTime + keyValueTime }

  /// Time that is computed when the pass takes some tokens of each sequence.
  public func computeTime(length: Int) -> Quantity {
    Quantity(Double(Self.checked(length))) * computeTimePerToken
  }

  /// The least time of the pass: the longer of computing and reading.
  public func time(length: Int) -> Quantity { max(computeTime(length: length), memoryTime) }

  /// What a token costs in rent of the machine.
  ///
  ///     rent · t(length) / (B · length)
  ///
  /// - Parameters:
  ///   - length: Tokens of each sequence that the pass takes.
  ///   - rent: Of the machine.
  /// - Returns: Dollars per token.
  public func costPerToken(length: Int, rent: Quantity) -> Quantity {
    rent * time(length: length) / (batch * Quantity(Double(length), .tokens))
  }

  /// Reading time over computing time of a pass of one token per sequence.
  ///
  /// Above one, decoding waits for memory this many times longer than it computes.
  public var memoryOverCompute: Quantity { memoryTime / computeTimePerToken }

  /// The length from which computing takes longer than reading, in tokens; rarely a whole number.
  ///
  /// > Source: lecture, 1:47:56 (D18), where the curves cross at five.
  public var balancedLength: Quantity { memoryOverCompute * Quantity(1, .tokens) }

  /// The share of the pass in which the arithmetic is busy.
  public func utilisation(length: Int) -> Quantity {
    computeTime(length: length) / time(length: length)
  }

  private static func checked(_ length: Int) -> Int {
    guard length > 0 else { stop("a pass of \(length) tokens does nothing: give one or more") }
    return length
  }
}

public import Quantities

/// How a vendor charges for prompts that it keeps: a dearer write, cheaper reads, perhaps storage.
///
/// Prices are multiples of the input price, so the sums hold for every model of the vendor. A prompt
/// that is used once and then again n times costs, per token and in input prices,
///
///     without a cache   1 + n
///     with one          w + n · r + storage · time / input price
///
/// with w the write multiplier and r the read multiplier. Each reuse must fall within the lifetime;
/// where a read renews it, as at Anthropic, that means within the lifetime of the last use.
///
/// > Source: lecture, 1:48:52 and 1:59:29; the break-even is ours.
public struct PromptCachePricing: Sendable {
  /// Whose offer it is.
  public let name: String
  /// Price of writing a token into the cache over that of an input token.
  public let writeMultiplier: Sourced<Quantity>
  /// Price of a token read from the cache over that of an input token.
  public let readMultiplier: Sourced<Quantity>
  /// How long an unused entry is kept, where the vendor says so.
  public let lifetime: Sourced<Quantity>?
  /// What keeping costs, in dollars per token and time; nothing where it is in the multipliers.
  public let storage: Sourced<Quantity>?

  /// An offer with given multipliers; lifetime and storage price where there are any.
  public init(
    _ name: String,
    writeMultiplier: Sourced<Quantity>,
    readMultiplier: Sourced<Quantity>,
    lifetime: Sourced<Quantity>? = nil,
    storage: Sourced<Quantity>? = nil
  ) {
    self.name = name
    self.writeMultiplier = writeMultiplier
    self.readMultiplier = readMultiplier
    self.lifetime = lifetime
    self.storage = storage
  }

  /// Reuses at which a cached prompt has cost as much as an uncached one, storage aside.
  ///
  ///     n = (w − 1) / (1 − r)
  ///
  /// A plain number and rarely a whole one: an average over many prompts can be compared with it.
  public var breakEvenReuses: Quantity {
    (writeMultiplier.value - one) / (one - readMultiplier.value)
  }

  /// The first reuse with which the cached prompt is strictly the cheaper one, storage aside.
  public var firstPayingReuse: Int {
    Int(breakEvenReuses.plain.rounded(.down)) + 1
  }

  /// What a token of the prompt costs with the cache, over all its uses.
  ///
  ///     input · (w + n · r) + storage · time
  ///
  /// - Parameters:
  ///   - reuses: Uses after the first; a mean over prompts need not be whole.
  ///   - input: The model's input price.
  ///   - time: How long the prompt is kept; counts only where storage is charged.
  /// - Returns: Dollars per token of the prompt.
  public func cost(
    reuses: Quantity,
    input: Quantity,
    keptFor time: Quantity = Quantity(0, .seconds)
  ) -> Quantity {
    let uses = input * (writeMultiplier.value + reuses * readMultiplier.value)
    guard let storage else { return uses }
    return uses + storage.value * time
  }

  /// What a token of the prompt costs when it is sent anew each time, in dollars per token.
  ///
  ///     input · (1 + n)
  public func costWithout(reuses: Quantity, input: Quantity) -> Quantity {
    input * (one + reuses)
  }

  /// How long a prompt may be kept before storage has eaten up what its reuses save.
  ///
  ///     input · (n · (1 − r) − (w − 1)) / storage
  ///
  /// - Returns: Nothing where storage is not charged; zero where the reuses save nothing to begin with.
  public func breakEvenTime(reuses: Quantity, input: Quantity) -> Quantity? {
    guard let storage else { return nil }
    let saved = costWithout(reuses: reuses, input: input) - cost(reuses: reuses, input: input)
    return max(saved / storage.value, Quantity(0, .seconds))
  }

  private var one: Quantity { Quantity(1) }
}

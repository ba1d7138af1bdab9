public import Quantities

/// What a vendor charges for one model by the token, as one source listed it at one time.
///
/// Where sources disagree the catalogue has a list for each, and `edition` tells them apart.
///
/// > Source: each price carries its own.
public struct PriceList: Sendable {
  /// A price for prompts beyond some length; it applies to the whole request.
  public struct LongContext: Sendable {
    /// The prompt length from which it applies, in tokens.
    public let threshold: Sourced<Quantity>
    /// Price of an input token.
    public let input: Sourced<Quantity>
    /// Price of an output token.
    public let output: Sourced<Quantity>
    /// Price of an input token that the cache has.
    public let cachedInput: Sourced<Quantity>?

    /// Prices beyond a threshold; one for cached input where there is one.
    public init(
      threshold: Sourced<Quantity>,
      input: Sourced<Quantity>,
      output: Sourced<Quantity>,
      cachedInput: Sourced<Quantity>? = nil
    ) {
      self.threshold = threshold
      self.input = input
      self.output = output
      self.cachedInput = cachedInput
    }
  }

  /// A dearer and faster way to be served the same model.
  public struct Fast: Sendable {
    /// What the vendor calls it.
    public let name: String
    /// Price of an input token.
    public let input: Sourced<Quantity>
    /// Price of an output token.
    public let output: Sourced<Quantity>
    /// Price of an input token that the cache has.
    public let cachedInput: Sourced<Quantity>?
    /// Price of writing a token into the cache.
    public let cacheWrite: Sourced<Quantity>?
  }

  /// A price for writing a token into the cache for some time.
  public struct CacheWrite: Sendable {
    /// How long an unused entry is kept.
    public let lifetime: Quantity
    /// Price of a written token, in place of the input price.
    public let price: Sourced<Quantity>

    /// A price for a lifetime.
    public init(lifetime: Quantity, price: Sourced<Quantity>) {
      self.lifetime = lifetime
      self.price = price
    }
  }

  /// The model, as the vendor names it.
  public let model: String
  /// Who sells it.
  public let vendor: String
  /// What tells this list from another of the same model; empty where there is only one.
  public let edition: String
  /// Price of an input token.
  public let input: Sourced<Quantity>
  /// Price of an output token.
  public let output: Sourced<Quantity>
  /// Price of an input token that the cache has.
  public let cachedInput: Sourced<Quantity>?
  /// Prices of writing into the cache, shortest lifetime first; none where writing costs nothing extra.
  public let cacheWrites: [CacheWrite]
  /// Price of keeping a token in the cache, per time.
  public let cacheStorage: Sourced<Quantity>?
  /// Prices beyond some prompt length.
  public let longContext: LongContext?
  /// Prices of the faster tier.
  public let fast: Fast?

  /// A list with the prices that a source has; the catalogue's own are in `PriceList+Catalogue.swift`.
  public init(
    model: String,
    vendor: String,
    edition: String = "",
    input: Sourced<Quantity>,
    output: Sourced<Quantity>,
    cachedInput: Sourced<Quantity>? = nil,
    cacheWrites: [CacheWrite] = [],
    cacheStorage: Sourced<Quantity>? = nil,
    longContext: LongContext? = nil,
    fast: Fast? = nil
  ) {
    self.model = model
    self.vendor = vendor
    self.edition = edition
    self.input = input
    self.output = output
    self.cachedInput = cachedInput
    self.cacheWrites = cacheWrites
    self.cacheStorage = cacheStorage
    self.longContext = longContext
    self.fast = fast
  }
}

extension PriceList: CustomStringConvertible {
  /// Model and edition.
  public var description: String { edition.isEmpty ? model : "\(model) (\(edition))" }
}

public import Quantities

extension PriceInversion {
  /// What the prices of a prompt cache say of the memory it lies in.
  ///
  /// Two writes that differ only in their lifetime differ in price by the storage in between, so they
  /// give a price of keeping a token for a second; a vendor that rents storage states it. Where keeping
  /// costs as much as reading back, the board says, a tier is used for its drain time.
  ///
  /// > Source: after lecture, 1:59:29 to 2:03:44 (E26).
  public struct HoldTime: Sendable {
    /// Price of keeping a token, in dollars per token and second.
    public let storagePrice: Quantity
    /// Price of reading a token back, in dollars per token.
    public let readPrice: Quantity
    /// What writing costs beyond the input price when nothing is kept, in dollars per token.
    public let writePrice: Quantity

    /// The deduction from a list with a cached price and either two write prices or a storage price.
    ///
    ///     storage = (write₂ − write₁) / (lifetime₂ − lifetime₁)
    ///     write   = write₁ − input − storage · lifetime₁
    ///
    /// - Returns: Nothing where the list does not say enough.
    public init?(_ list: PriceList) {
      guard let cached = list.cachedInput else { return nil }
      if let storage = list.cacheStorage {
        storagePrice = storage.value
        writePrice = Quantity(0, .dollarsPerMegatoken)
      } else if list.cacheWrites.count >= 2 {
        let short = list.cacheWrites[0]
        let long = list.cacheWrites[1]
        storagePrice = (long.price.value - short.price.value) / (long.lifetime - short.lifetime)
        writePrice = short.price.value - list.input.value - storagePrice * short.lifetime
      } else {
        return nil
      }
      readPrice = cached.value
    }

    /// The hold time for which keeping costs as much as reading back once.
    ///
    ///     read price / storage price
    ///
    /// By the board's argument this is the drain time of the tier, whatever the margins, as long as
    /// reading and keeping carry the same one.
    public var matchedHoldTime: Quantity { readPrice / storagePrice }

    /// The price of keeping a byte, in dollars per byte and second, for a cache of some size.
    public func storagePricePerByte(bytesPerToken: Quantity) -> Quantity {
      storagePrice / bytesPerToken
    }
  }
}

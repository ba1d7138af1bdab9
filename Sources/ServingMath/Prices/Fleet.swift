public import Quantities

/// How many machines serve some traffic, and what they cost.
///
/// Every rack is taken to work at its full rate all day; peaks, idle hours, spares and failures are left
/// out, so a real fleet is larger.
///
/// > Source: after lecture, 0:26:15 and 1:29:46.
public struct Fleet: Sendable {
  /// Tokens per second to be served.
  public let traffic: Quantity
  /// Tokens per second of one rack.
  public let ratePerRack: Quantity
  /// Chips in a rack.
  public let chipsPerRack: Int

  /// A fleet; stops if a rack has no chips or serves nothing.
  public init(traffic: Quantity, ratePerRack: Quantity, chipsPerRack: Int) {
    guard chipsPerRack > 0, ratePerRack.baseValue > 0 else {
      stop(
        "no fleet is built of racks with \(chipsPerRack) chips and \(ratePerRack): "
          + "give both above zero"
      )
    }
    self.traffic = traffic
    self.ratePerRack = ratePerRack
    self.chipsPerRack = chipsPerRack
  }

  /// Racks that the traffic fills, a plain number and rarely a whole one.
  ///
  ///     traffic / rate per rack
  public var filledRacks: Quantity { traffic / ratePerRack }

  /// Chips in those racks; with the last rack shared with other work.
  public var filledChips: Quantity { filledRacks * Quantity(Double(chipsPerRack)) }

  /// Racks to be set up when the last one is not shared.
  public var racks: Int { Int(filledRacks.plain.rounded(.up)) }

  /// Chips to be set up then.
  public var chips: Int { racks * chipsPerRack }

  /// What the filled chips cost over some time.
  ///
  ///     filled chips · rent · time
  ///
  /// - Parameters:
  ///   - time: How long, such as a day.
  ///   - rent: Of one chip.
  /// - Returns: Dollars.
  public func cost(for time: Quantity, rent: Quantity) -> Quantity { filledChips * rent * time }

  /// What a token costs, in dollars per token; the same for any traffic.
  ///
  ///     chips per rack · rent / rate per rack
  public func costPerToken(rent: Quantity) -> Quantity {
    Quantity(Double(chipsPerRack)) * rent / ratePerRack
  }
}

public import Quantities

/// What crosses between racks when the experts of a layer, or the layers of a model, are on several.
///
/// Inside a rack every GPU reaches every other at full speed; beyond it a GPU sends several times slower.
/// Routing is taken as even, every chosen expert as being on another GPU.
///
/// > Source: lecture, 0:38:52 to 0:52:46 (E11, C063, C082).
public struct RackTraffic: Hashable, Sendable {
  /// How many times faster a GPU sends inside its rack than beyond it: the lecture's 8.
  public let scaleUpOverScaleOut: Quantity

  /// Racks whose links differ by a plain factor.
  public init(scaleUpOverScaleOut: Quantity) {
    self.scaleUpOverScaleOut = scaleUpOverScaleOut
  }

  /// The factor of a chip's own links, or nothing where one of them is not published.
  public init?(of chip: Chip) {
    guard let ratio = chip.scaleUpOverScaleOut else { return nil }
    self.init(scaleUpOverScaleOut: ratio)
  }

  /// The share of a layer's tokens that must leave the rack when its experts stand in several.
  ///
  ///     (R − 1) / R
  public static func shareLeaving(racks: Int) -> Quantity {
    guard racks >= 1 else { stop("experts stand in at least one rack, not \(racks)") }
    return Quantity(Double(racks - 1) / Double(racks))
  }

  /// How many times as long the slow links take for a layer's tokens as one rack's fast links would.
  ///
  ///     ratio · (R − 1) / R
  ///
  /// Below 1 the rack's own links stay the longer; at one rack nothing leaves.
  public func slowdown(racks: Int) -> Quantity {
    scaleUpOverScaleOut * Self.shareLeaving(racks: racks)
  }

  /// How much longer a pipeline stage is busy inside its rack than with handing over to the next one.
  ///
  ///     1/ratio · chosen experts · layers per stage · 2
  ///
  /// The 2 is dispatch and combine. From 1 on, the slow hop hides behind the fast ones. Equal bytes per
  /// element on both links.
  public func stageOverHandOver(chosenExperts: Int, layersPerStage: Int) -> Quantity {
    Double(chosenExperts * layersPerStage * 2) / scaleUpOverScaleOut
  }
}

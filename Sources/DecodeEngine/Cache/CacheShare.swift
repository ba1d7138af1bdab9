/// Which of the devices that share each sequence's cache one is: blocks are dealt to them in turn.
package struct CacheShare: Hashable, Sendable {
  /// The device, counted from 0.
  package let rank: Int
  /// Devices in all.
  package let ranks: Int

  /// One of some devices.
  package init(rank: Int, ranks: Int) {
    self.rank = rank
    self.ranks = ranks
  }

  /// Whether the device keeps a sequence's block of an index.
  func keeps(_ block: Int) -> Bool { block % ranks == rank }
}

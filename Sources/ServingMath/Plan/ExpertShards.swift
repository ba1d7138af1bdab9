import Quantities

/// Which devices hold which routed experts of a layer.
///
/// Consecutive devices form blocks that each hold one copy of all slots: `ep` groups of as many devices as
/// the width of an expert is cut into. Slots are dealt in order; those beyond the experts hold the first
/// experts once more, and rows take the holders of an expert in turn.
///
///     devices of a block = ep · expertTensor = lcm(tp, ep)
public struct ExpertShards: Hashable, Sendable {
  /// Groups to which slots are dealt, ep.
  public let groups: Int
  /// Devices of a group, among which each of its experts' widths is cut.
  public let parts: Int
  /// Slots of each group.
  public let slotsPerGroup: Int
  /// Experts of the layer.
  public let experts: Int
  private let tensor: Int

  /// How a layout deals a layer's experts, which it must be able to (`Layout.check`).
  public init(_ experts: Experts, _ layout: Layout) {
    groups = layout.expert
    parts = layout.expertTensor
    slotsPerGroup = (experts.count + layout.redundantExperts) / layout.expert
    self.experts = experts.count
    tensor = layout.tensor
  }

  /// Devices that hold one copy of all slots.
  public var devices: Int { groups * parts }

  /// Whether rows must travel to their experts; else each tensor-parallel group has all of them.
  public var exchanges: Bool { devices > tensor }

  /// The experts of a group, in order of slot.
  public func held(by group: Int) -> [Int] {
    (group * slotsPerGroup..<(group + 1) * slotsPerGroup).map { $0 % experts }
  }

  /// The group that serves an expert to a row.
  ///
  /// - Parameters:
  ///   - expert: The expert.
  ///   - row: Of the data rank's rows; holders take turns.
  /// - Returns: The group, counted from 0.
  public func group(serving expert: Int, row: Int) -> Int {
    slot(serving: expert, row: row) / slotsPerGroup
  }

  /// The slot, counted over all groups, that serves an expert to a row.
  package func slot(serving expert: Int, row: Int) -> Int {
    let slots = slotsPerGroup * groups
    let copies = (slots - expert + experts - 1) / experts
    return expert + row % copies * experts
  }

  /// Where a device stands in its block: its group, and which part of each width it has.
  package func place(of rank: Int) -> (group: Int, part: Int) {
    (rank % devices / parts, rank % parts)
  }

  /// The devices of a rank's block.
  package func block(of rank: Int) -> Range<Int> {
    let first = rank / devices * devices
    return first..<first + devices
  }
}

import ServingMath

/// Devices that do the same at the same time, so that one of each class is enough to run.
///
/// It starts from devices of equal stage and kind of work, and splits classes until the partners of all members,
/// group by group and those of the own rack apart, are of the same classes: then nothing tells members apart.
struct DeviceClasses {
  /// The class of each device.
  let indices: [Int]
  /// The devices of each class in order of rank; classes are in order of their first.
  let members: [[Int]]

  init(_ layout: Layout, devicesPerRack: Int, kinds: [[Int]]) {
    let groups = Groups(layout, devicesPerRack: devicesPerRack)
    let count = layout.devices
    var keys = (0..<count).map { rank in
      let next = rank + layout.devicesPerStage
      let hop = next < count && rank / devicesPerRack == next / devicesPerRack ? 1 : 0
      return [rank / layout.devicesPerStage, hop] + kinds.map { $0[rank] }
    }
    for ring in groups.rings {
      for ranks in ring {
        for (rank, next) in zip(ranks, ranks[1...] + ranks[...0]) {
          keys[rank].append(rank / devicesPerRack == next / devicesPerRack ? 1 : 0)
        }
      }
    }
    var colours = Self.numbered(keys)
    while true {
      let finer = Self.refined(colours, groups, layout)
      if finer.count == colours.count { break }
      colours = finer
    }
    indices = colours.indices
    var members = [[Int]](repeating: [], count: colours.count)
    for (rank, index) in indices.enumerated() { members[index].append(rank) }
    self.members = members
  }

  private typealias Colours = (indices: [Int], count: Int)

  /// Colours told apart by those of the partners.
  private static func refined(_ colours: Colours, _ groups: Groups, _ layout: Layout) -> Colours {
    let count = colours.indices.count
    var keys = colours.indices.map { [$0] }
    for group in groups.all {
      let seen = numbered(group.map { ranks in ranks.map { colours.indices[$0] }.sorted() })
      for (ranks, colour) in zip(group, seen.indices) {
        for rank in ranks { keys[rank].append(colour) }
      }
    }
    for rank in 0..<count {
      let (last, next) = (rank - layout.devicesPerStage, rank + layout.devicesPerStage)
      keys[rank].append(last < 0 ? -1 : colours.indices[last])
      keys[rank].append(next < count ? colours.indices[next] : -1)
    }
    return numbered(keys)
  }

  /// Equal keys get equal numbers, counted in the order in which they first appear.
  private static func numbered(_ keys: [[Int]]) -> Colours {
    var numbers: [[Int]: Int] = [:]
    let indices = keys.map { key in
      if let known = numbers[key] { return known }
      numbers[key] = numbers.count
      return numbers.count - 1
    }
    return (indices, numbers.count)
  }
}

/// All groups of a layout that exchange something, each kind a division of all devices.
private struct Groups {
  /// Kinds of groups with more than one member in which messages go round.
  let rings: [[[Int]]]
  /// These, those in which messages go to all, and of each the parts that share a rack.
  let all: [[[Int]]]

  init(_ layout: Layout, devicesPerRack: Int) {
    let (tensor, cut) = (layout.tensor, layout.tensor * layout.context)
    let block = layout.expert * layout.expertTensor
    func divided(_ size: Int) -> [[Int]] {
      (0..<layout.devices / size).map { Array($0 * size..<($0 + 1) * size) }
    }
    let contexts = (0..<layout.devices / cut).flatMap { first in
      (0..<tensor).map { part in (0..<layout.context).map { first * cut + part + $0 * tensor } }
    }
    rings = [divided(tensor), divided(cut), contexts].filter { $0[0].count > 1 }
    let whole = rings + [divided(block)].filter { $0[0].count > 1 }
    let parts = whole.map { groups in
      groups.flatMap { Self.racks($0, devicesPerRack) }
    }
    all = whole + parts
  }

  /// The ranks of each rack; ranks ascend, so those of a rack follow each other.
  private static func racks(_ ranks: [Int], _ devicesPerRack: Int) -> [[Int]] {
    var racks: [[Int]] = []
    for rank in ranks {
      if let last = racks.last?.last, last / devicesPerRack == rank / devicesPerRack {
        racks[racks.count - 1].append(rank)
      } else {
        racks.append([rank])
      }
    }
    return racks
  }
}

extension ExpertPlacement {
  /// Experts placed by how many tokens they are expected to get: the busiest are held more than once, and
  /// the slots are packed so that devices get about as many tokens each.
  ///
  /// Copies go one by one to the expert with the most tokens for each of its slots. Then the slots, heaviest
  /// first, go to the device with the least so far that has room and does not hold the expert yet.
  ///
  /// - Parameters:
  ///   - visits: Tokens that each expert is expected to get.
  ///   - copies: Slots beyond one for each expert.
  ///   - devices: Over which they are dealt, as many slots to each.
  ///   - devicesPerNode: Devices that share a fast network.
  /// - Returns: A placement with as many slots on each device.
  /// - Precondition: Devices divide experts and copies together.
  ///
  /// > Source: the scheme of DeepSeek's load balancer for experts, without its grouping by nodes.
  public static func balanced(
    visits: [Int],
    copies: Int,
    devices: Int,
    devicesPerNode: Int
  ) -> ExpertPlacement {
    let slots = visits.count + copies
    precondition(devices >= 1 && slots.isMultiple(of: devices), "devices do not divide the slots")
    var held = [Int](repeating: 1, count: visits.count)
    for _ in 0..<copies {
      // visits[a] / held[a] against visits[b] / held[b], without rounding.
      let busiest = visits.indices.max { visits[$0] * held[$1] < visits[$1] * held[$0] }
      if let busiest { held[busiest] += 1 }
    }
    let loads = visits.indices.flatMap { expert in
      Array(repeating: (expert: expert, load: visits[expert] / held[expert]), count: held[expert])
    }
    let heaviestFirst = loads.sorted {
      $0.load == $1.load ? $0.expert < $1.expert : $0.load > $1.load
    }
    return ExpertPlacement(
      slots: pack(heaviestFirst, into: devices, room: slots / devices),
      devicesPerNode: devicesPerNode
    )
  }

  private static func pack(_ slots: [(expert: Int, load: Int)], into devices: Int, room: Int)
    -> [[Int]]
  {
    var packed = [[Int]](repeating: [], count: devices)
    var loads = [Int](repeating: 0, count: devices)
    for slot in slots {
      let free = packed.indices.filter { packed[$0].count < room }
      let fresh = free.filter { !packed[$0].contains(slot.expert) }
      let target = (fresh.isEmpty ? free : fresh).min { loads[$0] < loads[$1] }
      guard let target else { break }
      packed[target].append(slot.expert)
      loads[target] += slot.load
    }
    return packed
  }
}

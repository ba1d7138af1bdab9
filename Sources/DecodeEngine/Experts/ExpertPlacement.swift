/// Which experts of a layer each device holds.
public struct ExpertPlacement: Sendable {
  /// The experts on each device, one list a device.
  public let slots: [[Int]]
  /// Devices in a node; those of a rack where the rack is one domain.
  public let devicesPerNode: Int
  /// Experts in the layer.
  public let experts: Int
  /// The devices that hold each expert, in rising order.
  let holders: [[Int]]

  /// A placement that says for each device what it holds.
  ///
  /// - Precondition: Every expert from 0 on is held somewhere, and nodes divide the devices.
  public init(slots: [[Int]], devicesPerNode: Int) {
    precondition(devicesPerNode >= 1 && slots.count.isMultiple(of: devicesPerNode), "broken node")
    let experts = (slots.flatMap { $0 }.max() ?? -1) + 1
    var holders = [[Int]](repeating: [], count: experts)
    for (device, held) in slots.enumerated() {
      for expert in held { holders[expert].append(device) }
    }
    precondition(experts > 0 && holders.allSatisfy { !$0.isEmpty }, "an expert is nowhere")
    self.slots = slots
    self.devicesPerNode = devicesPerNode
    self.experts = experts
    self.holders = holders
  }

  /// Experts dealt to devices in order, as many to each; after the last, some of them a second time.
  ///
  /// - Parameters:
  ///   - experts: In the layer.
  ///   - copied: Experts that are held twice, usually the busiest.
  ///   - devices: Over which they are dealt.
  ///   - devicesPerNode: Devices that share a fast network.
  /// - Precondition: Devices divide experts and copies together.
  public init(experts: Int, copied: [Int] = [], devices: Int, devicesPerNode: Int) {
    let all = Array(0..<experts) + copied
    precondition(
      devices >= 1 && all.count.isMultiple(of: devices),
      "devices do not divide the slots"
    )
    let size = all.count / devices
    self.init(
      slots: (0..<devices).map { Array(all[$0 * size..<($0 + 1) * size]) },
      devicesPerNode: devicesPerNode
    )
  }

  /// Devices.
  public var devices: Int { slots.count }

  /// The node of a device.
  func node(of device: Int) -> Int { device / devicesPerNode }

  /// The device that serves an expert to a token: those that hold it in turn, but only those on the
  /// token's own node if there are any.
  func device(of expert: Int, from source: Int, turn: Int) -> Int {
    let home = node(of: source)
    let near = holders[expert].filter { node(of: $0) == home }
    let served = near.isEmpty ? holders[expert] : near
    return served[turn % served.count]
  }
}

package import ServingMath

/// The programs of all devices for one pass of one microbatch.
package struct PlannedPass {
  /// How devices are numbered and grouped.
  package let layout: Layout
  /// Devices that share a rack.
  package let devicesPerRack: Int
  /// A number for each device: those of one stage and number do equal amounts at equal places.
  package let kinds: [Int]
  /// Whether programs go from the last action of a forward pass to the first, and from the last stage too.
  package let isBackward: Bool
  /// What a device does, made when it is asked for.
  package let program: (Int) -> DevicePlan

  /// The programs of a layout; without `kinds` every device is one of its own.
  package init(
    _ layout: Layout,
    devicesPerRack: Int? = nil,
    kinds: [Int]? = nil,
    isBackward: Bool = false,
    program: @escaping (Int) -> DevicePlan
  ) {
    self.layout = layout
    self.devicesPerRack = devicesPerRack ?? layout.devicesPerStage
    self.kinds = kinds ?? Array(0..<layout.devices)
    self.isBackward = isBackward
    self.program = program
  }
}

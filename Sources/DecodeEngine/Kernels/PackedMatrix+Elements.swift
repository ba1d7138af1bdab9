// Where in a panel a weight stands: the only place that knows the layouts of
// `PackedMatrix`, kernels apart.
extension PackedMatrix {
  private static let group = WeightFormat.groupSize

  private func panel(_ row: Int) -> UnsafeMutableRawPointer {
    unsafe memory.base + row / Self.panelRows * panelBytes
  }

  /// The scales of a group, and behind them its whole numbers.
  private func group(_ row: Int, _ column: Int) -> UnsafeMutableRawPointer {
    let bytes = Self.panelRows * format.bytesPerRow(columns: Self.group)
    return unsafe panel(row) + column / Self.group * bytes
  }

  /// Byte of an int8 weight behind the scales of its group.
  private func place8(_ lane: Int, _ column: Int) -> Int {
    let within = column % Self.group
    return 2 * Self.panelRows + (within / 4 * Self.panelRows + lane) * 4 + within % 4
  }

  /// Byte and shift of an int4 weight behind the scales of its group.
  private func place4(_ lane: Int, _ column: Int) -> (byte: Int, shift: UInt8) {
    let within = column % Self.group
    let half = within % 16
    let byte = 2 * Self.panelRows + (half / 4 * Self.panelRows + lane) * 4 + half % 4
    return (byte, within < 16 ? 0 : 4)
  }

  func weight(_ row: Int, _ column: Int) -> Float {
    let lane = row % Self.panelRows
    switch format {
    case .fp32:
      return unsafe panel(row).assumingMemoryBound(to: Float.self)[column * Self.panelRows + lane]
    case .bf16:
      let place = (column / 2 * Self.panelRows + lane) * 2 + column % 2
      let bits = unsafe panel(row).assumingMemoryBound(to: UInt16.self)[place]
      return Float(bitPattern: UInt32(bits) << 16)
    case .int8:
      let group = unsafe group(row, column)
      let scale = unsafe group.assumingMemoryBound(to: Float16.self)[lane]
      let stored = unsafe group.load(fromByteOffset: place8(lane, column), as: UInt8.self)
      return Float(scale) * Float(Int(stored) - 128)
    case .int4:
      let group = unsafe group(row, column)
      let scale = unsafe group.assumingMemoryBound(to: Float16.self)[lane]
      let (byte, shift) = place4(lane, column)
      let stored = unsafe group.load(fromByteOffset: byte, as: UInt8.self) >> shift & 15
      return Float(scale) * Float(Int(stored) - 8)
    }
  }
}

/// Sixteen bits that are the upper half of a single-precision number.
enum BFloat16 {
  /// The nearest such number; ties go to the even one, and not-a-number stays so.
  static func bits(of value: Float) -> UInt16 {
    let pattern = value.bitPattern
    if value.isNaN { return UInt16(pattern >> 16) | 0x40 }
    return UInt16((pattern &+ 0x7FFF &+ (pattern >> 16 & 1)) >> 16)
  }
}

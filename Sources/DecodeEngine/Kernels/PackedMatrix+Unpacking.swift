extension PackedMatrix {
  /// Writes a row, times a factor.
  func unpack(row: Int, times factor: Float, into numbers: UnsafeMutablePointer<Float>) {
    let lane = row % Self.panelRows
    let panel = unsafe memory.base + row / Self.panelRows * panelBytes
    switch format {
    case .fp32:
      let weights = unsafe panel.assumingMemoryBound(to: Float.self) + lane
      for k in 0..<columns { unsafe numbers[k] = factor * weights[k * Self.panelRows] }
    case .bf16:
      let pairs = unsafe panel.assumingMemoryBound(to: UInt16.self) + 2 * lane
      for k in 0..<columns {
        let bits = unsafe pairs[k / 2 * 2 * Self.panelRows + k % 2]
        unsafe numbers[k] = factor * Float(bitPattern: UInt32(bits) << 16)
      }
    case .int8, .int4:
      for first in stride(from: 0, to: columns, by: WeightFormat.groupSize) {
        let count = min(WeightFormat.groupSize, columns - first)
        let bytes = Self.panelRows * format.bytesPerRow(columns: WeightFormat.groupSize)
        let group = unsafe panel + first / WeightFormat.groupSize * bytes
        let scale = unsafe Float(group.assumingMemoryBound(to: Float16.self)[lane])
        let stored = unsafe (group + 2 * Self.panelRows).assumingMemoryBound(to: UInt8.self)
        for k in 0..<count {
          let whole =
            unsafe format == .int8 ? Self.whole8(stored, lane, k) : Self.whole4(stored, lane, k)
          unsafe numbers[first + k] = factor * (scale * whole)
        }
      }
    }
  }

  @inline(__always)
  private static func whole8(_ stored: UnsafePointer<UInt8>, _ lane: Int, _ k: Int) -> Float {
    unsafe Float(Int32(stored[(k / 4 * panelRows + lane) * 4 + k % 4]) - 128)
  }

  @inline(__always)
  private static func whole4(_ stored: UnsafePointer<UInt8>, _ lane: Int, _ k: Int) -> Float {
    let half = k % 16
    let byte = unsafe stored[(half / 4 * panelRows + lane) * 4 + half % 4]
    return Float(Int32(k < 16 ? byte & 15 : byte >> 4) - 8)
  }

  /// A panel in single precision: for each column its 16 rows.
  func unpacked(panel: Int) -> [SIMD16<Float>] {
    let base = unsafe memory.base + panel * panelBytes
    switch format {
    case .fp32:
      let lanes = unsafe base.assumingMemoryBound(to: SIMD16<Float>.self)
      return unsafe [SIMD16<Float>](UnsafeBufferPointer(start: lanes, count: columns))
    case .bf16:
      let pairs = unsafe base.assumingMemoryBound(to: SIMD16<UInt32>.self)
      return (0..<columns).map { k in
        let pair = unsafe pairs[k / 2]
        return unsafe unsafeBitCast(
          k % 2 == 0 ? pair &<< 16 : pair & 0xFFFF_0000,
          to: SIMD16<Float>.self
        )
      }
    case .int8, .int4:
      var lanes: [SIMD16<Float>] = []
      lanes.reserveCapacity(columns)
      for column in 0..<columns { unsafe lanes.append(unpacked(base, column)) }
      return lanes
    }
  }

  /// One column of an integer panel.
  private func unpacked(_ panel: UnsafeMutableRawPointer, _ column: Int) -> SIMD16<Float> {
    let size = WeightFormat.groupSize
    let group = unsafe panel + column / size * Self.panelRows * format.bytesPerRow(columns: size)
    let scales = unsafe SIMD16<Float>(group.loadUnaligned(as: SIMD16<Float16>.self))
    let k = column % size
    let isInt8 = format == .int8
    let (word, shift) = isInt8 ? (k / 4, k % 4 * 8) : (k % 16 / 4, k % 4 * 8 + k / 16 * 4)
    let words = unsafe (group + 2 * Self.panelRows + 64 * word).loadUnaligned(
      as: SIMD16<UInt32>.self
    )
    let mask: UInt32 = isInt8 ? 255 : 15
    // A whole number in the low bits of 2²³ becomes a number by one subtraction.
    let bits = words &>> UInt32(shift) & mask | 0x4B00_0000
    let zero: Float = isInt8 ? 8_388_736 : 8_388_616
    return unsafe scales * (unsafeBitCast(bits, to: SIMD16<Float>.self) - zero)
  }
}

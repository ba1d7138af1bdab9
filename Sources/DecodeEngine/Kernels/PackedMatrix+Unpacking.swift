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

  /// A panel in single precision: for each column its 16 rows, and for a last group what fills it up.
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
      let groups = (columns + WeightFormat.groupSize - 1) / WeightFormat.groupSize
      var lanes = [SIMD16<Float>](repeating: .zero, count: WeightFormat.groupSize * groups)
      let bytes = panelBytes / max(groups, 1)
      for group in 0..<groups {
        unsafe unpack(
          group: base + group * bytes,
          into: &lanes,
          from: WeightFormat.groupSize * group
        )
      }
      return lanes
    }
  }

  /// Writes the 32 columns of a group.
  private func unpack(
    group: UnsafeMutableRawPointer,
    into lanes: inout [SIMD16<Float>],
    from first: Int
  ) {
    let scales = unsafe Self.floats(halves: group.loadUnaligned(as: SIMD16<UInt16>.self))
    let isInt8 = format == .int8
    for word in 0..<(isInt8 ? 8 : 4) {
      let place = 2 * Self.panelRows + 64 * word
      let words = unsafe group.loadUnaligned(fromByteOffset: place, as: SIMD16<UInt32>.self)
      for byte in 0..<4 {
        let bytes = words &>> UInt32(8 * byte)
        let column = first + 4 * word + byte
        if isInt8 {
          lanes[column] = scales * Self.floats(whole: bytes & 255, less: 128)
        } else {
          lanes[column] = scales * Self.floats(whole: bytes & 15, less: 8)
          lanes[column + 16] = scales * Self.floats(whole: bytes &>> 4 & 15, less: 8)
        }
      }
    }
  }

  /// Whole numbers below 2²³ less one of them: in the low bits of 2²³ they need but a subtraction.
  @inline(__always)
  private static func floats(whole: SIMD16<UInt32>, less zero: Float) -> SIMD16<Float> {
    unsafe unsafeBitCast(whole | 0x4B00_0000, to: SIMD16<Float>.self) - (8_388_608 + zero)
  }

  /// Finite halves, by their bits.
  @inline(__always)
  private static func floats(halves: SIMD16<UInt16>) -> SIMD16<Float> {
    let bits = SIMD16<UInt32>(truncatingIfNeeded: halves)
    let size = unsafe unsafeBitCast((bits & 0x7FFF) &<< 13, to: SIMD16<Float>.self) * 0x1p112
    let sign = (bits & 0x8000) &<< 16
    return unsafe unsafeBitCast(
      unsafeBitCast(size, to: SIMD16<UInt32>.self) | sign,
      to: SIMD16<Float>.self
    )
  }
}

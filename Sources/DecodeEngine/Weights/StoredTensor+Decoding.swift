extension StoredTensor {
  /// Converts elements from the file; the caller has checked that the tensor has them.
  ///
  /// - Parameters:
  ///   - first: The first element, counted over the tensor in the order of the file.
  ///   - file: The file that this tensor is a part of.
  ///   - out: Where the elements go; its size says how many.
  func decode(from first: Int, of file: MappedFile, into out: UnsafeMutableBufferPointer<Float>) {
    let count = out.count
    let start = bytes.lowerBound
    switch encoding {
    case .fp32:
      unsafe file.withUnsafeBytes(start + 4 * first, 4 * count) {
        unsafe ElementConversion.fp32($0, out)
      }
    case .bf16:
      unsafe file.withUnsafeBytes(start + 2 * first, 2 * count) {
        unsafe ElementConversion.bf16($0, out)
      }
    case .fp16:
      unsafe file.withUnsafeBytes(start + 2 * first, 2 * count) {
        unsafe ElementConversion.fp16($0, out)
      }
    case .bytesWithScales(let scalesAt, let groupSize):
      unsafe file.withUnsafeBytes(start + first, count) { source in
        unsafe file.withUnsafeBytes(scalesAt, bytes.upperBound - scalesAt) { scales in
          unsafe ElementConversion.groupedBytes(
            source,
            scales: scales,
            first: first,
            groupSize: groupSize,
            out
          )
        }
      }
    case .q8Blocks:
      unsafe decodeBlocks(of: 34, from: first, of: file, into: out) {
        unsafe ElementConversion.q8Block($0, $1)
      }
    case .q4Blocks:
      unsafe decodeBlocks(of: 18, from: first, of: file, into: out) {
        unsafe ElementConversion.q4Block($0, $1)
      }
    case .other:
      break  // `TensorTable` refuses these before it comes here.
    }
  }

  /// Blocks of 32 elements, of which the first and the last may be wanted in part.
  @inline(__always)
  private func decodeBlocks(
    of blockBytes: Int,
    from first: Int,
    of file: MappedFile,
    into out: UnsafeMutableBufferPointer<Float>,
    convert: (UnsafeRawBufferPointer, UnsafeMutableBufferPointer<Float>) -> Void
  ) {
    let count = out.count
    var done = 0
    while done < count {
      let (block, inside) = (first + done).quotientAndRemainder(dividingBy: 32)
      let wanted = min(32 - inside, count - done)
      let part = unsafe UnsafeMutableBufferPointer(rebasing: out[done..<done + wanted])
      unsafe file.withUnsafeBytes(bytes.lowerBound + blockBytes * block, blockBytes) { source in
        if wanted == 32 {
          unsafe convert(source, part)
        } else {
          unsafe withUnsafeTemporaryAllocation(of: Float.self, capacity: 32) { whole in
            unsafe whole.initialize(repeating: 0)
            unsafe convert(source, whole)
            for lane in 0..<wanted { unsafe part[lane] = whole[inside + lane] }
          }
        }
      }
      done += wanted
    }
  }
}

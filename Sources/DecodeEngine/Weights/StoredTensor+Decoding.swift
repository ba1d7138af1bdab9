extension StoredTensor {
  /// Converts elements from the file, sixteen at a time; the range has been checked by the caller.
  ///
  /// - Parameters:
  ///   - first: The first element, counted over the tensor in the order of the file.
  ///   - count: How many.
  ///   - file: The file that this tensor is a part of.
  ///   - out: Where the elements go.
  ///   - place: The position of the first one there.
  func decode(
    from first: Int,
    count: Int,
    of file: MappedFile,
    into out: inout MutableSpan<Float>,
    at place: Int
  ) {
    let start = bytes.lowerBound
    switch encoding {
    case .fp32:
      decodeEach(first, count, &out, place) { index in
        SIMD16(bits: file.words16(at: start &+ 4 &* index))
      } one: { index in
        Float(bitPattern: file.integer(UInt32.self, at: start &+ 4 &* index))
      }
    case .bf16:
      decodeEach(first, count, &out, place) { index in
        SIMD16(bf16: file.halves16(at: start &+ 2 &* index))
      } one: { index in
        Float(bitPattern: UInt32(file.integer(UInt16.self, at: start &+ 2 &* index)) &<< 16)
      }
    case .fp16:
      decodeEach(first, count, &out, place) { index in
        SIMD16(fp16: file.halves16(at: start &+ 2 &* index))
      } one: { index in
        Float(fp16: file.integer(UInt16.self, at: start &+ 2 &* index))
      }
    case .bytesWithScales(let scalesAt, let groupSize):
      // The scale of each element is looked up by itself: group sizes are the file's choice.
      for offset in 0..<count {
        let index = first &+ offset
        let scale = file.integer(UInt32.self, at: scalesAt &+ 4 &* (index / groupSize))
        let whole = Float(file.integer(Int8.self, at: start &+ index))
        out[place &+ offset] = Float(bitPattern: scale) * whole
      }
    case .q8Blocks:
      decodeBlocks(first, count, &out, place) { block in
        let at = start &+ 34 &* block
        let scale = Float(fp16: file.integer(UInt16.self, at: at))
        let low = file.bytes16(at: at &+ 2) ^ 0x80
        let high = file.bytes16(at: at &+ 18) ^ 0x80
        return (scale * SIMD16(bytes: low, minus: 128), scale * SIMD16(bytes: high, minus: 128))
      }
    case .q4Blocks:
      decodeBlocks(first, count, &out, place) { block in
        let at = start &+ 18 &* block
        let scale = Float(fp16: file.integer(UInt16.self, at: at))
        let pairs = file.bytes16(at: at &+ 2)
        return (
          scale * SIMD16(bytes: pairs & 15, minus: 8), scale * SIMD16(bytes: pairs &>> 4, minus: 8)
        )
      }
    case .other:
      break  // `TensorTable` refuses these before it comes here.
    }
  }

  /// Sixteen elements at a time, the rest one by one.
  @inline(__always)
  private func decodeEach(
    _ first: Int,
    _ count: Int,
    _ out: inout MutableSpan<Float>,
    _ place: Int,
    sixteen: (Int) -> SIMD16<Float>,
    one: (Int) -> Float
  ) {
    var offset = 0
    while offset <= count &- 16 {
      out.store(sixteen(first &+ offset), at: place &+ offset)
      offset &+= 16
    }
    while offset < count {
      out[place &+ offset] = one(first &+ offset)
      offset &+= 1
    }
  }

  /// Blocks of 32 elements, of which the first and the last may be wanted in part.
  @inline(__always)
  private func decodeBlocks(
    _ first: Int,
    _ count: Int,
    _ out: inout MutableSpan<Float>,
    _ place: Int,
    block: (Int) -> (SIMD16<Float>, SIMD16<Float>)
  ) {
    var offset = 0
    while offset < count {
      let index = first &+ offset
      let (low, high) = block(index / 32)
      let inside = index % 32
      let wanted = min(32 &- inside, count &- offset)
      if wanted == 32 {
        out.store(low, at: place &+ offset)
        out.store(high, at: place &+ offset &+ 16)
      } else {
        for lane in inside..<inside &+ wanted {
          out[place &+ offset &+ lane &- inside] = lane < 16 ? low[lane] : high[lane &- 16]
        }
      }
      offset &+= wanted
    }
  }
}

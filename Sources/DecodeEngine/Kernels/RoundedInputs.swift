internal import CKernels

/// The inputs of a set of products, rounded as their weights' kernels want them: each input once, however many
/// products read it.
@safe struct RoundedInputs {
  /// Rows that products of one kind read.
  private struct Source: Equatable {
    let start: Int
    let stride: Int
    let rows: Int
    let columns: Int
    let isBF16: Bool
  }

  @safe private struct Place {
    let source: Source
    let slice: Matrix.Slice
    let kernel: UnsafePointer<ck_rounded>
    let stride: Int
    let offset: Int
  }

  private var places: [Place] = []
  private var placeOfProduct: [Int?]
  private var memory: UnsafeMutableRawPointer?

  init(_ products: [Product], _ compiled: CompiledKernels, _ crew: Crew) {
    placeOfProduct = [Int?](repeating: nil, count: products.count)
    var bytes = 0
    for (index, product) in products.enumerated() where product.inputs.height > 0 {
      let format = product.weights.format
      guard let kernel = unsafe compiled.rounded(format) else { continue }
      let slice = product.inputs
      let source = unsafe Source(
        start: Int(bitPattern: slice.base),
        stride: slice.stride,
        rows: slice.height,
        columns: slice.width,
        isBF16: format == .bf16
      )
      // Products that share inputs stand together: gate and up of an expert, queries, keys and values.
      let known = places.indices.suffix(4).first { places[$0].source == source }
      placeOfProduct[index] = known ?? places.count
      if known != nil { continue }
      let stride = unsafe kernel.pointee.bytes(Int32(slice.width))
      unsafe places.append(
        Place(source: source, slice: slice, kernel: kernel, stride: stride, offset: bytes)
      )
      bytes += (stride * slice.height + 63) / 64 * 64
    }
    guard bytes > 0 else { return }
    let memory = unsafe crew.shared(bytes: bytes)
    unsafe self.memory = unsafe memory
    unsafe round(crew, memory)
  }

  /// The rounded rows of a product, nil if it takes them as they are.
  func start(of product: Int) -> UnsafeRawPointer? {
    guard let place = placeOfProduct[product], let memory = unsafe memory else { return nil }
    return unsafe UnsafeRawPointer(memory + places[place].offset)
  }

  /// Bytes from one of them to the next.
  func stride(of product: Int) -> Int? {
    placeOfProduct[product].map { places[$0].stride }
  }

  private func round(_ crew: Crew, _ memory: UnsafeMutableRawPointer) {
    let ends = places.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1.slice.height) }
    let numbers = places.reduce(0) { $0 + $1.slice.height * $1.slice.width }
    crew.forRows(ends[ends.count - 1], numbers: numbers) { rows in
      for (index, place) in places.enumerated() {
        let own = rows.clamped(to: ends[index]..<ends[index + 1])
        for row in own {
          let row = row - ends[index]
          unsafe place.kernel.pointee.round(
            place.slice.base + row * place.slice.stride,
            memory + place.offset + row * place.stride,
            Int32(place.slice.width)
          )
        }
      }
    }
  }
}

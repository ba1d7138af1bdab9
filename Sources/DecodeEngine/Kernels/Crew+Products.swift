internal import CKernels

extension Crew {
  /// Runs products in C, all of them in one hand-over; rounded inputs need one before it if they are many.
  func multiply(_ products: [Product], _ compiled: CompiledKernels) {
    let inputs = RoundedInputs(products, compiled, self)
    let rows = products.reduce(0) { max($0, $1.inputs.height) }
    reserve(numbers: ck_product_scratch(Int32(rows)))
    // Plain values, so that threads do not count references to what they share.
    let calls = unsafe products.indices.map { index in
      let product = products[index]
      return unsafe (
        multiply: compiled.multiply(product.weights.format),
        arguments: product.call(inputs.start(of: index), stride: inputs.stride(of: index))
      )
    }
    forShares(of: products) { index, panels, thread in
      var call = unsafe calls[index]
      unsafe products[index].bias.withStart { bias in
        unsafe call.arguments.bias = bias
        unsafe call.multiply?(
          &call.arguments,
          Int32(panels.lowerBound),
          Int32(panels.upperBound),
          scratch(thread)
        )
      }
    }
  }

  /// Runs products in Swift.
  func multiply(_ products: [Product]) {
    forShares(of: products) { index, panels, _ in
      SwiftKernels.multiply(products[index], panels: panels)
    }
  }

  /// Cuts products into shares of some microseconds each, by the time that reading the weights or the
  /// arithmetic takes at least, and runs them on all threads; here and now if all of them together are hardly
  /// worth a hand-over.
  private func forShares(
    of products: [Product],
    _ body: (_ product: Int, _ panels: Range<Int>, _ thread: Int) -> Void
  ) {
    let total = products.reduce(0) { $0 + Self.nanoseconds($1) }
    guard pool.threads > 1, total > 4000 else {
      for (index, product) in products.enumerated() where product.inputs.height > 0 {
        body(index, 0..<product.weights.panels, 0)
      }
      return
    }
    // Each share begins with a wait for memory; where arithmetic takes longer, smaller ones end together.
    let rows = products.reduce(0) { max($0, $1.inputs.height) }
    let target = min(max(total / ((rows > 16 ? 24 : 8) * pool.threads), 3000), 60_000)
    var shares: [(product: Int, panels: Range<Int>)] = []
    for (index, product) in products.enumerated() where product.inputs.height > 0 {
      let panels = product.weights.panels
      let wide = product.weights.format.panelsOfTile
      let tiles = (panels + wide - 1) / wide
      let parts = max(1, min(Self.nanoseconds(product) / target, tiles))
      for part in 0..<parts {
        let first = wide * (part * tiles / parts)
        shares.append((index, first..<min(panels, wide * ((part + 1) * tiles / parts))))
      }
    }
    pool.run(parts: shares.count) { part, thread in
      let share = shares[part]
      body(share.product, share.panels, thread)
    }
  }

  /// At 25 bytes and 100 multiply-adds in a nanosecond.
  private static func nanoseconds(_ product: Product) -> Int {
    let weights = product.weights
    return max(
      weights.paddedBytes / 25,
      product.inputs.height * weights.rows * weights.columns / 100
    )
  }
}

extension Product {
  /// The product as C wants it, without its bias; with inputs as they are or rounded.
  fileprivate func call(_ rounded: UnsafeRawPointer?, stride: Int?) -> ck_product {
    unsafe ck_product(
      weights: UnsafeRawPointer(weights.memory.base),
      panel_bytes: weights.panelBytes,
      bias: nil,
      x: rounded ?? UnsafeRawPointer(inputs.base),
      x_stride: stride ?? 4 * inputs.stride,
      y: outputs.base,
      y_stride: outputs.stride,
      rows: Int32(inputs.height),
      columns: Int32(weights.columns),
      outputs: Int32(weights.rows)
    )
  }
}

extension WeightFormat {
  /// Panels that kernels pass through side by side.
  fileprivate var panelsOfTile: Int {
    switch self {
    case .fp32, .bf16: 2
    case .int8, .int4: 1
    }
  }
}

extension CompiledKernels {
  /// The product of a format, with rounded inputs if there is one.
  func multiply(_ format: WeightFormat) -> ck_multiply? {
    if let rounded = unsafe rounded(format) { return unsafe rounded.pointee.multiply }
    let all = unsafe table.pointee.multiply
    return switch format {
    case .fp32: unsafe all.0
    case .bf16: unsafe all.1
    case .int8: unsafe all.2
    case .int4: unsafe all.3
    }
  }
}

extension [Float]? {
  /// Gives a body the address of the numbers, null without any.
  func withStart<Result>(_ body: (UnsafePointer<Float>?) -> Result) -> Result {
    guard let self else { return body(nil) }
    return unsafe self.withUnsafeBufferPointer { unsafe body($0.baseAddress) }
  }
}

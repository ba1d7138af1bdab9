internal import CKernels

extension Crew {
  /// Runs products in C, all of them in one hand-over; rounded inputs need one before it if they are many.
  func multiply(_ products: [Product], _ compiled: CompiledKernels) {
    let inputs = RoundedInputs(products, compiled, self)
    let rows = products.reduce(0) { max($0, $1.inputs.height) }
    reserve(numbers: ck_product_scratch(Int32(rows)))
    forShares(of: products) { product, index, panels, thread in
      unsafe product.bias.withStart { bias in
        let rounded = unsafe inputs.start(of: index)
        var call = unsafe ck_product(
          weights: UnsafeRawPointer(product.weights.memory.base),
          panel_bytes: product.weights.panelBytes,
          bias: bias,
          x: rounded ?? UnsafeRawPointer(product.inputs.base),
          x_stride: inputs.stride(of: index) ?? 4 * product.inputs.stride,
          y: product.outputs.base,
          y_stride: product.outputs.stride,
          rows: Int32(product.inputs.height),
          columns: Int32(product.weights.columns),
          outputs: Int32(product.weights.rows)
        )
        let multiply = unsafe compiled.multiply(product.weights.format)
        unsafe multiply?(
          &call,
          Int32(panels.lowerBound),
          Int32(panels.upperBound),
          scratch(thread)
        )
      }
    }
  }

  /// Runs products in Swift.
  func multiply(_ products: [Product]) {
    forShares(of: products) { product, _, panels, _ in
      SwiftKernels.multiply(product, panels: panels)
    }
  }

  /// Cuts products into shares of some microseconds each, by the time that reading the weights or the
  /// arithmetic takes at least, and runs them on all threads; here and now if all of them together are hardly
  /// worth a hand-over.
  private func forShares(
    of products: [Product],
    _ body: (_ product: Product, _ index: Int, _ panels: Range<Int>, _ thread: Int) -> Void
  ) {
    let total = products.reduce(0) { $0 + Self.nanoseconds($1) }
    guard pool.threads > 1, total > 4000 else {
      for (index, product) in products.enumerated() where product.inputs.height > 0 {
        body(product, index, 0..<product.weights.panels, 0)
      }
      return
    }
    let target = min(max(total / (8 * pool.threads), 3000), 60_000)
    var shares: [(product: Int, panels: Range<Int>)] = []
    for (index, product) in products.enumerated() where product.inputs.height > 0 {
      // Pairs of panels, since tiles are two panels wide.
      let panels = product.weights.panels
      let pairs = (panels + 1) / 2
      let parts = max(1, min(Self.nanoseconds(product) / target, pairs))
      for part in 0..<parts {
        let first = 2 * (part * pairs / parts)
        shares.append((index, first..<min(panels, 2 * ((part + 1) * pairs / parts))))
      }
    }
    pool.run(parts: shares.count) { part, thread in
      let share = shares[part]
      body(products[share.product], share.product, share.panels, thread)
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

import Quantities
import ServingMath

/// One kernel with what it works on, large enough that weights or cache come from memory at every call.
package struct KernelTrial {
  /// What the kernel is for.
  package enum Role: String, Sendable {
    /// Matrix products, as all weights of a model take part in them.
    case product
    /// Attention of one new token for each of some sequences.
    case attention
  }

  /// What the kernel is for.
  package let role: Role
  /// What it works on: `fp32`, `int4`, `8 of 64 heads`.
  package let subject: String
  /// The code: `c int8 vnni avx512`.
  package let code: String
  /// Rows of a product, or sequences.
  package let rows: Int
  /// The arithmetic that it is made of.
  package let kind: CeilingProbe.Kind
  /// What one call does, as the kernel counts it.
  package let work: Counters
  let run: () -> Void

  /// Bytes of weights and cache that a call reads.
  package var bytes: Int { work[.weightBytesRead] + work[.cacheBytesRead] }

  /// Arithmetic for each of those bytes.
  package var intensity: Double { Double(work[.flop]) / Double(bytes) }

  /// Counts one call and keeps it.
  private init(
    _ role: Role,
    _ subject: String,
    rows: Int,
    _ kind: CeilingProbe.Kind,
    format: WeightFormat,
    _ kernels: Kernels,
    run: @escaping () -> Void
  ) {
    self.role = role
    self.subject = subject
    self.rows = rows
    self.kind = kind
    self.run = run
    code = kernels.description(of: format)
    let before = kernels.tally.counters
    kernels.tally.isOn = true
    run()
    kernels.tally.isOn = false
    work = kernels.tally.counters.since(before)
  }
}

// MARK: - Products

extension KernelTrial {
  /// A wide matrix of a model with a billion weights, and so many bytes that what caches keep of them from call to
  /// call is little, and no more than of the memory that the probe reads.
  package static let productSize = (outputs: 5632, inputs: 2048, bytes: 400 << 20)

  /// Products of the same rows with matrices of one format, as many as no cache holds; one trial for each
  /// number of rows.
  ///
  /// - Parameters:
  ///   - format: How the weights are kept.
  ///   - rows: Numbers of rows.
  ///   - kernels: The code that runs, with its threads.
  ///   - pool: Threads that pack the weights.
  ///   - probe: Says which arithmetic the CPU has.
  ///   - size: Rows and columns of a matrix, and bytes of all of them together at least.
  /// - Returns: The trials, which share the matrices.
  package static func products(
    _ format: WeightFormat,
    rows: [Int],
    _ kernels: Kernels,
    on pool: WorkerPool,
    _ probe: CeilingProbe,
    size: (outputs: Int, inputs: Int, bytes: Int) = productSize
  ) -> [KernelTrial] {
    let numbers = seededNumbers(1 << 16)
    let bytes = size.outputs * format.bytesPerRow(columns: size.inputs)
    let matrices = (0..<(size.bytes + bytes - 1) / bytes).map { matrix in
      PackedMatrix(rows: size.outputs, columns: size.inputs, format: format, on: pool) {
        row,
        into in
        let start = 31 * row + 7919 * matrix
        for column in into.indices { into[column] = numbers[(start + column) % numbers.count] }
      }
    }
    return rows.map { count in
      let inputs = Matrix(rows: count, columns: size.inputs)
      inputs.replace(with: (0..<count * size.inputs).map { numbers[$0 % numbers.count] }, at: 0)
      let outputs = Matrix(rows: count, columns: size.outputs)
      return KernelTrial(
        .product,
        format.rawValue,
        rows: count,
        RunCeilings.kind(kernels.path, format, probe),
        format: format,
        kernels
      ) {
        for matrix in matrices {
          kernels.multiply([Product(matrix, inputs.all, into: outputs.all)], as: .denseFeedForward)
        }
      }
    }
  }
}

// MARK: - Attention

extension KernelTrial {
  /// Heads and sequences of an attention trial.
  package struct Heads: Sendable {
    /// How it is called.
    package let name: String
    /// Keys and values of a position.
    package let shape: KeyValueStore.Shape
    /// Heads that ask.
    package let queryHeads: Int
    /// Tokens that each sequence has cached.
    package let context: Int

    package init(_ name: String, _ shape: KeyValueStore.Shape, queryHeads: Int, context: Int) {
      self.name = name
      self.shape = shape
      self.queryHeads = queryHeads
      self.context = context
    }

    /// The same with a cache that takes no time to make.
    package var shorter: Heads { Heads(name, shape, queryHeads: queryHeads, context: 64) }

    /// A cache for each head, one for each eight of them as in Llama-3.1-70B, and DeepSeek-V3's latent one for
    /// all; the first two at lengths whose cache no other cache holds.
    package static let kinds = [
      Heads(
        "a cache for each head",
        .init(heads: 32, keyWidth: 128, valueWidth: 128),
        queryHeads: 32,
        context: 6400
      ),
      Heads(
        "a cache for eight heads",
        .init(heads: 8, keyWidth: 128, valueWidth: 128),
        queryHeads: 64,
        context: 25_600
      ),
      Heads(
        "a latent cache for all heads",
        .init(heads: 1, keyWidth: 576, valueWidth: 512, valuesAreKeys: true),
        queryHeads: 128,
        context: 4096
      ),
    ]
  }

  /// Attention of one new token for each of four sequences over a cache of 16 bits.
  ///
  /// - Parameters:
  ///   - heads: What is cached, how far, and who asks.
  ///   - kernels: The code that runs, with its threads.
  /// - Returns: The trial.
  package static func attention(_ heads: Heads, _ kernels: Kernels) -> KernelTrial {
    let sequences = 4
    let block = KeyValueStore.blockTokens
    let blocks = (heads.context + block - 1) / block
    let store = KeyValueStore(heads.shape, format: .bf16, blocks: sequences * blocks)
    fill(store, kernels)
    let queries = Matrix(rows: sequences, columns: heads.queryHeads * heads.shape.keyWidth)
    let numbers = seededNumbers(1 << 16)
    queries.replace(
      with: (0..<sequences * queries.columns).map { numbers[$0 % numbers.count] },
      at: 0
    )
    let outputs = Matrix(rows: sequences, columns: heads.queryHeads * heads.shape.valueWidth)
    let rule = AttentionRule(
      queryHeads: heads.queryHeads,
      scale: 1 / Float(heads.shape.keyWidth).squareRoot()
    )
    let spans = (0..<sequences).map { sequence in
      AttentionSpan(
        rows: sequence..<sequence + 1,
        firstPosition: heads.context - 1,
        table: (sequence * blocks..<(sequence + 1) * blocks).map(Int32.init)
      )
    }
    return KernelTrial(
      .attention,
      heads.name,
      rows: sequences,
      .fp32,
      format: .fp32,
      kernels
    ) {
      kernels.attend(spans, queries: queries.all, over: store, rule, into: outputs.all)
    }
  }

  /// Writes to every position: memory that nobody wrote to is not really there.
  private static func fill(_ store: KeyValueStore, _ kernels: Kernels) {
    let rows = 16 * KeyValueStore.blockTokens
    let shape = store.shape
    let numbers = seededNumbers(1 << 16)
    func matrix(_ columns: Int) -> Matrix {
      let matrix = Matrix(rows: rows, columns: columns)
      matrix.replace(with: (0..<rows * columns).map { numbers[$0 % numbers.count] }, at: 0)
      return matrix
    }
    let keys = matrix(shape.heads * shape.keyWidth)
    let values = shape.valuesAreKeys ? nil : matrix(shape.heads * shape.valueWidth)
    let slots = store.blocks * KeyValueStore.blockTokens
    for first in stride(from: 0, to: slots, by: rows) {
      let count = min(rows, slots - first)
      kernels.store(
        keys: keys[rows: 0..<count],
        values: values?[rows: 0..<count],
        at: (first..<first + count).map(Int32.init),
        in: store
      )
    }
  }

  private static func seededNumbers(_ count: Int) -> [Float] {
    var random = SplitMix64(seed: 9)
    return (0..<count).map { _ in random.nextUnit() - 0.5 }
  }
}

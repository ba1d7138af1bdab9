import ServingMath

/// One device of a layout: its part of the weights, its part of each sequence's cache, and its end of the
/// exchange with the others.
final class VirtualDevice: @unchecked Sendable {
  // Sendable: in a step one thread has the device, between steps whoever calls the engine.

  let rank: Int
  let place: DevicePlace
  let layout: Layout
  /// The shape of the whole model.
  let config: TransformerConfig
  let part: ModelPart
  let caches: LayerCaches
  let kernels: Kernels
  let exchange: Exchange
  let workspace = Workspace()
  let rotary: [RotaryRule: RotaryTable]
  /// The microbatches of a step: feeds of the device's data rank, for which there is room.
  var microbatches: [[Feed]] = []
  /// For each what takes notes of its routes, on the first device that has them.
  private(set) var traces: [StepTrace?] = []
  /// Bytes of blocks of the cache in the last step, when room was made for all its tokens.
  private(set) var cacheBytes = 0
  /// Bytes of the matrices in use in the largest microbatch of the last step.
  private(set) var activationBytes = 0
  /// Counts passes in a decode loop; nothing outside of one.
  var clock: PassClock?

  /// A device with an empty cache.
  ///
  /// - Parameters:
  ///   - exchange: The device's end.
  ///   - layout: How the model is spread, which must be able to carry it.
  ///   - architecture: Of the whole model, with the naming that the checkpoint shows.
  ///   - checkpoint: Of the whole model; only the device's part is read.
  ///   - rotary: Tables for all positions that a sequence may have.
  ///   - options: How the device computes.
  ///   - format: How matrices are kept.
  /// - Throws: `ModelError`: a tensor that is missing, misshapen or unreadable, or a part without a block.
  init(
    _ exchange: Exchange,
    _ layout: Layout,
    _ architecture: Architecture,
    _ checkpoint: any Checkpoint,
    rotary: [RotaryRule: RotaryTable],
    _ options: Engine.Options,
    format: WeightFormat?
  ) throws(ModelError) {
    let rank = exchange.rank
    let place = layout.place(of: rank)
    self.rank = rank
    self.place = place
    self.layout = layout
    self.exchange = exchange
    self.rotary = rotary
    config = architecture.shape
    let pool = WorkerPool(threads: options.threads)
    kernels = Kernels(path: options.kernels, pool: pool)
    let parts = ShardParts(layout, rank)
    let cut = architecture.cut(parts)
    let binder = WeightBinder(
      checkpoint: ShardCheckpoint(checkpoint, architecture, parts),
      format: format,
      offset: architecture.normOffset,
      pool: pool
    )
    part = try ModelPart(
      binder,
      cut,
      ModelPart.Extent(
        layers: layout.stages(of: config)[place.stage].indices,
        hasEmbedding: place.stage == 0,
        hasHead: place.stage == layout.pipeline - 1 && place.context == 0,
        hasSharedExperts: place.context == 0,
        experts: { experts in
          let shards = ExpertShards(experts, layout)
          return shards.held(by: shards.place(of: rank).group)
        }
      )
    )
    caches = LayerCaches(
      part.layers,
      cut,
      options,
      tokens: options.cacheTokens ?? architecture.contextLength,
      share: layout.context > 1 ? CacheShare(rank: place.context, ranks: layout.context) : nil
    )
  }

  /// New tokens of one of the device's sequences.
  struct Feed {
    let cache: SequenceCache
    var tokens: [Int32]
    let logits: Int
  }

  /// Says what the next step is.
  func load(_ microbatches: [[Feed]], traces isTraced: Bool) {
    self.microbatches = microbatches
    let takesNotes = isTraced && place.context == 0 && place.tensor == 0
    traces = microbatches.map { _ in takesNotes ? StepTrace() : nil }
  }

  /// Notes how much of the cache is taken.
  func noteCache() {
    cacheBytes = caches.windows.indices.reduce(0) { sum, group in
      sum + caches.pools[group].used * caches.bytesPerBlock(group)
    }
  }

  /// Works through the microbatches of a step, one after the other; an error ends the exchange for all devices.
  ///
  /// - Returns: For each microbatch the logits that were asked for, if this device collects them.
  func run() -> Result<[[[Float]]], TransportError> {
    ending { () throws(TransportError) in
      var logits: [[[Float]]] = []
      for (feeds, trace) in zip(microbatches, traces) { logits.append(try pass(feeds, trace)) }
      return logits
    }
  }

  /// Does a step's or a loop's work, after which the device has no feeds any more; an error ends the exchange
  /// for all devices.
  func ending<Made>(
    _ work: () throws(TransportError) -> Made
  ) -> Result<Made, TransportError> {
    // A sequence that goes is to take its cache with it.
    defer { microbatches = [] }
    activationBytes = 0
    return Result { () throws(TransportError) in
      do throws(TransportError) {
        return try work()
      } catch {
        if case .ended = error {
        } else {
          exchange.close(.ended(rank: rank, reason: "\(error)"))
        }
        throw error
      }
    }
  }

  /// Passes one microbatch through the device's layers.
  ///
  /// - Returns: The logits that were asked for, if this device collects them.
  func pass(_ feeds: [Feed], _ trace: StepTrace? = nil) throws(TransportError) -> [[Float]] {
    workspace.begin()
    let pass = DevicePass(self, feeds, trace)
    try pass.run()
    for feed in feeds { feed.cache.append(feed.tokens) }
    activationBytes = max(activationBytes, workspace.bytesInUse)
    return pass.logits
  }
}

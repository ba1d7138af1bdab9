import Quantities
import ServingMath

/// One microbatch on one device: performs the device's program, step by step.
///
/// Between steps the matrices stand here that one step makes and another takes.
final class DevicePass {
  let device: VirtualDevice
  let feeds: [VirtualDevice.Feed]
  let step: Step
  /// The residual stream, whole: rows × hidden size.
  let stream: Matrix
  /// What heads attended to, whole or this device's part.
  var attended: Matrix.Slice?
  /// A part of what is added to the stream, and the devices over which the parts are summed up.
  var result: (matrix: Matrix, group: [Int])
  /// The normed rows that a layer's experts get.
  var inputs: Matrix.Slice?
  /// What the router chose for each row.
  var routes: [[(expert: Int, weight: Float)]] = []
  /// What the visited experts made, and for each row where in it its visits are.
  var mixed: (results: Matrix, visits: [[(row: Int32, weight: Float)]])?
  /// Rows on their way to experts and back, where devices exchange them.
  var travel: ExpertTravel?
  /// Logits of the rows that asked for them, on the device that collects them.
  var logits: [[Float]] = []
  var lastLogits: Matrix?

  init(_ device: VirtualDevice, _ feeds: [VirtualDevice.Feed], _ trace: StepTrace?) {
    self.device = device
    self.feeds = feeds
    step = Step(
      feeds.map { ($0.cache, $0.tokens.count) },
      device.caches,
      kernels: device.kernels,
      rotary: device.rotary,
      workspace: device.workspace,
      trace: trace
    )
    stream = step.matrix(.hidden, columns: device.config.hiddenSize)
    result = (stream, [device.rank])
  }

  var layout: Layout { device.layout }
  var place: DevicePlace { device.place }
  var kernels: Kernels { device.kernels }
  var exchange: Exchange { device.exchange }
  var tensorGroup: [Int] { Array(layout.tensorGroup(of: place)) }

  /// Performs the whole program.
  func run() throws(TransportError) {
    let program = layout.program(for: place, hasRows: step.rows > 0, of: device.config)
    for (action, layer) in program { try perform(action, layer: layer) }
  }

  /// Performs one step of the program.
  func perform(_ action: PlannedAction.Step, layer: Int?) throws(TransportError) {
    switch action {
    case .embed: embed()
    case .receive: try receiveStream()
    case .gather: try gatherStream()
    case .send: try sendStream()
    case .head: makeLogits()
    case .collectLogits: try collectLogits()
    case .sum: try exchange.allReduce(result.matrix, over: result.group)
    case .attention: attend(self.layer(layer))
    case .mergeContext: try mergeContext(self.layer(layer))
    case .attentionOutput: makeAttentionOutput(self.layer(layer))
    case .addAttention: self.layer(layer).addAttention(result.matrix, to: stream, step)
    case .network: transform(self.layer(layer))
    case .route: route(self.layer(layer))
    case .dispatch: try dispatch(self.layer(layer))
    case .sharedExperts: computeSharedExperts(self.layer(layer))
    case .experts: computeExperts(self.layer(layer))
    case .combine: try combine(self.layer(layer))
    case .mix: mix()
    case .addNetwork: self.layer(layer).addNetwork(result.matrix, to: stream, step)
    case .sumGradients, .update, .shareWeights: stop("a forward pass has no \(action)")
    }
  }

  /// A layer that the device has a part of, by its index in the model.
  private func layer(_ index: Int?) -> TransformerLayer {
    guard let index, let layer = device.part.layers.first(where: { $0.index == index }) else {
      stop("device \(device.rank) has no layer \(index.map(String.init) ?? "without a number")")
    }
    return layer
  }
}

// MARK: - Within a layer

extension DevicePass {
  private func attend(_ layer: TransformerLayer) {
    let index = layer.index - device.part.layers[0].index
    attended = layer.mixing.attend(
      layer.attentionInputs(stream, step),
      step,
      cache: device.caches.stores[index],
      group: device.caches.group(of: index)
    )
  }

  /// Gets what the other devices attended to, and puts all of it together as each of them does.
  private func mergeContext(_ layer: TransformerLayer) throws(TransportError) {
    let mixing = layer.mixing
    let width = mixing.cacheShape.valueWidth
    let parts = step.contextParts(mixing.rule, valueWidth: width)
    func part(_ rank: Int) -> Matrix.Slice {
      parts[rows: rank * step.rows..<(rank + 1) * step.rows]
    }
    let count = step.rows * parts.columns
    let all = try exchange.allGather(
      part(place.context).numbers,
      sizes: [Int](repeating: count, count: layout.context),
      over: layout.contextGroup(of: place)
    )
    for (rank, numbers) in all.enumerated() where rank != place.context {
      part(rank).replace(with: numbers)
    }
    let whole = step.matrix(.attended, columns: mixing.rule.queryHeads * width).all
    kernels.merge(parts.all, mixing.rule, into: whole)
    attended = whole
  }

  private func makeAttentionOutput(_ layer: TransformerLayer) {
    guard let attended else { stop("an output is asked for before attention") }
    result = (layer.mixing.output(attended, step), tensorGroup)
  }

  private func transform(_ layer: TransformerLayer) {
    guard case .dense(let network) = layer.network else {
      stop("layer \(layer.index) has experts in place of one network")
    }
    result = (network(layer.networkInputs(stream, step), step), tensorGroup)
  }
}

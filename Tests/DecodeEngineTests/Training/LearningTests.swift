import DecodeEngine
import Quantities
import Testing

@Suite struct LearningTests {
  private static let shape = TrainingShape(
    hiddenSize: 32,
    layers: 2,
    heads: 4,
    keyValueHeads: 2,
    headDimension: 8,
    feedForwardSize: 64,
    vocabularySize: 8
  )

  private static func run(
    _ shape: TrainingShape,
    steps: Int,
    seed: UInt64 = 1,
    policy: RecomputationPolicy = .stored
  ) throws -> (TrainingModel, TrainingRun) {
    var model = try TrainingModel(config: shape, seed: seed)
    var optimiser = try AdamW(for: model, learningRate: 3e-3)
    var task = try CopyingTask(symbols: 8, length: 5, seed: seed)
    let run = try model.train(on: task.batches(steps, of: 16), with: &optimiser, policy: policy)
    return (model, run)
  }

  /// Four of nine predictions are guesses among 8 tokens, which costs 4/9 · ln 8; the rest can be copied.
  @Test(arguments: [RecomputationPolicy.stored, .checkpointed(every: 1), .reversible])
  func copyingIsLearnt(policy: RecomputationPolicy) throws {
    let shape = TrainingShape(
      hiddenSize: 32,
      layers: 2,
      heads: 4,
      keyValueHeads: 2,
      headDimension: 8,
      feedForwardSize: 64,
      vocabularySize: 8,
      isReversible: policy == .reversible
    )
    let (_, run) = try Self.run(shape, steps: 400, policy: policy)
    let guessing = CLibrary.logarithm(8)
    let floor = 4.0 / 9 * guessing
    let last = run.losses.suffix(20).reduce(0) { $0 + $1.plain } / 20
    #expect(run.losses[0].plain > 0.9 * guessing)
    #expect(last < 1.1 * floor, "\(last) against \(floor)")
    #expect(last > 0.9 * floor, "\(last) against \(floor): better than guessing is impossible")
  }

  @Test func stateTakesTwelveBytesBesideTheWeights() throws {
    let (model, run) = try Self.run(Self.shape, steps: 2)
    let weights = Double(model.parameters.count)
    #expect(run.weightBytes == Quantity(4 * weights, .bytes))
    #expect(run.gradientBytes == Quantity(4 * weights, .bytes))
    #expect(run.optimiserBytes == Quantity(8 * weights, .bytes))
    #expect(run.tokens == Quantity(2 * 16 * 9, .tokens))
  }

  @Test func countersOfARunAreThoseOfItsSteps() throws {
    let (_, run) = try Self.run(Self.shape, steps: 3)
    let one = try TrainingModel(config: Self.shape, seed: 1)
      .step(tokens: SmallModels.tokens(Array(repeating: 10, count: 16), below: 8))
    #expect(run.counters.forward.total == 3 * one.counters.forward.total)
    #expect(run.counters.backward.total == 3 * one.counters.backward.total)
    #expect(run.activationBytes == one.activationBytes)
  }

  /// One step by hand: with both moments fresh, a weight moves by the rate against its gradient's sign.
  @Test func firstStepMovesEachWeightByTheRate() throws {
    var model = try TrainingModel(config: Self.shape, seed: 4)
    let before = model.parameters
    var optimiser = try AdamW(for: model, learningRate: 1e-2, epsilon: 0, weightDecay: 0.5)
    let gradients = try model.step(tokens: [[0, 1, 2, 3, 4, 5, 6, 7, 1]]).gradients
    try optimiser.update(&model, gradients)
    for (index, tensor) in before.tensors.enumerated() {
      let after = model.parameters.tensors[index].values
      let decay: Float = tensor.shape.count == 2 ? 0.5 : 0
      for element in tensor.values.indices where gradients.tensors[index].values[element] != 0 {
        let sign: Float = gradients.tensors[index].values[element] > 0 ? 1 : -1
        let weight = tensor.values[element]
        let expected = weight - 1e-2 * (sign + decay * weight)
        #expect(abs(after[element] - expected) < 1e-5, "\(tensor.name)")
      }
    }
  }

  @Test func seedFixesEverything() throws {
    let first = try Self.run(Self.shape, steps: 5)
    let second = try Self.run(Self.shape, steps: 5)
    let third = try Self.run(Self.shape, steps: 5, seed: 2)
    #expect(first.0.parameters == second.0.parameters)
    #expect(first.1.losses == second.1.losses)
    #expect(first.1.losses != third.1.losses)
  }
}

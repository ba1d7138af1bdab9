import DecodeEngine
import ServingMath
import Testing

/// Models and batches small enough for plain loops, with sizes that divide nothing evenly.
enum SmallModels {
  static func shape(
    layers: Int = 2,
    keyValueHeads: Int = 2,
    vocabularySize: Int = 17,
    isReversible: Bool = false
  ) -> TrainingShape {
    TrainingShape(
      hiddenSize: 11,
      layers: layers,
      heads: 4,
      keyValueHeads: keyValueHeads,
      headDimension: 6,
      feedForwardSize: 19,
      vocabularySize: vocabularySize,
      isReversible: isReversible
    )
  }

  /// A model whose norms differ from 1, so that a forgotten one shows.
  static func model(_ shape: TrainingShape, seed: UInt64 = 1) throws -> TrainingModel {
    var model = try TrainingModel(config: shape, seed: seed)
    var random = SplitMix64(seed: seed &+ 99)
    for tensor in model.parameters.tensors where tensor.shape.count == 1 {
      try model.setParameter(tensor.name, to: tensor.values.map { _ in 0.5 + random.nextUnit() })
    }
    return model
  }

  /// Sequences of the given lengths.
  static func tokens(
    _ lengths: [Int] = [6, 2, 9],
    below vocabularySize: Int = 17,
    seed: UInt64 = 5
  )
    -> [[Int32]]
  {
    var random = SplitMix64(seed: seed)
    return lengths.map { length in
      (0..<length).map { _ in Int32.random(in: 0..<Int32(vocabularySize), using: &random) }
    }
  }
}

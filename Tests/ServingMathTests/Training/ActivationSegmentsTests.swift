import Quantities
import ServingMath
import Testing

@Suite struct ActivationSegmentsTests {
  static let models = [
    MegatronModel(layers: 24, hiddenSize: 2304, heads: 24),
    MegatronModel(layers: 105, hiddenSize: 20_480, heads: 128),
  ]

  @Test(arguments: models)
  func oneSegmentStoresEverything(model: MegatronModel) {
    let memory = ActivationMemory(model, tensor: 8)
    let whole = memory.peak(segment: model.layers, layers: model.layers)
    let stored = memory.peak(.stored, layers: model.layers)
    #expect(close(whole - stored, memory.perLayer(.full)))
    #expect(close(stored, memory.kept(.stored, layers: model.layers)))
  }

  @Test(arguments: models)
  func segmentsOfOneLayerAreFullRecomputation(model: MegatronModel) {
    let memory = ActivationMemory(model)
    let difference =
      memory.peak(segment: 1, layers: model.layers) - memory.peak(.full, layers: model.layers)
    #expect(close(difference, memory.perLayer(.full)))
  }

  @Test(arguments: models)
  func noSegmentBeatsTheBest(model: MegatronModel) {
    let memory = ActivationMemory(model)
    for layers in [1, 2, 7, 64, 1000] {
      let best = memory.peak(segment: memory.bestSegment(layers: layers), layers: layers)
      #expect((1...layers).allSatisfy { best <= memory.peak(segment: $0, layers: layers) })
    }
  }

  @Test(arguments: models)
  func bestSegmentsGrowWithTheRootOfTheDepth(model: MegatronModel) {
    let memory = ActivationMemory(model)
    for layers in [1_000, 4_000] {
      let best = memory.peak(segment: memory.bestSegment(layers: layers), layers: layers)
      let product = Double(layers) * memory.perLayer(.full) / memory.perLayer(.stored)
      let root = 2 * product.plain.squareRoot() * memory.perLayer(.stored)
      #expect(close(best.value(in: .bytes), root.value(in: .bytes), within: 0.05))
    }
  }

  @Test(arguments: models)
  func reversibleLayersPeakAtTheSameBytesAtEveryDepth(model: MegatronModel) {
    let memory = ActivationMemory(model)
    let shallow = memory.peak(.reversible, layers: 1)
    #expect(memory.peak(.reversible, layers: 1_000) == shallow)
    #expect(shallow == memory.perLayer(.full) + memory.perLayer(.stored))
  }
}

import Quantities
import ServingMath
import Testing

@Suite struct StageMemoryTests {
  private let v3 = ServedModel(.deepSeekV3)
  private let chat = Quantity(8192, .tokens)

  private func loop(_ stages: Int) -> StageMemory {
    StageMemory(
      v3,
      width: Lecture.expertWidth.value,
      stages: stages,
      microbatch: Lecture.exampleBatch,
      context: chat
    )
  }

  /// C110, C111: by hand, 671 GB over 64 · P, and 2,400 · 8,192 · 70,272 B over 64.
  @Test(arguments: [(1, 10.48), (2, 5.24), (4, 2.62), (8, 1.31)])
  func weightsShrinkAndCacheStays(stages: Int, gigabytes: Double) {
    #expect(close(loop(stages).weightsPerDevice, Quantity(gigabytes, .gigabytes), within: 1e-3))
    #expect(close(loop(stages).cachePerDevice, Quantity(21.59, .gigabytes)))
  }

  /// C103, C105: the parts on all GPUs together are the demand.
  @Test(arguments: [1, 3, 8]) func partsAddUp(stages: Int) {
    let memory = loop(stages)
    #expect(close(Double(memory.devices) * memory.perDevice, memory.demand, within: 1e-12))
    #expect(
      close(memory.perDevice, memory.weightsPerDevice + memory.cachePerDevice, within: 1e-12)
    )
  }

  /// With one microbatch instead of one a stage, stages do divide the cache, and most of them idle.
  @Test func cacheShrinksWhereStagesIdle() {
    let idle = StageMemory(
      v3,
      width: 64,
      stages: 4,
      microbatches: 1,
      microbatch: Lecture.exampleBatch,
      context: chat
    )
    #expect(close(4 * idle.cachePerDevice, loop(4).cachePerDevice, within: 1e-12))
  }

  /// The exercise: five trillion parameters in 8 bits over 64 GPUs, 78.1 GB at one stage.
  @Test(arguments: [(20.0, 4), (40, 2), (78, 2), (78.2, 1), (500, 1)])
  func stagesForALimit(gigabytes: Double, stages: Int) {
    let large = ServedModel(
      name: "large",
      totalParameters: Lecture.largeModel.value,
      activeParameters: Quantity(1e11),
      keyValueBytesPerToken: v3.keyValueBytesPerToken
    )
    let limit = Quantity(gigabytes, .gigabytes)
    #expect(StageMemory.fewestStages(large, width: 64, limit: limit) == stages)
  }

  @Test func whatFitsFillsTheMemory() {
    let memory = Chip.gb200.memory.value
    let longest = loop(2).longestContext(memory: memory)
    let full = StageMemory(
      v3,
      width: 64,
      stages: 2,
      microbatch: Lecture.exampleBatch,
      context: longest
    )
    #expect(close(full.perDevice, memory, within: 1e-12))
    #expect(
      close(full.largestMicrobatch(memory: memory), Lecture.exampleBatch, within: 1e-12)
    )
  }

  /// C121: one read of the weights, however many stages.
  @Test(arguments: [1, 2, 4, 8]) func stagesDoNotReadFaster(stages: Int) {
    let time = loop(stages).weightReadTime(bandwidth: Chip.gb200.memoryBandwidth.value)
    #expect(close(time, v3.weights / (64 * Chip.gb200.memoryBandwidth.value), within: 1e-12))
  }

  @Test func noGPUStops() async {
    await #expect(processExitsWith: .failure) {
      _ = StageMemory(
        ServedModel(.deepSeekV3),
        width: 0,
        stages: 1,
        microbatch: Quantity(1),
        context: Quantity(1, .tokens)
      )
    }
  }
}

import DecodeEngine
import ServingMath
import TestSupport
import Testing

@Suite struct MemoryTests {
  @Test(arguments: ReferenceFile.names, WeightFormat.allCases)
  func needIsWhatTheModelThenTakes(_ name: String, _ format: WeightFormat) throws {
    let reference = try ReferenceFile(name)
    let transformer = try Transformer(folder: reference.folder, format: format)
    let need = try MemoryNeed(
      .folder(reference.folder),
      format: format,
      cache: .bf16,
      sequences: 2,
      positions: 40
    )
    #expect(need.weights == transformer.weightCount)
    // Routers stay in single precision, and latent matrices are padded head by head.
    let share = Double(need.weightBytes) / Double(transformer.residentBytes)
    #expect(abs(share - 1) < 0.1, "\(share)")

    let engine = Engine(
      transformer,
      Engine.Options(cache: .bf16, cacheTokens: 96, sharesPrefixes: false)
    )
    let tokens = try reference.tokens("tokens")
    let sequences = [engine.sequence(), engine.sequence()]
    for sequence in sequences { _ = try engine.step([Engine.Feed(tokens, to: sequence)]) }
    let held = withExtendedLifetime(sequences) { engine.cacheUse.held }
    #expect(need.cacheBytes <= held)
    if transformer.architecture.shape.layers.allSatisfy({ $0.attention.span == .full }) {
      #expect(need.cacheBytes == held)
    }
  }

  @Test func thePeakOfTheProcessGrowsWithWhatItTakes() throws {
    let before = try #require(ProcessMemory.peakBytes)
    let resident = try #require(ProcessMemory.residentBytes)
    #expect(resident > 1 << 20 && resident <= before + 1 << 20)
    #expect(try #require(ProcessMemory.availableBytes) > 1 << 20)
    var numbers = [UInt8](repeating: 0, count: before - resident + 64 << 20)
    for index in stride(from: 0, to: numbers.count, by: 4096) { numbers[index] = 1 }
    #expect(try #require(ProcessMemory.peakBytes) >= before + 32 << 20)
    #expect(numbers.last == 0)
  }
}

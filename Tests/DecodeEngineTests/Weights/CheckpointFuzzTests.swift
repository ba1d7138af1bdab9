import DecodeEngine
import Foundation
import Testing

/// Thousands of damaged files: each gives weights or a typed error, never a crash.
///
/// `.ci/fuzz-weights MINUTES` runs this suite for longer, under the address sanitizer. After a crash the file that
/// caused it is still in `/dev/shm` (or the temporary folder), as `weights-…/case` (an index: `weights-…/model.safetensors.index.json`).
@Suite struct CheckpointFuzzTests {
  /// How many cases give weights, and how many an error.
  private struct Outcome {
    var weights = 0
    var errors: [CheckpointMutator.Kind: Int] = [:]
    var elements = 0
  }

  @Test func undamagedSeedsAreReadable() throws {
    // With the damages left out the generator's files must open, or it tests only the first check.
    for kind in CheckpointMutator.Kind.allCases {
      for bytes in CheckpointMutator.wholeFiles(kind) {
        let folder = try Self.folder()
        _ = try Self.readAll(bytes, kind, folder)
      }
    }
  }

  @Test func damagedFilesGiveWeightsOrErrors() throws {
    let environment = ProcessInfo.processInfo.environment
    let seconds = environment["CHALKTALK_FUZZ_SECONDS"].flatMap(Double.init)
    let first = environment["CHALKTALK_FUZZ_SEED"].flatMap(UInt64.init) ?? 1
    let clock = ContinuousClock()
    let start = clock.now
    let folder = try Self.folder()
    let kinds = CheckpointMutator.Kind.allCases
    var outcome = Outcome()
    var number: UInt64 = 0
    while seconds.map({ start.duration(to: clock.now) < .seconds($0) }) ?? (number < 20_000) {
      let kind = kinds[Int(number % UInt64(kinds.count))]
      var damaged = CheckpointMutator(seed: first &+ number)
      do {
        outcome.elements += try Self.readAll(damaged.file(kind), kind, folder)
        outcome.weights += 1
      } catch {
        outcome.errors[kind, default: 0] += 1
        #expect(!error.description.isEmpty)
        #expect(error.description.utf8.count < 2_000, "\(error)")
      }
      number += 1
    }
    if seconds != nil {
      print("\(number) damaged files from seed \(first): \(outcome)")
    }
    // Both ends are reached: damages that no check can see, and damages of every kind of file.
    #expect(outcome.weights > number / 50)
    #expect(kinds.allSatisfy { outcome.errors[$0, default: 0] > number / 20 })
  }

  // MARK: One case

  /// Opens a file and asks for all that there is; answers how many elements were read.
  private static func readAll(
    _ bytes: [UInt8],
    _ kind: CheckpointMutator.Kind,
    _ folder: ScratchFolder
  ) throws(CheckpointError) -> Int {
    let name = kind == .index ? "model.safetensors.index.json" : "case"
    let path = folder.replace(name, with: bytes)
    switch kind {
    case .safetensors: return try elements(SafetensorsCheckpoint(file: path))
    case .index: return try elements(SafetensorsCheckpoint(folder: folder.path))
    case .llama2c: return try elements(Llama2CCheckpoint(file: path))
    case .gguf:
      let checkpoint = try GGUFCheckpoint(file: path)
      let metadata = checkpoint.metadata
      for key in metadata.keys {
        // Of the four kinds of list three must be refused; which is the file's choice.
        _ = try? metadata.strings(key)
        _ = try? metadata.integers(key)
        _ = try? metadata.floats(key)
        _ = try? metadata.bools(key)
      }
      let count = try elements(checkpoint)
      _ = try checkpoint.architecture()
      return count
    }
  }

  /// Reads every tensor, once whole and once in pieces; what has no reader must say so.
  private static func elements(_ checkpoint: some Checkpoint) throws(CheckpointError) -> Int {
    var count = 0
    for name in checkpoint.names {
      if case .other = checkpoint.format(of: name) { continue }
      let whole = try checkpoint.elements(of: name)
      count += whole.count
      var first = 0
      while first < whole.count {
        var piece = [Float](repeating: .nan, count: min(whole.count - first, 13))
        var span = piece.mutableSpan
        try checkpoint.read(name, from: first, into: &span)
        #expect(piece == Array(whole[first..<first + piece.count]))
        first += piece.count
      }
      checkpoint.release(name)
    }
    return count
  }

  private static func folder() throws -> ScratchFolder {
    let folder = try ScratchFolder()
    for (name, bytes) in CheckpointMutator.shards { try folder.write(bytes, to: name) }
    return folder
  }
}

import DecodeEngine
import ServingMath
import TestSupport
import Testing

/// Which weights the devices of a layout hold.
struct ShardWeightsTests {
  /// A checkpoint that notes which elements are read.
  private final class WatchedCheckpoint: Checkpoint, @unchecked Sendable {
    // Sendable: weights are read on one thread in these tests.
    let inner: SafetensorsCheckpoint
    var read: [String: [Bool]] = [:]

    init(_ name: String) throws {
      inner = try SafetensorsCheckpoint(folder: ReferenceFile.checkpoints + "/" + name)
    }

    var names: [String] { inner.names }
    func shape(of name: String) -> [Int]? { inner.shape(of: name) }
    func format(of name: String) -> StoredFormat? { inner.format(of: name) }
    func release(_ name: String) { inner.release(name) }

    func read(
      _ name: String,
      from first: Int,
      into out: inout MutableSpan<Float>
    ) throws(CheckpointError) {
      try inner.read(name, from: first, into: &out)
      let count = inner.count(of: name) ?? 0
      var read = self.read[name] ?? [Bool](repeating: false, count: count)
      for index in first..<first + out.count { read[index] = true }
      self.read[name] = read
    }
  }

  /// An engine of one device of a layout, with what it has read of each tensor.
  private func read(_ name: String, _ layout: Layout, rank: Int) throws -> WatchedCheckpoint {
    let checkpoint = try WatchedCheckpoint(name)
    _ = try ShardedEngine(
      Architecture(folder: checkpoint.inner.folder(name)),
      checkpoint,
      layout: layout,
      transports: [InProcessTransport.connecting(layout.devices)[rank]]
    )
    return checkpoint
  }

  @Test(
    arguments: [
      ("llama", "tp4,pp3", 0), ("gpt-oss", "tp4,dp3,ep6", 4), ("deepseek-v3", "tp2,ep8,dp4", 0),
      ("gemma3", "tp2,pp2", 0), ("mixtral", "ep4,dp2,tp2", 0), ("qwen3-moe", "pp3,ep4", 0),
    ]
  )
  func togetherDevicesReadEverythingAndEachItsPart(
    name: String,
    layout text: String,
    redundant: Int
  ) throws {
    let layout = try Layout(parsing: text, redundantExperts: redundant)
    let all = try (0..<layout.devices).map { try read(name, layout, rank: $0) }
    let inner = all[0].inner
    let config = try Architecture(folder: inner.folder(name)).shape
    for tensor in inner.names {
      let count = try #require(inner.count(of: tensor))
      let shares = all.map { $0.read[tensor]?.count { $0 } ?? 0 }
      let union = (0..<count).allSatisfy { index in
        all.contains { $0.read[tensor]?[index] ?? false }
      }
      #expect(union, "\(tensor) has elements that no device reads")
      // Matrices of heads, widths and vocabulary are cut evenly; experts are dealt out.
      let isCut = ["q_proj.weight", "o_proj.weight", "lm_head", "mlp.gate_proj", "mlp.down_proj"]
        .contains { tensor.contains($0) }
      let most = try #require(shares.max())
      if isCut { #expect(most == count / layout.tensor, "\(tensor): a device reads \(most)") }
      guard let experts = config.experts, tensor.contains("experts"), !tensor.contains("shared")
      else { continue }
      let slots = experts.count + redundant
      let isWhole = tensor.contains("bias") && tensor.contains("down_proj")
      let parts = isWhole ? 1 : layout.expertTensor
      if tensor.contains("experts.gate_up") || tensor.contains("experts.down") {
        // One tensor for all experts; a group may hold one twice.
        #expect(most <= count * slots / experts.count / layout.expert / parts)
      } else {
        #expect(most == count / parts)
        #expect(shares.count { $0 > 0 } <= layout.devicesPerStage)
      }
    }
  }

  @Test func oneDeviceHoldsAsMuchAsTheUnshardedEngine() throws {
    for name in ReferenceFile.names {
      let source = ModelSource.folder(ReferenceFile.checkpoints + "/" + name)
      let engine = try ShardedEngine(source, layout: .single)
      #expect(engine.reports.map(\.weightBytes) == [try Transformer(source).residentBytes])
    }
  }
}

extension SafetensorsCheckpoint {
  fileprivate func folder(_ name: String) -> String { ReferenceFile.checkpoints + "/" + name }
}

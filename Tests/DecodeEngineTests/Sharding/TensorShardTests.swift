import DecodeEngine
import Quantities
import ServingMath
import TestSupport
import Testing

/// Which device holds what, as it can be asked for, against what devices hold.
@Suite struct TensorShardTests {
  private static let layouts = [
    "tp2", "pp3,tp2", "dp4", "cp2", "pp1/2", "tp2,cp2", "dp2,tp2,ep4", "pp3,ep4", "tp4,ep2",
    "dp2,cp2,ep4",
  ]

  @Test(arguments: ReferenceFile.names)
  func shardsAreWhatDevicesHold(name: String) throws {
    let source = ModelSource.folder(ReferenceFile.checkpoints + "/" + name)
    let architecture = try source.architecture()
    var tried = 0
    for text in Self.layouts {
      let copies = text.contains("ep4") ? 4 : 0
      let layout = try Layout(parsing: text, redundantExperts: copies)
      guard (try? layout.check(architecture.shape)) != nil else { continue }
      tried += 1
      var widths = PlanWidths(engine: PlanWidths.Weights(bytesPerElement: 4))
      widths.panelRows = 1
      let plan = try Plan(architecture.shape, layout, feeds: [], widths: widths)
      var seen: [String: [Set<Int>]] = [:]
      for rank in 0..<layout.devices {
        let shards = try architecture.shards(of: layout, on: rank)
        let bytes = shards.reduce(0) { $0 + 4 * $1.count }
        #expect(Double(bytes) == plan.device(rank).memory.weights, "\(name) on \(text): \(rank)")
        for shard in shards {
          var sides = seen[shard.name] ?? shard.sides.map { _ in [] }
          for side in shard.sides.indices { sides[side].formUnion(shard.sides[side].joined()) }
          seen[shard.name] = sides
        }
      }
      // Together the devices have every index of every side.
      for (tensor, shape) in architecture.tensorShapes {
        #expect(seen[tensor]?.map(\.count) == shape, "\(name) on \(text): \(tensor)")
      }
    }
    #expect(tried >= 5)
  }

  @Test(arguments: [(1, 40), (2, 40), (3, 100), (4, 7), (4, 64)])
  func positionsAreDealtOutWhole(ranks: Int, length: Int) throws {
    let layout = try Layout(tensor: 2, context: ranks)
    let all = (0..<ranks).map { layout.positions(of: length, keptOn: 2 * $0 + 1) }
    #expect(all.joined().joined().sorted() == Array(0..<length))
    for (rank, kept) in all.enumerated() {
      #expect(kept.reduce(0) { $0 + $1.count } == layout.positionsKept(of: length, context: rank))
    }
  }

  @Test func aLayoutThatCannotBeIsRefused() throws {
    let folder = ReferenceFile.checkpoints + "/llama"
    let architecture = try ModelSource.folder(folder).architecture()
    let layout = try Layout(tensor: 3)
    #expect(throws: LayoutError.self) { try architecture.shards(of: layout, on: 0) }
  }
}

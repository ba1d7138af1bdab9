import ServingMath
import Testing

@Suite struct ExpertShardsTests {
  private let experts = Experts(count: 16, chosen: 4, feedForwardSize: 32)

  @Test(arguments: [
    ("ep4", 0), ("ep16", 0), ("tp4,ep2", 0), ("dp2,tp4,ep8", 0), ("ep4", 4), ("ep8", 16),
    ("tp2", 0),
    ("dp4,tp2,ep4", 8),
  ])
  func everyHolderOfAnExpertIsServedFrom(text: String, copies: Int) throws {
    let layout = try Layout(parsing: text, redundantExperts: copies)
    let shards = ExpertShards(experts, layout)
    let held = (0..<shards.groups).map(shards.held(by:))
    #expect(held.joined().count == 16 + copies && held.allSatisfy { $0.count == held[0].count })
    for expert in 0..<16 {
      let holders = held.indices.filter { held[$0].contains(expert) }
      #expect(!holders.isEmpty)
      let serving = (0..<64).map { shards.group(serving: expert, row: $0) }
      #expect(Set(serving) == Set(holders), "\(text): expert \(expert)")
    }
  }

  /// Where the expert degree divides the tensor degree, each tensor-parallel group has all experts.
  @Test(arguments: [
    ("tp4,ep2", false, 4), ("tp4", false, 4), ("tp4,ep4", false, 4), ("ep8", true, 8),
    ("dp2,tp4,ep8", true, 8), ("dp6,tp4,ep6", true, 12), ("dp2,tp2,ep2", false, 2),
  ])
  func rowsTravelWhereAGroupLacksExperts(text: String, travel: Bool, block: Int) throws {
    let layout = try Layout(parsing: text)
    let shards = ExpertShards(experts, layout)
    #expect(shards.exchanges == travel && shards.devices == block)
    #expect(layout.devicesPerStage.isMultiple(of: shards.devices))
  }
}

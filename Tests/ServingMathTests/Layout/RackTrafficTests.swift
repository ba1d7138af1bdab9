import Quantities
import ServingMath
import Testing

@Suite struct RackTrafficTests {
  private let board = RackTraffic(scaleUpOverScaleOut: Quantity(8))

  /// C063: half the tokens leave one of two racks, and cost four times the single rack's time.
  @Test(arguments: [(1, 0.0), (2, 4.0), (4, 6.0), (8, 7.0)])
  func slowLinksTakeTheirShare(racks: Int, slowdown: Double) {
    #expect(board.slowdown(racks: racks) == Quantity(slowdown))
  }

  /// C085: the lecture's worked products.
  @Test(arguments: [(8, 1, 2.0), (16, 1, 4.0), (32, 1, 8.0), (8, 2, 4.0)])
  func chosenExpertsHideTheHandOver(chosen: Int, layers: Int, ratio: Double) {
    #expect(
      board.stageOverHandOver(chosenExperts: chosen, layersPerStage: layers) == Quantity(ratio)
    )
  }

  /// C062: the ratio of each generation's own links.
  @Test(arguments: [(Chip.h100, 9.0), (.gb300, 9), (.gb200, 18)])
  func linksOfAChip(chip: Chip, ratio: Double) throws {
    let traffic = try #require(RackTraffic(of: chip))
    #expect(traffic.scaleUpOverScaleOut == Quantity(ratio))
  }

  @Test func noRackStops() async {
    await #expect(processExitsWith: .failure) { _ = RackTraffic.shareLeaving(racks: 0) }
  }
}

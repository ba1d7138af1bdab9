import Quantities
import ServingMath
import Testing

@Suite struct RackWiringTests {
  private let wiring = RackBuild.wiring

  /// 18 trays of 4 GPUs make the scale-up domain of the chip.
  @Test func traysHoldTheDomain() {
    #expect(RackBuild.chips == Chip.gb200.scaleUpDomain.value)
    #expect(RackBuild.computeTraysBelow == 8)
    #expect(RackBuild.switches == 18)
  }

  /// 900 GB/s each way over pairs of 25 GB/s: 72 pairs a GPU, and what is reported for the rack.
  @Test func cablesAreThoseReported() {
    #expect(wiring.cablesPerChip == 72)
    #expect(wiring.cables == RackBuild.cables.value)
  }

  /// C068.
  @Test func cablesAreProportionalToChips() {
    #expect(wiring.with(chips: 144).cables == 2 * wiring.cables)
    #expect(wiring.with(chips: 36).cables * 2 == wiring.cables)
  }

  /// C061: to a switch and down again.
  @Test func anyPairIsTwoLinksApart() {
    for chip in 1..<wiring.chips { #expect(wiring.links(from: 0, to: chip) == 2) }
    #expect(wiring.links(from: 5, to: 5) == 0)
  }

  @Test func switchesShareTheTraffic() {
    #expect(wiring.switchBandwidth == Quantity(3.6, .terabytesPerSecond))
  }

  @Test func chipsOutsideTheRackStop() async {
    await #expect(processExitsWith: .failure) { _ = RackBuild.wiring.links(from: 0, to: 72) }
  }
}

@Suite struct AllToAllTests {
  /// A switch keeps the whole rate, whatever the number of chips.
  @Test(arguments: [2, 64, 72])
  func switchedDomainsKeepTheirRate(chips: Int) {
    #expect(Chip.gb200.allToAllBandwidth(sides: [chips]) == Quantity(900, .gigabytesPerSecond))
  }

  @Test func whatTheDomainDoesNotHoldHasNoRate() {
    #expect(Chip.gb200.allToAllBandwidth(sides: [73]) == nil)
    #expect(Chip.rubinUltra.allToAllBandwidth(sides: [64]) == nil)
  }

  /// Rings of 4: distances 0, 1, 2, 1, mean 1 on each of three sides, among 63 others of 64.
  @Test func torusIsWorkedByHand() {
    let torus = ScaleUpTopology.torus(dimensions: 3, linksPerChip: 6)
    let expected = Quantity(3.0 * 64 / 63)
    #expect(abs(torus.meanLinks(sides: [4, 4, 4]) - expected) < Quantity(1e-12))
  }

  /// The mean distance against one that is counted, chip by chip.
  @Test(arguments: [[5], [6], [3, 4], [2, 3, 5], [4, 4, 8]])
  func torusMeetsACount(sides: [Int]) {
    let chips = sides.reduce(1, *)
    var distance = 0
    for chip in 0..<chips {
      var rest = chip
      for side in sides {
        let place = rest % side
        distance += min(place, side - place)
        rest /= side
      }
    }
    let counted = Quantity(distance) / Quantity(chips - 1)
    let formula = ScaleUpTopology.torus(dimensions: 3, linksPerChip: 6).meanLinks(sides: sides)
    #expect(abs(formula - counted) < Quantity(1e-12), "\(formula), counted \(counted)")
  }

  @Test func meshUsesTheLinksOfThoseThatTakePart() {
    #expect(Chip.mi300X.allToAllBandwidth(sides: [8]) == Quantity(448, .gigabytesPerSecond))
    #expect(Chip.mi300X.allToAllBandwidth(sides: [2]) == Quantity(64, .gigabytesPerSecond))
  }

  @Test(arguments: [(64, [4, 4, 4]), (8960, [16, 20, 28]), (9216, [16, 24, 24])])
  func sidesAreCubeLike(chips: Int, sides: [Int]) {
    #expect(Chip.roundestSides(chips: chips, dimensions: 3) == sides)
  }
}

import Quantities
import ServingMath
import Testing

@Suite struct ExpertGroupsTests {
  private let v3 = Experts(count: 256, chosen: 8)

  @Test func oneGroupIsAlwaysVisited() {
    #expect(v3.expectedGroupsVisited(groups: 1) == Quantity(1))
  }

  /// With one expert a group, as many groups as experts chosen.
  @Test func groupsOfOneAreVisitedOncePerExpert() {
    let visited = v3.expectedGroupsVisited(groups: 256)
    #expect(abs(visited - Quantity(8)) < Quantity(1e-9), "\(visited)")
  }

  /// Two of four experts in two groups: the second is in the other group twice in three times.
  @Test func smallCaseIsWorkedByHand() {
    let visited = Experts(count: 4, chosen: 2).expectedGroupsVisited(groups: 2)
    #expect(abs(visited - Quantity(5.0 / 3)) < Quantity(1e-12), "\(visited)")
  }

  @Test func choosingMoreThanTheOthersHoldVisitsAll() {
    #expect(Experts(count: 8, chosen: 7).expectedGroupsVisited(groups: 2) == Quantity(2))
  }

  @Test func unevenGroupsStop() async {
    await #expect(processExitsWith: .failure) {
      _ = Experts(count: 256, chosen: 8).expectedGroupsVisited(groups: 18)
    }
  }
}

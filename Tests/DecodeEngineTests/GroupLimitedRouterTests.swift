import DecodeEngine
import Testing

@Suite struct GroupLimitedRouterTests {
  private let scores: [Float] = [0.9, 0.1, 0.1, 0.8, 0.7, 0.2, 0.3, 0.3]

  /// Groups of two score 1.0, 0.9, 0.9, 0.6: the first two stay, ties going to the lower.
  @Test func choosesWithinTheBestGroups() {
    let router = GroupLimitedRouter(experts: 8, chosen: 3, groups: 4, groupsChosen: 2)
    #expect(router.route(scores) == [0, 3, 1])
  }

  @Test func allGroupsIsThePlainRouter() {
    let plain = ExpertRouter(experts: 8, chosen: 3)
    let all = GroupLimitedRouter(experts: 8, chosen: 3, groups: 4, groupsChosen: 4)
    #expect(all.route(scores) == plain.route(scores))
    #expect(GroupLimitedRouter(plain).route(scores) == plain.route(scores))
    #expect(plain.route(scores) == [0, 3, 4])
  }

  @Test func tiesGoToTheLowerIndex() {
    let router = GroupLimitedRouter(experts: 6, chosen: 2, groups: 3, groupsChosen: 1)
    #expect(router.route([Float](repeating: 0.5, count: 6)) == [0, 1])
  }

  @Test func tooFewExpertsInTheGroupsStop() async {
    await #expect(processExitsWith: .failure) {
      _ = GroupLimitedRouter(experts: 8, chosen: 3, groups: 4, groupsChosen: 1)
    }
  }
}

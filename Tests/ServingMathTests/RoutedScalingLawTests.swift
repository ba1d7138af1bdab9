import ServingMath
import Testing

@Suite struct RoutedScalingLawTests {
  @Test(arguments: RoutedScalingLaw.measured)
  func lawMeetsEveryMeasuredRoutedLoss(family: RoutedScalingLaw.Family) {
    for (experts, loss) in family.losses where experts > 1 {
      let predicted = RoutedScalingLaw.sBase.loss(
        parameters: family.activeParameters,
        experts: Double(experts)
      )
      #expect(close(predicted, loss, within: 0.021), "\(family.label), \(experts) experts")
    }
  }

  @Test(arguments: RoutedScalingLaw.measured)
  func moreExpertsNeverMeasuredWorse(family: RoutedScalingLaw.Family) {
    let losses = family.losses.map(\.loss)
    #expect(losses == losses.sorted(by: >))
  }

  @Test func sixtyFourExpertsEqualADenseModelSeveralTimesTheSize() {
    let effective = RoutedScalingLaw.all.map {
      ($0.effectiveParameters(parameters: 370e6, experts: 64) / 1e7).rounded() / 100
    }
    #expect(effective == [1.37, 1.00, 1.12])
  }

  @Test func oneExpertIsTheDenseModel() {
    for law in RoutedScalingLaw.all {
      #expect(close(law.effectiveParameters(parameters: 1e9, experts: 1), 1e9, within: 1e-9))
    }
  }

  @Test func effectiveModelHasTheSameLoss() {
    for law in RoutedScalingLaw.all {
      let dense = law.effectiveParameters(parameters: 370e6, experts: 64)
      let routed = law.loss(parameters: 370e6, experts: 64)
      #expect(close(law.loss(parameters: dense, experts: 1), routed, within: 1e-9))
    }
  }

  @Test func expertsOnSomeLayersDoNotMultiplyTheWhole() {
    let family = RoutedScalingLaw.family("370M")
    let growth = family.totalParameters(experts: 64) / family.activeParameters
    #expect(close(growth, 7_503_224_832 / 368_123_904, within: 1e-4))
  }
}

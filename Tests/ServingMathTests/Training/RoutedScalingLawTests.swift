import Quantities
import ServingMath
import Testing

@Suite struct RoutedScalingLawTests {
  @Test(arguments: RoutedScalingLaw.measured)
  func lawMeetsEveryMeasuredRoutedLoss(family: RoutedScalingLaw.Family) {
    for (experts, loss) in family.losses where experts > 1 {
      let predicted = RoutedScalingLaw.sBase.loss(
        parameters: family.activeParameters,
        experts: Quantity(experts)
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
    let published = [1.37e9, 1.00e9, 1.12e9]
    for (law, dense) in zip(RoutedScalingLaw.all, published) {
      let effective = law.effectiveParameters(parameters: Quantity(370e6), experts: Quantity(64))
      #expect(abs(effective - Quantity(dense)) <= Quantity(0.5e7), "\(law.name): \(effective)")
    }
  }

  @Test func oneExpertIsTheDenseModel() {
    let size = Quantity(1e9)
    for law in RoutedScalingLaw.all {
      #expect(
        close(law.effectiveParameters(parameters: size, experts: Quantity(1)), size, within: 1e-9)
      )
    }
  }

  @Test func effectiveModelHasTheSameLoss() {
    let (size, experts) = (Quantity(370e6), Quantity(64))
    for law in RoutedScalingLaw.all {
      let dense = law.effectiveParameters(parameters: size, experts: experts)
      let routed = law.loss(parameters: size, experts: experts)
      #expect(close(law.loss(parameters: dense, experts: Quantity(1)), routed, within: 1e-9))
    }
  }

  @Test func expertsOnSomeLayersDoNotMultiplyTheWhole() {
    let family = RoutedScalingLaw.family("370M")
    let growth = family.totalParameters(experts: 64) / family.activeParameters
    #expect(close(growth, Quantity(7_503_224_832) / Quantity(368_123_904), within: 1e-4))
  }
}

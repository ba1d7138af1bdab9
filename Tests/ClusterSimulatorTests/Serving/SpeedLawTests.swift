import ClusterSimulator
import Quantities
import Testing

/// What faster steps are sure to bring, and what they are not.
@Suite struct SpeedLawTests {
  private func endTimes(_ run: ServingRun) -> [Double] {
    run.compactMap { $0.end?.value(in: .seconds) }
  }

  private func slower(_ drawn: ServingCase, by factor: Double, alone: Bool) -> ServingSimulation {
    ServingSimulation(
      cost: drawn.cost.slower(by: Quantity(factor)),
      memory: drawn.memory,
      policy: ServingPolicy(
        sequences: alone ? 1 : drawn.policy.sequences,
        tokensPerStep: drawn.policy.tokensPerStep,
        chunk: drawn.policy.chunk,
        order: drawn.policy.order,
        reservation: drawn.policy.reservation
      )
    )
  }

  /// One at a time, first come, first served: nobody ends later (Lindley's recursion is monotone).
  @Test(arguments: 1...20 as ClosedRange<UInt64>)
  func nobodyEndsLaterWhenRequestsAreServedOneByOne(seed: UInt64) throws {
    let drawn = ServingCase(seed: seed, isTight: false)
    var last: [Double]?
    for factor in [1, 1.1, 1.5, 3] {
      let ends = endTimes(try slower(drawn, by: factor, alone: true).run(drawn.trace))
      if let last { #expect(zip(last, ends).allSatisfy { $0 <= $1 }) }
      last = ends
    }
  }

  /// With everybody there from the start no decision depends on the clock: all ends move alike.
  @Test(arguments: 1...20 as ClosedRange<UInt64>)
  func nobodyEndsLaterWhenAllComeAtOnce(seed: UInt64) throws {
    let drawn = ServingCase(seed: seed, isTight: seed % 2 == 0)
    let together = RequestTrace(
      drawn.trace.map {
        ServingRequest(
          arrival: Quantity(0, .seconds),
          promptTokens: $0.promptTokens,
          outputTokens: $0.outputTokens
        )
      }
    )
    let fast = endTimes(try slower(drawn, by: 1, alone: false).run(together))
    let slow = endTimes(try slower(drawn, by: 2, alone: false).run(together))
    // Times are whole numbers of 2⁻²⁰ s, so doubling them is exact.
    #expect(slow == fast.map { 2 * $0 })
  }

  /// In general a request may just miss a step that a slower instance would still have had before it.
  @Test func fasterStepsMayMakeALateComerWait() throws {
    let trace = RequestTrace([
      ServingRequest(arrival: Quantity(0, .seconds), promptTokens: 1, outputTokens: 2),
      ServingRequest(arrival: Quantity(10, .seconds), promptTokens: 1, outputTokens: 1),
    ])
    let ends = try [10.0, 9.0].map { step in
      endTimes(try ServingSimulation(cost: .fixed(Quantity(step, .seconds))).run(trace))
    }
    // At 10 s a step begins as it comes; at 9 s one began a second before.
    #expect(ends == [[20, 20], [18, 27]])
  }

  /// Over hundreds of requests such chances cancel out.
  @Test(arguments: 1...60 as ClosedRange<UInt64>)
  func meanLatencyFallsWithFasterSteps(seed: UInt64) throws {
    let drawn = ServingCase(seed: seed, isTight: seed % 2 == 0)
    var last = Quantity(0, .seconds)
    for factor in [1, 1.25, 1.5, 2, 3] {
      let report = try slower(drawn, by: factor, alone: false).run(drawn.trace).report
      let mean = try #require(report.latency).mean
      #expect(mean >= last, "at \(factor)")
      last = mean
    }
  }
}

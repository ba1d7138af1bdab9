import ClusterSimulator
import Quantities
import Testing

/// Closed forms for one server under Poisson arrivals, held against independent runs.
@Suite struct QueueingLawTests {
  private static let runs = 30
  /// Student's t for 29 degrees of freedom that 999 of 1,000 means stay within.
  private static let quantile = 3.659

  /// The mean of independent runs' means, and how far chance may move it.
  private func interval(_ means: [Double]) -> (centre: Double, halfWidth: Double) {
    let count = Double(means.count)
    let centre = means.reduce(0, +) / count
    let variance = means.reduce(0) { $0 + ($1 - centre) * ($1 - centre) } / (count - 1)
    return (centre, Self.quantile * (variance / count).squareRoot())
  }

  /// Mean time in line, in seconds, of each run without its beginning, when the line is still short.
  private func meanWaits(
    _ simulation: ServingSimulation,
    rate: Double,
    count: Int,
    lengths: RequestLengths
  ) throws -> [Double] {
    try (0..<Self.runs).map { run in
      let trace = RequestTrace.poisson(
        rate: Quantity(rate) / Quantity(1, .seconds),
        count: count,
        lengths: lengths,
        seed: UInt64(1000 + run)
      )
      let waits = try simulation.run(trace).dropFirst(count / 10).map { record in
        try #require(record.queueing).value(in: .seconds)
      }
      return waits.reduce(0, +) / Double(waits.count)
    }
  }

  @Test(arguments: [0.3, 0.6, 0.8])
  func fixedServiceWaitsAsPollaczekAndKhinchineSay(load: Double) throws {
    let simulation = ServingSimulation(
      cost: .fixed(Quantity(1, .seconds)),
      policy: ServingPolicy(sequences: 1)
    )
    let means = try meanWaits(
      simulation,
      rate: load,
      count: 20_000,
      lengths: .fixed(prompt: 1, output: 1)
    )
    // M/D/1: ρ / (2 (1 − ρ)) services.
    let expected = load / (2 * (1 - load))
    let (centre, halfWidth) = interval(means)
    #expect(abs(centre - expected) <= halfWidth, "\(centre) ± \(halfWidth), \(expected)")
    #expect(halfWidth < 0.05 * expected)
  }

  @Test(arguments: [0.3, 0.6, 0.8])
  func exponentialServiceWaitsTwiceAsLong(load: Double) throws {
    // A million tokens of prompt on average, so that whole tokens are fine enough.
    let roofline = StepRoofline(
      weights: Quantity(0, .bytes),
      cachePerToken: Quantity(0, .bytesPerToken),
      workPerToken: Quantity(1, .flopPerToken),
      bandwidth: Quantity(1, .bytesPerSecond),
      peak: Quantity(1e6, .flopPerSecond)
    )
    let simulation = ServingSimulation(
      cost: .roofline(roofline),
      policy: ServingPolicy(sequences: 1, tokensPerStep: 1 << 30)
    )
    let means = try meanWaits(
      simulation,
      rate: load,
      count: 20_000,
      lengths: RequestLengths(prompt: .exponential(mean: 1_000_000), output: .fixed(1))
    )
    // M/M/1: ρ / (1 − ρ) mean services.
    let expected = load / (1 - load)
    let (centre, halfWidth) = interval(means)
    #expect(abs(centre - expected) <= halfWidth, "\(centre) ± \(halfWidth), \(expected)")
    #expect(halfWidth < 0.08 * expected)
  }

  @Test func poissonArrivalsAreExponentiallySpaced() throws {
    let trace = RequestTrace.poisson(
      rate: Quantity(2) / Quantity(1, .seconds),
      count: 200_000,
      lengths: .fixed(prompt: 1, output: 1),
      seed: 4
    )
    let times = trace.map { $0.arrival.value(in: .seconds) }
    let gaps = zip(times.dropFirst(), times).map { $0 - $1 }
    let count = Double(gaps.count)
    // Share of gaps beyond x is e^(−2x); each within four standard deviations of a count.
    for (limit, share) in [(0.1, 0.818731), (0.5, 0.367879), (1, 0.135335), (2, 0.0183156)] {
      let beyond = Double(gaps.count { $0 > limit }) / count
      #expect(abs(beyond - share) < 4 * (share * (1 - share) / count).squareRoot())
    }
    let mean = gaps.reduce(0, +) / count
    #expect(abs(mean - 0.5) < 4 * 0.5 / count.squareRoot())
  }

  @Test func seedsGiveTheSameBitsEverywhere() {
    let trace = RequestTrace.poisson(
      rate: Quantity(1) / Quantity(1, .seconds),
      count: 3,
      lengths: RequestLengths(prompt: .uniform(1...1000), output: .exponential(mean: 100)),
      seed: 42
    )
    // Worked out apart, from the two papers that the generator names.
    let arrivals: [UInt64] = [
      4_612_177_823_201_896_891, 4_612_943_279_851_996_071, 4_613_404_677_758_664_320,
    ]
    #expect(trace.map { $0.arrival.value(in: .seconds).bitPattern } == arrivals)
    #expect(trace.map(\.promptTokens) == [16, 673, 351])
    #expect(trace.map(\.outputTokens) == [125, 67, 324])
  }
}

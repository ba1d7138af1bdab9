import ClusterSimulator
import Quantities
import Testing

/// The lecture's train (C033 and C034) as a case of continuous batching.
@Suite struct TrainLawTests {
  private let interval = Quantity(20, .milliseconds)

  private func train(capacity: Int = .max) -> ServingSimulation {
    ServingSimulation(
      cost: .fixed(interval),
      policy: ServingPolicy(sequences: capacity, tokensPerStep: capacity, timetable: interval)
    )
  }

  @Test func worstWaitIsTwoIntervalsAndTheMeanOneAndAHalf() throws {
    let trace = RequestTrace.even(
      interval: interval / 1000,
      first: interval / 2000,
      count: 50_000,
      lengths: .fixed(prompt: 1, output: 1)
    )
    let run = try train().run(trace)
    let latency = try #require(run.report.latency)
    #expect(latency.longest <= 2 * interval && latency.longest > 1.999 * interval)
    #expect(latency.shortest >= (1 - 1e-9) * interval && latency.shortest < 1.001 * interval)
    #expect(abs(latency.mean - 1.5 * interval) < 1e-9 * interval)
  }

  @Test(arguments: [Int.max, 1, 3, 40], [1, 2, 3] as [UInt64])
  func ridesAreThoseOfTheTimetable(capacity: Int, seed: UInt64) throws {
    let rate = capacity == .max ? 1000 : 0.8 * Double(capacity) / 0.02
    let trace = RequestTrace.poisson(
      rate: Quantity(rate) / Quantity(1, .seconds),
      count: 2000,
      lengths: .fixed(prompt: 1, output: 1),
      seed: seed
    )
    let rides = TrainSchedule(interval: interval, capacity: capacity == .max ? nil : capacity)
      .run(arrivals: trace.map(\.arrival))
    let run = try train(capacity: capacity).run(trace)
    let tolerance = Quantity(1, .nanoseconds)
    for (ride, record) in zip(rides, run) {
      let end = try #require(record.end)
      #expect(abs(end - ride.completion) < tolerance)
    }
  }

  @Test func justMissingATrainTakesTwoIntervals() throws {
    let missed = Quantity(1e-9, .milliseconds)
    let trace = RequestTrace([ServingRequest(arrival: missed, promptTokens: 1, outputTokens: 1)])
    let latency = try #require(try train().run(trace).report.latency)
    #expect(abs(latency.longest - 2 * interval) <= 2 * missed)
  }

  @Test func stepsLongerThanTheIntervalSkipDepartures() throws {
    let slow = ServingSimulation(
      cost: .fixed(Quantity(25, .milliseconds)),
      policy: ServingPolicy(timetable: interval)
    )
    let trace = RequestTrace.even(
      interval: Quantity(1, .seconds),
      count: 1,
      lengths: .fixed(prompt: 1, output: 3)
    )
    // Departures at 0, 40 and 80 ms.
    let latency = try #require(try slow.run(trace).report.latency)
    #expect(abs(latency.longest - Quantity(105, .milliseconds)) < Quantity(1, .nanoseconds))
  }
}

import ClusterSimulator
import Quantities
import Testing

@Suite struct TrainScheduleTests {
  private let interval = Quantity(20, .milliseconds)

  @Test func nobodyWaitsLongerThanOneInterval() {
    let rides = TrainSchedule(interval: interval).runEvenly(requests: 9999, over: 50)
    #expect(rides.allSatisfy { $0.wait >= Quantity(0, .seconds) && $0.wait <= interval })
    #expect(rides.allSatisfy { $0.latency >= interval && $0.latency <= 2 * interval })
  }

  @Test func meanIsHalfwayBetweenBestAndWorst() {
    let rides = TrainSchedule(interval: interval).runEvenly(requests: 10_000, over: 10)
    #expect(abs(rides.meanLatency - 1.5 * interval) < 1e-9 * interval)
    #expect(rides.worstLatency > 1.99 * interval)
  }

  @Test(arguments: [(0.0, 20.2), (0.5, 29.8), (0.9, 37.8), (1, 39.8)])
  func shareOfTheRidesIsNotSlower(share: Double, milliseconds: Double) {
    let rides = TrainSchedule(interval: interval).runEvenly(requests: 50, over: 1)
    let latency = rides.latency(atShare: Quantity(share))
    #expect(abs(latency - Quantity(milliseconds, .milliseconds)) < Quantity(1, .microseconds))
  }

  @Test func justMissingATrainTakesTwoIntervals() {
    let missed = Quantity(1e-9, .milliseconds)
    let ride = TrainSchedule(interval: interval).run(arrivals: [missed])
    #expect(abs(ride.worstLatency - 2 * interval) <= 2 * missed)
  }

  @Test func arrivingAtDepartureBoardsAtOnce() {
    let ride = TrainSchedule(interval: interval).run(arrivals: [3 * interval])
    #expect(ride.worstLatency <= (1 + 1e-9) * interval)
  }

  @Test func fullTrainsLeavePeopleBehindInOrder() {
    let at = Quantity(1, .milliseconds)
    let rides = TrainSchedule(interval: interval, capacity: 2).run(
      arrivals: Array(repeating: at, count: 5)
    )
    #expect(rides.map { ($0.departure / interval).plain.rounded() } == [1, 1, 2, 2, 3])
  }

  @Test func everyRequestIsServedOnceAndInOrder() {
    let arrivals = (0..<500).map { Double(($0 * 7919) % 500) * Quantity(1, .milliseconds) }
    let rides = TrainSchedule(interval: interval, capacity: 7).run(arrivals: arrivals)
    #expect(rides.count == 500 && rides.map(\.arrival) == arrivals.sorted())
    #expect(rides.map(\.departure) == rides.map(\.departure).sorted())
    let loads = Dictionary(grouping: rides, by: \.departure).values.map(\.count)
    #expect(loads.allSatisfy { $0 <= 7 })
  }

  @Test func noRequestsTakeNoTime() {
    #expect(TrainSchedule(interval: interval).run(arrivals: []).isEmpty)
  }
}

import ClusterSimulator
import Quantities
import Testing

@Suite struct LatencySummaryTests {
  private func summary(_ values: [Double]) -> LatencySummary? {
    LatencySummary(values.map { Quantity($0, .seconds) })
  }

  @Test func percentilesAreNearestRanks() throws {
    // 1 to 200: the p-th percentile is the 2p-th value.
    let even = try #require(summary((1...200).reversed().map { Double($0) }))
    for percent in 1...100 {
      #expect(even.percentile(percent) == Quantity(Double(2 * percent), .seconds))
    }
    #expect(even.percentile(0) == Quantity(1, .seconds))
    let three = try #require(summary([30, 10, 20]))
    let ranks = [33, 34, 50, 66, 67, 90, 99].map { three.percentile($0).value(in: .seconds) }
    #expect(ranks == [10, 20, 20, 20, 30, 30, 30])
    #expect(three.mean == Quantity(20, .seconds) && three.shortest == Quantity(10, .seconds))
    #expect(three.longest == Quantity(30, .seconds) && three.count == 3)
  }

  @Test func sharesCountWhatDoesNotExceed() throws {
    let some = try #require(summary([1, 2, 2, 4]))
    let shares = [0.5, 1, 2, 3, 4].map { some.share(within: Quantity($0, .seconds)).plain }
    #expect(shares == [0, 0.25, 0.75, 0.75, 1])
  }

  @Test func noTimesHaveNoSpread() {
    #expect(summary([]) == nil)
  }
}

@Suite struct ServingReportTests {
  @Test func figuresAreThoseOfTheRecords() throws {
    let drawn = ServingCase(seed: 3, isTight: true)
    let run = try drawn.simulation.run(drawn.trace)
    let report = run.report
    #expect(report.latency == LatencySummary(run.compactMap(\.latency)))
    #expect(report.timeToFirstToken == LatencySummary(run.compactMap(\.timeToFirstToken)))
    #expect(report.timePerOutputToken == LatencySummary(run.compactMap(\.timePerOutputToken)))
    #expect(report.queueing == LatencySummary(run.compactMap(\.queueing)))
    #expect(report.preemptions == run.reduce(0) { $0 + $1.preemptions })
    let last = try #require(run.compactMap(\.end).max())
    #expect(report.span == last - run[0].arrival)
    #expect(report.requestRate == Quantity(250) / report.span)
    let given = Quantity(drawn.trace.outputTokens, .tokens)
    #expect(report.outputRate == given / report.span)
    for record in run {
      let admission = try #require(record.admission)
      let first = try #require(record.firstToken)
      let end = try #require(record.end)
      #expect(record.arrival <= admission && admission < first && first <= end)
    }
  }

  @Test func rowsNameEveryFigureOnce() throws {
    let drawn = ServingCase(seed: 3, isTight: true)
    let rows = try drawn.simulation.run(drawn.trace).report.rows
    #expect(Set(rows.map(\.name)).count == rows.count && rows.count > 40)
    let ttft = try #require(rows.first { $0.name == "TTFT p99" })
    #expect(ttft.meaning == "nearest rank of 250" && ttft.value > Quantity(0, .seconds))
    let empty = try drawn.simulation.run(RequestTrace([])).report.rows
    #expect(!empty.contains { $0.name.hasPrefix("TTFT") })
  }

  /// An hour of real conversations on one instance.
  @Test func azureConversationIsServed() throws {
    let trace = try TraceFiles.azureConversation()
    let run = try ServingSimulation(
      cost: .custom { load in
        Quantity(
          Double(15_000 + 60 * load.promptTokens + 40 * load.decodingSequences),
          .microseconds
        )
      },
      memory: KeyValueMemory(tokens: 1_000_000)
    ).run(trace)
    let report = run.report
    #expect(report.served == 19_366 && report.preemptions == 0)
    #expect(report.prefillTokens == 22_361_870 && report.outputTokens == 4_088_665)
    #expect(report.prefillTokens + report.decodeTokens == 22_361_870 + 4_088_665 - 19_366)
    #expect(abs(report.meanInSystem - report.inSystemByLittle) <= 1e-9 * report.meanInSystem)
  }
}

@Suite struct RequestTraceTests {
  @Test func repeatingKeepsTheGapsAndTheNames() throws {
    let trace = try TraceFiles.mooncakeSynthetic().beginning(100)
    let thrice = trace.repeated(3)
    #expect(thrice.count == 300 && thrice.promptTokens == 3 * trace.promptTokens)
    #expect(thrice[250].blocks == trace[50].blocks)
    let rate = try #require(trace.meanRate)
    #expect(thrice.meanRate.map { abs($0 - rate) < 1e-9 * rate } == true)
    #expect(trace.repeated(1).map(\.arrival) == trace.map(\.arrival))
  }

  @Test func fasterDividesTimes() {
    let trace = RequestTrace.even(
      interval: Quantity(4, .seconds),
      first: Quantity(10, .seconds),
      count: 3,
      lengths: .fixed(prompt: 1, output: 1)
    )
    let times = trace.faster(by: Quantity(2)).map { $0.arrival.value(in: .seconds) }
    #expect(times == [10, 12, 14])
  }

  @Test func lengthsCanBeTakenFromATrace() throws {
    let azure = try TraceFiles.azureConversation()
    let drawn = RequestTrace.poisson(
      rate: Quantity(1) / Quantity(1, .seconds),
      count: 20_000,
      lengths: RequestLengths(resampling: azure),
      seed: 9
    )
    let pairs = Set(azure.map { [$0.promptTokens, $0.outputTokens] })
    #expect(drawn.allSatisfy { pairs.contains([$0.promptTokens, $0.outputTokens]) })
    let mean = Double(drawn.promptTokens) / 20_000
    #expect(abs(mean - Double(azure.promptTokens) / 19_366) < 30)
  }
}

import ClusterSimulator
import Foundation
import Quantities
import ServingMath
import Testing

/// The trace file, read back by a parser that is not ours.
@Suite struct TraceEventsTests {
  private func events(_ trace: TraceEvents) throws -> [[String: Any]] {
    let parsed = try JSONSerialization.jsonObject(with: Data(trace.json.utf8))
    let object = try #require(parsed as? [String: Any])
    return try #require(object["traceEvents"] as? [[String: Any]])
  }

  private func number(_ event: [String: Any], _ key: String) throws -> Double {
    try #require(event[key] as? NSNumber).doubleValue
  }

  @Test(arguments: allSchedules)
  func everySpanIsInTheFileAtItsTime(schedule: PipelineSchedule) throws {
    var draw = ScheduleDraw(seed: 61)
    let stages = 4
    let run = try ScheduleRun(
      schedule,
      microbatches: 8,
      passes: (0..<stages).map { _ in draw.passes() },
      hop: StageHop(latency: draw.time(0...1), transfer: draw.time(0.1...1))
    )
    let events = try events(run.trace)
    var names: [Int: String] = [:]
    for event in events where event["name"] as? String == "thread_name" {
      let arguments = try #require(event["args"] as? [String: Any])
      names[Int(try number(event, "tid"))] = arguments["name"] as? String
    }
    var inFile: [String: [[String: Any]]] = [:]
    for event in events where event["ph"] as? String == "X" {
      inFile[try #require(names[Int(try number(event, "tid"))]), default: []].append(event)
    }
    for (stage, row) in run.stages.enumerated() {
      let written = try #require(inFile["stage \(stage)"])
      #expect(written.count == row.spans.count)
      for (event, span) in zip(written, row.spans) {
        #expect(event["name"] as? String == span.label)
        let start = try number(event, "ts")
        #expect(abs(start - span.start.value(in: .microseconds)) <= 0.000_51)
        let end = start + (try number(event, "dur"))
        #expect(abs(end - span.end.value(in: .microseconds)) <= 0.000_51)
        let details = try #require(event["args"] as? [String: Any])
        #expect(details["microbatch"] as? Int == span.pass.microbatch)
      }
    }
    let sent = inFile.filter { $0.key.hasSuffix("sends") }.values.map(\.count).reduce(0, +)
    #expect(sent == run.handovers.count)
  }

  @Test func arrowsLeaveTheSpanThatMadeAndReachTheSpanThatNeedsIt() throws {
    let run = try ScheduleRun.decode(
      stages: 3,
      microbatches: 4,
      rounds: 3,
      stageTime: Quantity(7, .microseconds),
      hop: StageHop(latency: Quantity(1, .microseconds), transfer: Quantity(2, .microseconds))
    )
    let events = try events(run.trace)
    let spans = events.filter { $0["ph"] as? String == "X" && $0["cat"] as? String == "decode" }
    func enclosing(_ event: [String: Any]) throws -> [String: Any] {
      let time = try number(event, "ts")
      let found = try spans.filter {
        let start = try number($0, "ts")
        return try number($0, "tid") == number(event, "tid") && start <= time
          && time < start + (try number($0, "dur"))
      }
      #expect(found.count == 1)
      return try #require(found.first)
    }
    var starts: [Int: [String: Any]] = [:]
    var arrows = 0
    for event in events {
      let phase = event["ph"] as? String
      if phase == "s" { starts[Int(try number(event, "id"))] = event }
      guard phase == "f" else { continue }
      arrows += 1
      #expect(event["bp"] as? String == "e")
      let source = try enclosing(try #require(starts[Int(try number(event, "id"))]))
      let target = try enclosing(event)
      let from = try #require(source["args"] as? [String: Any])
      let to = try #require(target["args"] as? [String: Any])
      #expect(from["microbatch"] as? Int == to["microbatch"] as? Int)
      #expect(try number(event, "ts") == number(target, "ts"))
      let sent = try number(source, "ts") + (try number(source, "dur"))
      #expect(try number(target, "ts") >= sent + 3 - 0.002)
    }
    #expect(arrows == run.handovers.count && arrows == 3 * 4 * 3 - 4)
  }

  @Test func activationsAreACurveOfWhichThePeakIsMostInFlight() throws {
    let run = try ScheduleRun(.zeroBubbleH2, stages: 4, microbatches: 9)
    var most = 0.0
    var last: [String: Double] = [:]
    for event in try events(run.trace) where event["ph"] as? String == "C" {
      let value = try number(try #require(event["args"] as? [String: Any]), "microbatches")
      most = max(most, value)
      last[try #require(event["name"] as? String)] = value
    }
    #expect(most == run.mostInFlight.plain && most == 7)
    #expect(last.count == 4 && last.values.allSatisfy { $0 == 0 })
  }

  @Test(arguments: [
    "plain", "say \"hop\"", "back\\slash", "line\nbreak\r\ttab", "\u{1}\u{1F}\u{7F}",
    "Stufe ü · 舞台 · 🛤️", "", "\u{2028}",
  ])
  func namesComeBackAsTheyWere(name: String) throws {
    var trace = TraceEvents()
    let process = trace.process(name)
    let thread = trace.thread(name, of: process)
    let moment = Quantity(1, .milliseconds)
    trace.span(
      name,
      on: thread,
      from: moment,
      to: moment,
      category: name,
      details: ["k": .text(name)]
    )
    let events = try events(trace)
    let span = try #require(events.last)
    #expect(span["name"] as? String == name && span["cat"] as? String == name)
    #expect((span["args"] as? [String: Any])?["k"] as? String == name)
    let named = events.filter { $0["ph"] as? String == "M" }
      .compactMap { ($0["args"] as? [String: Any])?["name"] as? String }
    #expect(named == [name, name])
  }

  @Test func fileIsWrittenShortAndInOrder() {
    var trace = TraceEvents()
    let rack = trace.process("rack")
    let stage = trace.thread("stage", of: rack)
    let tenth = Quantity(0.1, .microseconds)
    trace.span("a", on: stage, from: tenth, to: 3 * tenth, details: ["waits": .quantity(tenth)])
    trace.mark("m", on: stage, at: Quantity(2, .seconds))
    trace.counter("queue", of: rack, at: tenth, value: Quantity(2.5))
    trace.counter("kept", of: rack, at: tenth, value: Quantity(3, .gigabytes), in: .gigabytes)
    #expect(
      trace.json == """
        {"traceEvents":[
        {"name":"process_name","ph":"M","pid":1,"args":{"name":"rack"}},
        {"name":"process_sort_index","ph":"M","pid":1,"args":{"sort_index":1}},
        {"name":"thread_name","ph":"M","pid":1,"tid":2,"args":{"name":"stage"}},
        {"name":"thread_sort_index","ph":"M","pid":1,"tid":2,"args":{"sort_index":2}},
        {"name":"a","ph":"X","ts":0.1,"dur":0.2,"pid":1,"tid":2,"args":{"waits":"100.0 ns"}},
        {"name":"m","ph":"i","ts":2000000,"pid":1,"tid":2,"s":"t"},
        {"name":"queue","ph":"C","ts":0.1,"pid":1,"args":{"value":2.5}},
        {"name":"kept","ph":"C","ts":0.1,"pid":1,"args":{"value":3}}
        ],"displayTimeUnit":"ns"}

        """
    )
  }

  @Test func anEmptyTraceIsStillATrace() throws {
    #expect(try events(TraceEvents()).isEmpty)
  }

  @Test func neighboursMeetThoughTimesAreRounded() throws {
    let run = try ScheduleRun.decode(
      stages: 3,
      microbatches: 3,
      rounds: 40,
      stageTime: Quantity(1.0 / 3, .microseconds)
    )
    var ends: [Double: Double] = [:]
    for event in try events(run.trace) where event["ph"] as? String == "X" {
      let row = try number(event, "tid")
      let start = (try number(event, "ts") * 1000).rounded()
      if let end = ends[row] { #expect(start == end) }
      ends[row] = start + (try number(event, "dur") * 1000).rounded()
    }
    #expect(ends.count == 3)
  }
}

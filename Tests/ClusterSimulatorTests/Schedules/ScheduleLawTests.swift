import ClusterSimulator
import Quantities
import ServingMath
import Testing

/// What must hold of any pipeline, over random shapes, times and hops.
@Suite struct ScheduleLawTests {
  private static let seeds: [UInt64] = [41, 42]

  /// Times of each stage, all its own.
  private func uneven(_ stages: Int, _ draw: inout ScheduleDraw) -> [PassTimes] {
    (0..<stages).map { _ in draw.passes() }
  }

  private func hop(_ draw: inout ScheduleDraw) -> StageHop? {
    draw.count(0...2) == 0 ? nil : StageHop(latency: draw.time(0...3), transfer: draw.time(0...5))
  }

  /// The same times with some passes on some stages longer.
  private func longer(_ passes: [PassTimes], _ draw: inout ScheduleDraw) -> [PassTimes] {
    passes.map { stage in
      func some(_ time: Quantity) -> Quantity {
        draw.count(0...1) == 0 ? time : time + draw.time(0...4)
      }
      let forward = some(stage.forward)
      let inputGradient = some(stage.inputGradient)
      return PassTimes(
        forward: forward,
        inputGradient: inputGradient,
        weightGradient: some(stage.weightGradient)
      )
    }
  }

  @Test(arguments: allSchedules, seeds)
  func workIsConservedOnUnevenStages(schedule: PipelineSchedule, seed: UInt64) throws {
    var draw = ScheduleDraw(seed: seed)
    for _ in 0..<40 {
      let stages = draw.stages(schedule)
      let microbatches = draw.microbatches(schedule, stages: stages)
      let passes = uneven(stages, &draw)
      let run = try ScheduleRun(
        schedule,
        microbatches: microbatches,
        passes: passes,
        hop: hop(&draw)
      )
      let perStage = passes.map {
        Double(microbatches) * (schedule == .forwardOnly ? $0.forward : $0.forward + $0.backward)
      }
      let work = run.stages.map(\.workTime)
      let total = Quantity(0, .seconds)
      #expect(near(work.reduce(total, +), perStage.reduce(total, +)))
      if schedule != .dualPipe {
        #expect(zip(work, perStage).allSatisfy { near($0, $1) })
      }
      for stage in run.stages {
        #expect(
          near(stage.workTime + stage.idleTime, stage.window.upperBound - stage.window.lowerBound)
        )
      }
    }
  }

  @Test(arguments: allSchedules, seeds)
  func stagesDoOneThingAtATimeAndAsSoonAsTheyCan(schedule: PipelineSchedule, seed: UInt64) throws {
    var draw = ScheduleDraw(seed: seed)
    for _ in 0..<30 {
      let stages = draw.stages(schedule)
      let hop = hop(&draw)
      let run = try ScheduleRun(
        schedule,
        microbatches: draw.microbatches(schedule, stages: stages),
        passes: uneven(stages, &draw),
        hop: hop
      )
      for stage in run.stages {
        var free = Quantity(0, .seconds)
        for span in stage.spans {
          #expect(span.start == max(span.ready, free))
          free = span.end
        }
      }
      for sender in 0..<stages {
        var free = Quantity(0, .seconds)
        let sent = run.handovers.filter { $0.sender == sender }.sorted { $0.start < $1.start }
        for message in sent {
          #expect(message.start == (hop == nil ? message.ready : max(message.ready, free)))
          #expect(message.use >= message.arrival)
          if let hop {
            free = message.start + hop.transfer
            #expect(message.arrival == free + hop.latency)
          } else {
            #expect(message.arrival == message.ready)
          }
        }
      }
    }
  }

  @Test(arguments: allSchedules, seeds)
  func noPassStartsBeforeWhatItNeeds(schedule: PipelineSchedule, seed: UInt64) throws {
    var draw = ScheduleDraw(seed: seed)
    for _ in 0..<30 {
      let stages = draw.stages(schedule)
      let hop = hop(&draw)
      let run = try ScheduleRun(
        schedule,
        microbatches: draw.microbatches(schedule, stages: stages),
        passes: uneven(stages, &draw),
        hop: hop
      )
      let chunks = if case .interleaved(let chunks) = schedule { chunks } else { 1 }
      let pieces = chunks * stages
      var ends: [Piece: Quantity] = [:]
      var made: [(key: Piece, stage: Int, span: ScheduleRun.Span, pass: PipelinePass)] = []
      for (number, stage) in run.stages.enumerated() {
        for span in stage.spans {
          for pass in [span.pass] + (span.beside.map { [$0] } ?? []) {
            let piece =
              schedule == .dualPipe
              ? (pass.chunk == 0 ? number : stages - 1 - number) : pass.chunk * stages + number
            let key = Piece(kind: pass.kind, microbatch: pass.microbatch, piece: piece)
            ends[key] = span.end
            made.append((key, number, span, pass))
          }
        }
      }
      let least = stages > 1 ? hop?.time ?? Quantity(0, .seconds) : Quantity(0, .seconds)
      for (key, _, span, pass) in made {
        func end(_ kinds: PipelinePass.Kind..., piece: Int) throws -> Quantity {
          let found = kinds.compactMap {
            ends[Piece(kind: $0, microbatch: key.microbatch, piece: piece)]
          }
          return try #require(found.first)
        }
        let slack = 1e-9 * (span.start + least)
        switch pass.kind {
        case .forward:
          if key.piece > 0 {
            let before = try end(.forward, piece: key.piece - 1)
            #expect(span.start + slack >= before + least)
          }
        case .backward, .inputGradient:
          let own = try end(.forward, piece: key.piece)
          #expect(span.start >= own)
          if key.piece < pieces - 1 {
            let after = try end(.backward, .inputGradient, piece: key.piece + 1)
            #expect(span.start + slack >= after + least)
          }
        case .weightGradient:
          let own = try end(.inputGradient, piece: key.piece)
          #expect(span.start >= own)
        case .decode:
          Issue.record("a decode pass in a training schedule")
        }
      }
    }
  }

  @Test(arguments: allSchedules, seeds)
  func longerPassesAndSlowerHopsNeverShortenTheRun(
    schedule: PipelineSchedule,
    seed: UInt64
  ) throws {
    var draw = ScheduleDraw(seed: seed)
    for _ in 0..<40 {
      let stages = draw.stages(schedule)
      let microbatches = draw.microbatches(schedule, stages: stages)
      let passes = uneven(stages, &draw)
      let near = StageHop(latency: draw.time(0...2), transfer: draw.time(0...5))
      let far = StageHop(
        latency: near.latency + draw.time(0...2),
        transfer: near.transfer + draw.time(0...2)
      )
      func makespan(_ passes: [PassTimes], _ hop: StageHop?) throws -> Quantity {
        try ScheduleRun(schedule, microbatches: microbatches, passes: passes, hop: hop).makespan
      }
      let atOnce = try makespan(passes, nil)
      let withHop = try makespan(passes, near)
      #expect(atOnce <= withHop)
      #expect(try withHop <= makespan(passes, far))
      let slow = longer(passes, &draw)
      #expect(try atOnce <= makespan(slow, nil))
      #expect(try withHop <= makespan(slow, near))
    }
  }

  @Test(arguments: allSchedules)
  func aHopOfNoTimeAndPassesOfNoTimeChangeNothing(schedule: PipelineSchedule) throws {
    let nothing = Quantity(0)
    let stages = 6
    let microbatches = 12
    let plain = try ScheduleRun(schedule, stages: stages, microbatches: microbatches)
    let hopped = try ScheduleRun(
      schedule,
      stages: stages,
      microbatches: microbatches,
      hop: StageHop(latency: nothing, transfer: nothing)
    )
    for (one, other) in zip(plain.stages, hopped.stages) {
      #expect(one.spans.map(\.start) == other.spans.map(\.start))
      #expect(one.spans.map(\.label) == other.spans.map(\.label))
    }
    let instant = try ScheduleRun(
      schedule,
      stages: stages,
      microbatches: microbatches,
      passes: PassTimes(forward: nothing, inputGradient: nothing, weightGradient: nothing)
    )
    #expect(instant.makespan == nothing && instant.idleShare == nothing)
    #expect(instant.stages.map(\.spans.count) == plain.stages.map(\.spans.count))
  }

  @Test func sameRunGivesTheSameBits() throws {
    func text() throws -> String {
      var draw = ScheduleDraw(seed: 47)
      var text = ""
      for schedule in allSchedules {
        let stages = draw.stages(schedule)
        text += try ScheduleRun(
          schedule,
          microbatches: draw.microbatches(schedule, stages: stages),
          passes: uneven(stages, &draw),
          hop: hop(&draw)
        ).trace.json
      }
      return text
    }
    #expect(try text() == text())
  }
}

private struct Piece: Hashable {
  let kind: PipelinePass.Kind
  let microbatch: Int
  let piece: Int
}

import ClusterSimulator
import Quantities
import ServingMath
import Testing

/// What holds for every plan, hardware and overlap.
@Suite struct ClockLawsTests {
  private static let seeds: [UInt64] = Array(1...12)

  private struct Case {
    let hardware: ClusterHardware
    let passes: [PlannedPass]
    var numbers: SplitMix64

    /// Devices that all do different things, in a plan of random feeds; two halves where there are two.
    init(_ text: String, seed: UInt64, _ overlap: Overlap) throws {
      numbers = SplitMix64(seed: seed)
      hardware = ClockSketch.anyHardware(&numbers)
      let plan = try ClockSketch.anyPlan(text, &numbers)
      let halves = overlap == .twoMicrobatches ? plan.halves : [plan]
      passes = halves.enumerated().map { half, plan in
        ClockSketch.shaken(plan, seed: 2 * seed + UInt64(half))
      }
    }
  }

  @Test(arguments: Overlap.allCases)
  func idleClusterTakesNoTime(overlap: Overlap) throws {
    let clock = ClusterClock(ClockSketch.hardware, overlap: overlap)
    for text in ClockSketch.layouts {
      let layout = try Layout(parsing: text)
      let nothing = clock.run([PlannedPass(layout) { ClockSketch.device($0, layout, []) }])
      #expect(nothing.stepTime == Quantity(0, .seconds))
      #expect(nothing.stageTimes == Array(repeating: Quantity(0, .seconds), count: layout.pipeline))
      // A plan without sequences sends empty messages between experts and nothing else.
      let plan = try Plan.decode(ClockSketch.config, layout, batch: 0, context: 100)
      let free = clock.run(plan)
      #expect(free.bytesSent(.rack) + free.bytesSent(.network) == Quantity(0, .bytes))
      #expect(free.busyShare(.memory) == Quantity(0))
    }
  }

  /// Each rate and each latency by itself, better by any factor: to the last bit no step and no stage gets slower.
  @Test(arguments: Overlap.allCases, ClockSketch.layouts)
  func fasterPartsNeverCostTime(overlap: Overlap, text: String) throws {
    for seed in Self.seeds {
      var sketch = try Case(text, seed: seed, overlap)
      let before = ClusterClock(sketch.hardware, overlap: overlap).run(sketch.passes)
      let changes: [(inout ClusterHardware, Double) -> Void] = [
        { $0.memoryBandwidth = $1 * $0.memoryBandwidth },
        { $0.arithmetic = $1 * $0.arithmetic },
        { $0.expertArithmetic = $1 * $0.expertArithmetic },
        { $0.attentionArithmetic = $1 * $0.attentionArithmetic },
        { $0.rack.bandwidth = $1 * $0.rack.bandwidth },
        { $0.network.bandwidth = $1 * $0.network.bandwidth },
        { $0.rack.latency = $0.rack.latency / $1 },
        { $0.network.latency = $0.network.latency / $1 },
      ]
      for (index, change) in changes.enumerated() {
        let little = Double.random(in: 1...1.5, using: &sketch.numbers)
        for factor in [little, sketch.numbers.spread(0...2)] {
          var better = sketch.hardware
          change(&better, factor)
          let after = ClusterClock(better, overlap: overlap).run(sketch.passes)
          #expect(after.stepTime <= before.stepTime, "\(text), seed \(seed), change \(index)")
          for (faster, slower) in zip(after.stageTimes, before.stageTimes) {
            #expect(faster <= slower, "\(text), seed \(seed), change \(index)")
          }
        }
      }
    }
  }

  @Test(arguments: Overlap.allCases, ClockSketch.layouts)
  func stageTakesAsLongAsItsBusiestPart(overlap: Overlap, text: String) throws {
    for seed in Self.seeds {
      let sketch = try Case(text, seed: seed, overlap)
      let run = ClusterClock(sketch.hardware, overlap: overlap).run(sketch.passes)
      for device in run.devices {
        for resource in DeviceRun.Resource.allCases {
          let stage = run.stageTimes[device.stage]
          #expect(device.busyTime(resource) <= (1 + 1e-12) * stage, "\(text), seed \(seed)")
          #expect(device.busyShare(resource) <= Quantity(1 + 1e-12))
        }
      }
      let apart = (run.stageTimes + run.hopTimes).reduce(Quantity(0, .seconds), +)
      #expect(run.stepTime <= (1 + 1e-12) * apart, "\(text), seed \(seed)")
      #expect(run.stageTimes.allSatisfy { $0 <= (1 + 1e-12) * run.stepTime })
    }
  }

  @Test(arguments: Overlap.allCases, ClockSketch.layouts)
  func nothingOverlapsOnAStream(overlap: Overlap, text: String) throws {
    for seed in Self.seeds {
      let sketch = try Case(text, seed: seed, overlap)
      let run = ClusterClock(sketch.hardware, overlap: overlap).run(sketch.passes)
      for device in run.devices {
        for stream in ClusterSpan.Stream.allCases {
          let spans = device.spans.filter { $0.stream == stream }
          for (one, next) in zip(spans, spans.dropFirst()) {
            #expect(one.end <= next.start, "\(text), seed \(seed)")
          }
        }
        #expect(device.spans.allSatisfy { $0.end <= device.end })
      }
    }
  }

  /// What overlaps perfectly is never slower than what does not.
  @Test(arguments: ClockSketch.layouts)
  func overlapNeverCostsTime(text: String) throws {
    for seed in Self.seeds {
      let sketch = try Case(text, seed: seed, .none)
      let none = ClusterClock(sketch.hardware).run(sketch.passes)
      let full = ClusterClock(sketch.hardware, overlap: .full).run(sketch.passes)
      for (ideal, plain) in zip(full.stageTimes, none.stageTimes) {
        #expect(ideal <= (1 + 1e-12) * plain, "\(text), seed \(seed)")
      }
    }
  }

  /// Where all devices of a stage do the same, two halves take no longer than one after the other, and no less than
  /// compute and links of both. (Where they differ, taking turns may cost more than it brings.)
  @Test(arguments: ["tp1", "dp2,cp2", "dp8,ep8", "pp2,dp4,ep4", "pp4,dp2"], seeds)
  func twoHalvesAreBetweenPerfectOverlapAndNone(text: String, seed: UInt64) throws {
    var numbers = SplitMix64(seed: seed)
    let hardware = ClockSketch.anyHardware(&numbers)
    let layout = try Layout(parsing: text)
    let plan = try Plan.decode(
      ClockSketch.config,
      layout,
      batch: 4 * layout.data,
      context: 16 * layout.context - 1
    )
    let halves = plan.halves
    #expect(halves.count == 2)
    let two = ClusterClock(hardware, overlap: .twoMicrobatches).run(plan)
    let one = halves.map { ClusterClock(hardware).run($0) }
    let sum = one[0].stepTime + one[1].stepTime
    #expect(two.stepTime <= (1 + 1e-12) * sum)
    for stage in 0..<layout.pipeline {
      let apart = one[0].stageTimes[stage] + one[1].stageTimes[stage]
      #expect(two.stageTimes[stage] <= (1 + 1e-12) * apart)
      let full = halves.map {
        ClusterClock(hardware, overlap: .full).run($0)
      }
      for device in full[0].devices where device.stage == stage {
        let other = full[1].device(device.ranks[0])
        for resource in DeviceRun.Resource.allCases {
          let busy = device.busyTime(resource) + other.busyTime(resource)
          #expect(busy <= (1 + 1e-12) * two.stageTimes[stage])
        }
      }
    }
  }

  /// One device of each class stands for all: the same spans, the same times.
  @Test(arguments: Overlap.allCases, ClockSketch.layouts)
  func representativesDoWhatEveryDeviceDoes(overlap: Overlap, text: String) throws {
    for seed in Self.seeds {
      var numbers = SplitMix64(seed: seed)
      let hardware = ClockSketch.anyHardware(&numbers)
      let plan = try ClockSketch.anyPlan(text, &numbers)
      let halves = overlap == .twoMicrobatches ? plan.halves : [plan]
      let clock = ClusterClock(hardware, overlap: overlap)
      let few = clock.run(halves.map(PlannedPass.init))
      let all = clock.run(
        halves.map { half in
          PlannedPass(half.layout, devicesPerRack: half.devicesPerRack, program: half.device)
        }
      )
      #expect(all.devices.count == plan.layout.devices && few.devices.count <= all.devices.count)
      #expect(isClose(few.stepTime, all.stepTime), "\(text), seed \(seed)")
      #expect(zip(few.stageTimes, all.stageTimes).allSatisfy(isClose), "\(text), seed \(seed)")
      #expect(few.hopTimes == all.hopTimes)
      for link in LinkClass.allCases { #expect(isClose(few.bytesSent(link), all.bytesSent(link))) }
      for rank in 0..<plan.layout.devices {
        let (one, other) = (few.device(rank), all.device(rank))
        #expect(isClose(one.end, other.end), "\(text), seed \(seed), device \(rank)")
        #expect(
          one.spans.filter { $0.bound != .waiting }.map(\.step)
            == other.spans.filter { $0.bound != .waiting }.map(\.step)
        )
      }
    }
  }

  /// Data ranks of one block of experts may swap their sequences.
  @Test(arguments: Overlap.allCases)
  func renumberingDevicesChangesNothing(overlap: Overlap) throws {
    let layout = try Layout(parsing: "pp2,dp4,tp2,ep8")
    let clock = ClusterClock(ClockSketch.hardware, overlap: overlap)
    func time(_ lengths: [Int]) throws -> ClusterRun {
      let feeds = lengths.map { StepFeed(first: 20 * $0, tokens: $0, logits: min(1, $0)) }
      return clock.run(try Plan(ClockSketch.config, layout, feeds: feeds))
    }
    let plain = try time([1, 5, 0, 3])
    for order in [[5, 1, 0, 3], [0, 3, 5, 1], [3, 5, 1, 0], [1, 3, 0, 5]] {
      let renumbered = try time(order)
      #expect(isClose(renumbered.stepTime, plain.stepTime), "\(order)")
      #expect(zip(renumbered.stageTimes, plain.stageTimes).allSatisfy(isClose))
      #expect(isClose(renumbered.bytesSent(.rack), plain.bytesSent(.rack)))
    }
  }

  @Test(arguments: Overlap.allCases)
  func sameInputsGiveTheSameBits(overlap: Overlap) throws {
    let sketch = try Case("pp3,dp2,tp2,ep4", seed: 3, overlap)
    let clock = ClusterClock(sketch.hardware, overlap: overlap)
    let runs = (0..<3).map { _ in clock.run(sketch.passes) }
    for run in runs.dropFirst() {
      #expect(run.devices.map(\.spans) == runs[0].devices.map(\.spans))
    }
  }
}

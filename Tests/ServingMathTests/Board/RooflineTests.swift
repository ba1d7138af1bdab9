import Quantities
import ServingMath
import Testing

/// Boards over which the laws are tried.
private let boards: [Roofline] = [
  Roofline(ServedModel(.deepSeekV3), on: .gb200NVL72),
  Roofline(ServedModel(.deepSeekV3), on: .h100Node),
  Roofline(ServedModel(.llama70B, precision: .bf16), on: .h200Node),
  Roofline(ServedModel(.llama8B, precision: .bf16), on: Rack(of: .tpuV6e)),
  Roofline(Lecture.model, on: .rubinNVL72),
]

@Suite struct RooflineLawTests {
  private let batches = [1, 7, 100, 2400, 50_000]
  private let contexts = [0, 500, 8192, 300_000].map { Quantity($0, .tokens) }

  private func eachStep(_ body: (DecodeStep) -> Void) {
    for board in boards {
      for batch in batches {
        for context in contexts { body(board.step(batch: batch, context: context)) }
      }
    }
  }

  @Test func stepIsAtLeastEachOfItsParts() {
    eachStep { step in
      #expect(step.time >= step.computeTime && step.time >= step.memoryTime)
      #expect(step.time >= step.board.latencyFloor)
    }
  }

  @Test func overlapSavesAtMostHalf() {
    eachStep { step in
      #expect(step.timeWithoutOverlap >= step.time && step.timeWithoutOverlap <= 2 * step.time)
    }
  }

  @Test func costNeverFallsBelowTheFloor() {
    let rent = Quantity(2, .dollarsPerHour)
    eachStep { step in
      let floor = step.board.costFloor(rent: rent, context: step.context)
      #expect(step.costPerToken(rent: rent) >= (1 - 1e-12) * floor)
    }
  }

  @Test func largerBatchNeverMakesATokenDearer() {
    for board in boards {
      for context in contexts {
        let costs = batches.map { board.step(batch: $0, context: context).timePerToken }
        for (small, large) in zip(costs, costs.dropFirst()) {
          #expect(large <= (1 + 1e-12) * small)
        }
      }
    }
  }

  @Test func moreBandwidthNeverCostsTime() {
    eachStep { step in
      guard step.board.rack.chip.name == Chip.rubin.name else { return }
      let slower = Roofline(step.board.model, on: Rack(of: .rubinEarly))
      #expect(step.time <= slower.step(batch: step.batch, context: step.context).time)
    }
  }

  @Test func balancedBatchMakesBothTimesEqual() {
    for board in boards {
      let step = board.step(batch: board.balancedBatch)
      #expect(close(step.computeTime, step.weightTime, within: 1e-12))
      let context = 0.75 * board.balancedContext
      let shifted = board.step(batch: board.balancedBatch(context: context), context: context)
      #expect(close(shifted.computeTime, shifted.memoryTime, within: 1e-9))
    }
  }

  @Test func balancedBatchIsBoardRatioTimesSparsity() {
    for board in boards {
      #expect(close(board.balancedBatch, board.boardRatio * board.model.sparsity, within: 1e-12))
    }
  }

  @Test func balancedBatchDoesNotDependOnSize() {
    for factor in [0.1, 1, 50] {
      let model = ServedModel(
        name: "scaled",
        totalParameters: factor * Quantity(800e9),
        activeParameters: factor * Quantity(100e9),
        keyValueBytesPerToken: Quantity(1667, .bytesPerToken)
      )
      let board = Roofline(model, on: .gb200NVL72)
      #expect(close(board.balancedBatch, Quantity(2500), within: 1e-12))
    }
  }

  @Test func doublingTheBalancedContextHalvesUtilisation() {
    for board in boards {
      let step = board.step(batch: 1_000_000_000, context: 2 * board.balancedContext)
      #expect(close(step.utilisation, Quantity(0.5), within: 1e-3))
    }
  }

  @Test func noBatchBalancesFromTheBalancedContextOn() {
    for board in boards {
      #expect(board.balancedBatch(context: board.balancedContext) > Quantity(1e12))
      #expect(board.balancedBatch(context: 2 * board.balancedContext) == Quantity(.infinity))
    }
  }

  @Test func decodingWritesFarLessThanItReads() {
    eachStep { step in
      guard step.context > Quantity(0, .tokens) else { return }
      #expect(step.writesPerRead < Quantity(1, .tokens) / step.context)
    }
  }

  @Test func wholeAndFractionalBatchesAreOnePass() {
    for board in boards {
      let whole = board.step(batch: 2400, context: contexts[2])
      let fractional = board.step(batch: Quantity(2400.0), context: contexts[2])
      #expect(whole.time == fractional.time && whole.tokens == Quantity(2400, .tokens))
      #expect(board.contextThatFills(batch: 7) == board.contextThatFills(batch: Quantity(7)))
    }
  }

  @Test func aBatchIsACountOfSequences() async {
    await #expect(processExitsWith: .failure) {
      _ = Roofline(Lecture.model, on: .h100Node).step(batch: Quantity(2400, .tokens))
    }
    await #expect(processExitsWith: .failure) {
      _ = Roofline(Lecture.model, on: .h100Node).step(batch: -1)
    }
  }

  @Test func touchedWeightsTendToAll() {
    let board = boards[0]
    #expect(close(board.step(batch: 2000).touchedWeightTime, board.latencyFloor, within: 1e-6))
    let alone = board.step(batch: 1).touchedWeightTime / board.latencyFloor
    #expect(close(alone.plain, 37.53 / 671, within: 1e-3))
  }
}

@Suite struct RooflineExampleTests {
  private let v3 = ServedModel(.deepSeekV3)

  @Test func weightsOfV3CrossARackInAMillisecond() {
    let floor = Roofline(v3, on: .gb200NVL72).latencyFloor
    #expect(close(floor, Quantity(1.165, .milliseconds)))
    let node = Roofline(v3, on: .h100Node).latencyFloor
    #expect(close(node, Quantity(25.04, .milliseconds)))
  }

  @Test func balanceOfV3() {
    let board = Roofline(v3, on: .gb200NVL72)
    #expect(close(board.balancedBatch, Quantity(5667), within: 1e-4))
    #expect(close(board.step(batch: 2400).computeTime, Quantity(0.4933, .milliseconds)))
    #expect(close(board.contextThatFills(batch: 2400), Quantity(75_427, .tokens)))
    #expect(close(board.balancedContext, Quantity(1685, .tokens)))
  }

  @Test func balanceOfTheLecturesModel() {
    let board = Roofline(Lecture.model, on: .h100Node)
    #expect(close(board.balancedContext, Quantity(203e3, .tokens), within: 2e-3))
    #expect(Lecture.boardRatio.value * Lecture.experts.sparsity == Quantity(2400))
  }

  @Test func rackRentPerToken() {
    let rent = Rack.gb200NVL72.rent(at: Lecture.rent.value)
    let throughput = Quantity(128_000, .tokensPerSecond)
    #expect(close(rent / throughput, Quantity(0.3125, .dollarsPerMegatoken)))
    let alone = rent * Lecture.interval.value / Quantity(1, .tokens)
    #expect(close(alone, Quantity(800, .dollarsPerMegatoken)))
    #expect(close(DeepSeekProduction.costPerToken, Quantity(0.3003, .dollarsPerMegatoken)))
  }

  @Test func rackMemoryAndBandwidth() {
    #expect(close(Rack.gb200NVL72.memory, Quantity(13.39, .terabytes)))
    #expect(Rack.gb200NVL72.memoryBandwidth == Quantity(576, .terabytesPerSecond))
    #expect(close(Rack.gb200NVL72.drainTime, Chip.gb200.drainTime, within: 1e-12))
  }
}

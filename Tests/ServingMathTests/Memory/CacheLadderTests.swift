import Quantities
import ServingMath
import TestSupport
import Testing

@Suite struct CacheLadderTests {
  static let board = Quantity(1667, .bytesPerToken)
  static let highBandwidth = MemoryTier(of: .b200, labelled: true, rent: Lecture.rent)

  static func recomputing(_ active: Double) -> CachePlace {
    .recomputing(
      activeParameters: Quantity(active),
      on: .b200,
      at: .fp8,
      rent: Lecture.rent.value
    )
  }

  @Test func recomputingCostsThePrintedAmount() {
    // Companion table, X08 and C167: 44 µs of a B200 at $2/h.
    let place = Self.recomputing(100e9)
    #expect(close(place.retrievalCost, Quantity(0.025, .dollarsPerMegatoken), within: 0.02))
    let time = place.retrievalCost * Quantity(1, .tokens) / Lecture.rent.value
    #expect(close(time, Quantity(44, .microseconds), within: 0.02))
    #expect(place.cost(holding: Quantity(1, .days)) == place.retrievalCost)
  }

  /// Companion table, X08: 5,100 s for the board's model, 45 s for DeepSeek-V3.
  @Test(arguments: [(100e9, 1667.0, 5100.0), (37e9, 70_272, 45)])
  func recomputingPaysAfterThePrintedTime(active: Double, bytes: Double, seconds: Double) throws {
    let resident = CachePlace.resident(
      in: Self.highBandwidth,
      bytesPerToken: Quantity(bytes, .bytesPerToken)
    )
    let time = try #require(resident.crossover(with: Self.recomputing(active)))
    #expect(close(time, Quantity(seconds, .seconds), within: 0.005))
  }

  @Test func costlierRetrievalGoesWithCheaperKeeping() {
    // C180: along HBM, host memory, flash, disk.
    let places =
      [CachePlace.resident(in: Self.highBandwidth, bytesPerToken: Self.board)]
      + [MemoryTier.vera, .micron9650Large, .disk].map {
        CachePlace.stored(in: $0, bytesPerToken: Self.board, waiting: Lecture.rent.value)
      }
    for (near, far) in zip(places, places.dropFirst()) {
      #expect(near.retrievalCost < far.retrievalCost)
      #expect(near.holdingRate > far.holdingRate)
    }
  }

  @Test(arguments: 1...UInt64(40))
  func bestIsNeverDearerThanAnyOther(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    var places = [Self.recomputing(.random(in: 1e9...1e12, using: &random))]
    for _ in 0..<Int.random(in: 0...8, using: &random) {
      let tier = MemoryTier.random(using: &random)
      places.append(.stored(in: tier, bytesPerToken: Self.board))
    }
    let ladder = CacheLadder(of: places)
    for _ in 0..<50 {
      let time =
        Quantity(.random(in: 0...1, using: &random), .seconds)
        * .random(in: 1...1e7, using: &random)
      let best = ladder.best(holding: time).cost(holding: time)
      for place in places { #expect(best <= (1 + 1e-12) * place.cost(holding: time)) }
    }
  }

  @Test(arguments: 1...UInt64(20))
  func rungsFollowOneAnotherFromZero(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let places = (0..<6).map { _ in
      CachePlace.stored(in: .random(using: &random), bytesPerToken: Self.board)
    }
    let rungs = CacheLadder(of: places).rungs
    #expect(rungs.first?.from == Quantity(0, .seconds))
    #expect(rungs.last?.until == nil)
    for (rung, next) in zip(rungs, rungs.dropFirst()) {
      #expect(rung.until == next.from)
      #expect(rung.place.holdingRate > next.place.holdingRate)
      #expect(rung.place.retrievalCost <= next.place.retrievalCost)
      let costs = [rung, next].map { $0.place.cost(holding: next.from) }
      #expect(close(costs[0], costs[1], within: 1e-9))
    }
  }

  @Test func crossoverIsTheSameFromEitherSideAndMayNotExist() throws {
    func place(_ retrieval: Double, _ holding: Double) -> CachePlace {
      CachePlace(
        "given",
        retrievalCost: Quantity(retrieval, .dollarsPerMegatoken),
        holdingRate: Quantity(holding, .dollarsPerMegatoken / .seconds)
      )
    }
    let near = place(0, 2)
    let far = place(10, 1)
    let there = try #require(near.crossover(with: far))
    let back = try #require(far.crossover(with: near))
    #expect(close(there, Quantity(10, .seconds), within: 1e-12))
    #expect(close(back, there, within: 1e-12))
    #expect(near.crossover(with: place(10, 3)) == nil)
    #expect(near.crossover(with: place(5, 2)) == nil)
  }
}

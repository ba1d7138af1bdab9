import Quantities
import ServingMath
import Testing

@Suite struct RackHopTests {
  private func hop(_ steps: [RackHop.Step], cards: Int) -> RackHop {
    RackHop(
      steps: steps,
      payload: RackHop.payload(of: Model.deepSeekV3.config, sequences: Quantity(2400)),
      cards: cards,
      rate: Quantity(50, .gigabytesPerSecond)
    )
  }

  /// C117: 2,400 · 7,168 · 2 B = 34.4 MB; 10.8 µs over 64 cards, 0.69 ms over one.
  @Test(arguments: [(64, 10.75), (1, 688.1)]) func bytesOverCards(cards: Int, micros: Double) {
    #expect(close(hop([], cards: cards).transferTime, Quantity(micros, .microseconds)))
  }

  /// The parts by hand: posts and receipts 0.1 to 1 µs, cards 0.3 to 0.8, each switch 0.25 to 0.6.
  @Test func latenciesAddUp() {
    let near = hop(RackHop.oneSwitch, cards: 64).latency
    let far = hop(RackHop.threeSwitches, cards: 64).latency
    #expect(close(near.lowerBound, Quantity(1.05, .microseconds)))
    #expect(close(near.upperBound, Quantity(4.2, .microseconds)))
    #expect(close(far.lowerBound, Quantity(1.55, .microseconds)))
    #expect(close(far.upperBound, Quantity(5.4, .microseconds)))
  }

  @Test func noCardStops() async {
    await #expect(processExitsWith: .failure) {
      _ = RackHop(
        steps: [],
        payload: Quantity(1, .bytes),
        cards: 0,
        rate: Quantity(1, .bytesPerSecond)
      )
    }
  }
}

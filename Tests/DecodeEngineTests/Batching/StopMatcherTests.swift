import DecodeEngine
import ServingMath
import Testing

/// Stop strings in texts that come in pieces, against a search in the whole text.
@Suite struct StopMatcherTests {
  @Test(arguments: 0..<300 as Range<UInt64>)
  func cutsWhereTheWholeTextWouldBeCut(_ seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let letters = ["a", "b", "é", "🙂"]
    func text(_ lengths: ClosedRange<Int>) -> String {
      (0..<Int.random(in: lengths, using: &random)).map { _ in
        letters[Int.random(in: 0..<4, using: &random) % Int.random(in: 1...4, using: &random)]
      }.joined()
    }
    let stops = (0..<Int.random(in: 0...3, using: &random)).map { _ in text(1...4) }
    let pieces = (0..<12).map { _ in text(0...3) }
    var matcher = StopMatcher(stops)
    var found = ""
    var isStopped = false
    for piece in pieces where !isStopped {
      let (text, stopped) = matcher.add(piece)
      found += text
      isStopped = stopped
    }
    if !isStopped { found += matcher.rest() }

    let whole = Array(pieces.joined().utf8)
    let ends = whole.indices.flatMap { start in
      stops.filter { whole[start...].starts(with: $0.utf8) }
        .map { (end: start + $0.utf8.count, start: start) }
    }
    let end = ends.min { ($0.end, $0.start) < ($1.end, $1.start) }?.start
    #expect(isStopped == (end != nil))
    #expect(Array(found.utf8) == Array(whole[..<(end ?? whole.count)]))
  }

  /// Nothing is held back that no stop string can take.
  @Test func givesOutWhatIsSafe() {
    var matcher = StopMatcher(["\n\n", "END"])
    #expect(matcher.add("one\n") == ("one", false))
    #expect(matcher.add("two E") == ("\ntwo ", false))
    #expect(matcher.add("N") == ("", false))
    #expect(matcher.add("d\n") == ("ENd", false))
    #expect(matcher.add("\nthree") == ("", true))
  }
}

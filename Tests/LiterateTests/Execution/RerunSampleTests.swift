import Literate
import Testing

/// Which chapters `--paranoid` runs again.
@Suite struct RerunSampleTests {
  private let chapters = (10..<35).map { "\($0)-chapter" }

  @Test(arguments: [(0, 0), (1, 1), (10, 1), (11, 2), (25, 3)])
  func aTenthAndAtLeastOne(count: Int, drawn: Int) {
    let names = Array(chapters.prefix(count))
    for seed in 0..<20 as Range<UInt64> {
      let sample = RerunSample(seed: seed).drawn(from: names)
      #expect(sample.count == drawn)
      #expect(Set(sample).isSubset(of: names))
      #expect(sample == RerunSample(seed: seed).drawn(from: names))
    }
  }

  @Test func inTimeAllAreDrawn() {
    let drawn = (0..<200 as Range<UInt64>).flatMap { RerunSample(seed: $0).drawn(from: chapters) }
    #expect(Set(drawn) == Set(chapters))
  }

  @Test func allIsAll() {
    #expect(RerunSample.all.drawn(from: chapters) == chapters)
  }
}

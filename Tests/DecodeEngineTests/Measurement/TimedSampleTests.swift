import DecodeEngine
import Testing

@Suite struct TimedSampleTests {
  @Test func theMedianLeavesDisturbedSamplesOut() {
    var samples = TimedSamples()
    for seconds in [1.0, 3, 2] { samples.append(TimedSample(seconds: seconds, waiting: 0)) }
    #expect(samples.median == 2)
    samples.append(TimedSample(seconds: 100, waiting: 5))
    samples.append(TimedSample(seconds: 200, waiting: 5))
    #expect(samples.isTrusted && samples.median == 2 && samples.spread == 1...3)
    samples.append(TimedSample(seconds: 4, waiting: 0))
    #expect(samples.median == 2.5)
  }

  @Test func fewCleanSamplesAreNotTrusted() {
    var samples = TimedSamples()
    samples.append(TimedSample(seconds: 1, waiting: 0))
    for seconds in [5.0, 6, 7] { samples.append(TimedSample(seconds: seconds, waiting: 1)) }
    #expect(!samples.isTrusted)
    #expect(samples.median == 5.5 && samples.spread == 1...7)
    #expect(TimedSamples().median.isNaN && TimedSamples().spread == nil)
  }

  @Test func timesWhatItIsGiven() throws {
    let clock = ContinuousClock()
    var inside = Duration.zero
    let sample = TimedSample.of {
      let start = clock.now
      while clock.now - start < .milliseconds(20) {}
      inside = clock.now - start
    }
    #expect(sample.seconds >= inside / .seconds(1))
    #expect(sample.waiting >= 0)
  }
}

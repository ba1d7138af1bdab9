import Quantities
import TestSupport
import Testing

@Suite struct QuantityLawTests {
  static let dimensions: [Dimensions] = [
    .none, QuantityUnit.bytes.dimensions, QuantityUnit.flopPerSecond.dimensions,
    QuantityUnit.dollarsPerMegatoken.dimensions, QuantityUnit.watts.dimensions,
    Dimensions(bytes: 2, seconds: -3, dollars: 1),
  ]

  @Test(arguments: dimensions, dimensions)
  func dimensionsFormAnAbelianGroup(left: Dimensions, right: Dimensions) {
    #expect(left * right == right * left)
    #expect(left * right / right == left)
    #expect(left * .none == left)
    #expect(left.raised(to: 3) == left * left * left)
    #expect(left.raised(to: -1) * left == .none)
    for third in Self.dimensions { #expect((left * right) * third == left * (right * third)) }
  }

  @Test(arguments: [1, 2, 3] as [UInt64])
  func arithmeticFollowsTheDimensions(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let units: [QuantityUnit] = [
      .gigabytes, .teraflopPerSecond, .milliseconds, .dollarsPerHour, .one,
    ]
    for left in units {
      for right in units {
        let a = Quantity(generator.magnitude(), left)
        let b = Quantity(generator.magnitude(), right)
        #expect((a * b).dimensions == a.dimensions * b.dimensions)
        #expect((a / b).dimensions == a.dimensions / b.dimensions)
        #expect(a * b == b * a)
        #expect(a + a == 2 * a)
        #expect((a - a).baseValue == 0)
        #expect(-(-a) == a)
        #expect((a / a).plain == 1)
        #expect(abs(-a) == abs(a))
        #expect(a.squared == a.raised(to: 2))
        #expect(abs(a.squared.squareRoot().baseValue - abs(a).baseValue) <= abs(a).baseValue.ulp)
      }
    }
  }

  @Test func comparisonOrdersQuantitiesOfOneDimension() throws {
    let times = [Quantity(3, .milliseconds), Quantity(2, .seconds), Quantity(900, .nanoseconds)]
    #expect(times.min() == Quantity(900, .nanoseconds))
    #expect(times.max() == Quantity(2, .seconds))
    #expect(min(times[0], times[1]) == times[0])
    #expect(times.sorted().map(\.baseValue) == times.map(\.baseValue).sorted())
    #expect(times.reduce(Quantity(0, .seconds), +) == Quantity(2.0030009, .seconds))
  }

  @Test func aCountIsTheSameNumber() {
    let experts = 256
    #expect(Quantity(experts) == Quantity(256.0) && Quantity(experts).dimensions == .none)
    #expect(Quantity(experts, .kilobytes) == Quantity(256_000.0, .bytes))
  }

  @Test(arguments: [(2.0, true), (.infinity, false), (-.infinity, false), (.nan, false)])
  func onlyNumbersAreFinite(value: Double, isFinite: Bool) {
    #expect(Quantity(value, .seconds).isFinite == isFinite)
  }

  @Test func quantitiesOfDifferentDimensionsAreNotEqual() {
    #expect(Quantity(1, .bytes) != Quantity(1, .seconds))
    #expect(Quantity(1) != Quantity(1, .tokens))
    #expect(Quantity(0, .bytes) != Quantity(0, .flop))
  }

  @Test func memoryOverBandwidthIsTime() {
    let time = Quantity(288, .gigabytes) / Quantity(20, .terabytesPerSecond)
    #expect(time.dimensions == QuantityUnit.seconds.dimensions)
    #expect(time.formatted() == "14.4 ms")
    #expect(2 / Quantity(4, .seconds) == Quantity(parsed: "0.5 /s"))
  }

  @Test(arguments: [
    (Dimensions.none, "plain number"),
    (QuantityUnit.bytesPerSecond.dimensions, "bytes per second"),
    (QuantityUnit.dollarsPerMegatoken.dimensions, "dollars per token"),
    (QuantityUnit.watts.dimensions, "joules per second"),
    (QuantityUnit.flopPerByte.dimensions, "FLOP per byte"),
    ((QuantityUnit.tokens / .seconds / .seconds).dimensions, "tokens per second squared"),
    ((QuantityUnit.bytes * .seconds).dimensions, "bytes times seconds"),
    ((QuantityUnit.one / .seconds).dimensions, "per second"),
    (Dimensions(bytes: 3, seconds: -4), "bytes cubed per second to the power 4"),
  ])
  func dimensionsReadAsWords(dimensions: Dimensions, words: String) {
    #expect("\(dimensions)" == words)
  }
}

extension Quantity {
  /// A quantity from a text that the test knows to be right; the failure names the text otherwise.
  init(parsed text: String) {
    do {
      try self.init(parsing: text)
    } catch {
      Issue.record("'\(text)' does not parse: \(error)")
      self.init(.nan)
    }
  }
}

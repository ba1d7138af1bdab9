/// What happened in a run: times of every request, and counts.
struct ServingLog: Sendable {
  // By request; not a number where it did not happen.
  private(set) var admissions: [Double]
  private(set) var firstTokens: [Double]
  private(set) var ends: [Double]
  /// Tokens given so far; of a decoding sequence, before it began to decode this time.
  private var deliveredTokens: [Int32]
  private(set) var foundTokens: [Int32]
  private(set) var preemptionCounts: [Int32]
  private var isTurned: [Bool]

  // Now.
  var inSystem = 0

  // So far.
  var curve: LoadCurve
  var end: Double
  private(set) var steps = 0
  private(set) var decodeSteps = 0
  private(set) var prefillTokens = 0
  private(set) var decodeTokens = 0
  /// Tokens found in the cache, at every admission.
  private(set) var claimedTokens = 0
  private(set) var droppedTokens = 0
  private(set) var preemptions = 0
  private(set) var served = 0
  private(set) var turnedAway = 0
  var hits: CacheHits
  var peakInSystem = 0
  var peakWaiting = 0
  var peakRunning = 0
  var peakHeld = 0

  init(_ trace: RequestTrace, blockTokens: Int, tiers: [String]) {
    let count = trace.count
    admissions = Array(repeating: .nan, count: count)
    firstTokens = admissions
    ends = admissions
    deliveredTokens = Array(repeating: 0, count: count)
    foundTokens = deliveredTokens
    preemptionCounts = deliveredTokens
    isTurned = Array(repeating: false, count: count)
    let origin = trace.arrivals.first ?? 0
    curve = LoadCurve(origin: origin, blockTokens: blockTokens)
    end = origin
    hits = CacheHits(tiers: tiers)
  }

  func delivered(_ request: Int32) -> Int { Int(deliveredTokens[Int(request)]) }
  func isTurnedAway(_ request: Int) -> Bool { isTurned[request] }

  // MARK: - What happens

  mutating func turnAway(_ request: Int) {
    isTurned[request] = true
    turnedAway += 1
  }

  /// - Returns: Whether it is the first time.
  mutating func admit(_ request: Int32, at time: Double, found: Int) -> Bool {
    claimedTokens += found
    guard admissions[Int(request)].isNaN else { return false }
    admissions[Int(request)] = time
    foundTokens[Int(request)] = Int32(found)
    return true
  }

  mutating func hit(tier: Int, tokens: Int) {
    hits.tiers[tier].blocks += 1
    hits.tiers[tier].tokens += tokens
  }

  mutating func count(_ load: StepLoad) {
    steps += 1
    decodeSteps += load.decodingSequences > 0 ? 1 : 0
    decodeTokens += load.decodingSequences
    prefillTokens += load.promptTokens
  }

  /// Sets how many tokens a request has been given.
  mutating func deliver(_ request: Int32, _ tokens: Int, at time: Double) {
    if firstTokens[Int(request)].isNaN { firstTokens[Int(request)] = time }
    deliveredTokens[Int(request)] = Int32(tokens)
  }

  mutating func preempt(_ request: Int32, dropped tokens: Int) {
    preemptions += 1
    droppedTokens += tokens
    preemptionCounts[Int(request)] += 1
  }

  mutating func end(_ request: Int32, at time: Double) {
    ends[Int(request)] = time
    served += 1
    inSystem -= 1
  }
}

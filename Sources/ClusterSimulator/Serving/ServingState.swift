import Quantities

/// Everything that changes while a trace is run: the clock, the line, the sequences, memory.
///
/// One step after the other, as in the engine's scheduler. Nothing is done for a sequence that only gains its
/// next token: which sequences end at a step, and how many need a new block for it, is known when they begin
/// to decode and kept by the number of that step. So a step costs what changes in it, whatever the batch.
///
/// Order of events at one time: arrivals in the trace's order, sequences that end, prompts that are read,
/// then the next step. Requests are let in first come, first served.
struct ServingState {
  let trace: RequestTrace
  let policy: ServingPolicy
  /// Blocks of memory.
  let capacity: Int
  let blockTokens: Int
  /// Blocks of memory that one named block takes.
  let namedBlocks: Int
  let lowerTiers: [CacheTier]
  let idleBlocks: Int
  var clock: StepClock

  // Time.
  var now: Double
  var nextArrival = 0
  /// The number of the train that leaves next, under a timetable.
  var train = -Double.infinity
  /// Whether nothing was waited for since the last step.
  var isAfterStep = false
  var isBusy = false

  // The line: requests that lost their memory, the first of them last, and then the trace's.
  var returned: [Int32] = []
  var nextWaiting = 0
  var waiting = 0
  /// The first in line had no room, and nothing was given back since.
  var isBlocked = false

  // Sequences.
  var slots: [Slot] = []
  var freeSlots: [Int32] = []
  var newest = Slot.none
  var running = 0
  /// Slots whose blocks are on their way, in order of admission.
  var loading: [Int32] = []
  /// Slots whose prompt is being read, in order of admission.
  var reading: [Int32] = []
  var chunks: [StepClock.Chunk] = []
  /// When each lower tier's channel is free again.
  var channels: [Double]

  // Decoding.
  var decoding = 0
  /// Steps in which sequences decoded.
  var decodeSteps = 0
  /// Tokens that the decoding sequences attend to in the next decode step, summed.
  var context = 0
  /// Sequences by the decode step at which they end, modulo the size: heads of lists.
  var endings: [Int32]
  /// Sequences that need a new block at decode step n, by n modulo the tokens of a block.
  var crossings: [Int]
  /// Tokens attended to less decode steps, of every decoding sequence, and whose it is; only where needed.
  var bases: [Int] = []
  var owners: [Int32] = []

  // Memory.
  var held = 0
  var cache: PrefixStore?

  // What the run leaves.
  var log: ServingLog

  init(_ simulation: ServingSimulation, _ trace: RequestTrace) {
    self.trace = trace
    policy = simulation.policy
    let memory = simulation.memory
    capacity = memory.blocks ?? 1 << 50
    blockTokens = memory.blockTokens
    namedBlocks = (trace.blockTokens ?? blockTokens) / blockTokens
    let prefixes = simulation.prefixCache
    lowerTiers = prefixes?.lowerTiers ?? []
    idleBlocks = prefixes?.idleBlocks ?? .max
    clock = StepClock(simulation.cost)
    now = trace.arrivals.first ?? 0
    channels = Array(repeating: -.infinity, count: lowerTiers.count)
    // A power of two, so that a longer answer only passes its list before its time.
    let longest = min(Int(trace.outputs.max() ?? 1), 1 << 16)
    var size = 1
    while size <= longest { size *= 2 }
    endings = Array(repeating: Slot.none, count: size)
    crossings = Array(repeating: 0, count: blockTokens)
    if prefixes != nil {
      cache = PrefixStore(
        blocks: trace.distinctBlocks,
        capacities: [0] + lowerTiers.map { $0.blocks ?? .max }
      )
    }
    log = ServingLog(trace, blockTokens: blockTokens, tiers: ["HBM"] + lowerTiers.map(\.name))
    resizeCache()
  }

  /// One place for a running request.
  struct Slot {
    static let none: Int32 = -1

    enum Phase {
      case loading
      case reading
      case decoding
    }

    let request: Int32
    var phase: Phase
    // Neighbours in the order of admission.
    var older: Int32
    var newer = Slot.none
    // Neighbours among those that end at the same step, modulo the size of the table.
    var endsBefore = Slot.none
    var endsAfter = Slot.none
    /// Where its base stands in `bases`.
    var place = 0
    /// Tokens of its text that are to be cached before it decodes.
    let text: Int
    /// Tokens of it that are.
    var cached: Int
    /// Blocks of memory that it alone holds.
    var own: Int
    /// Named blocks that it holds together with others.
    var shared: Int
    /// The decode step at which it ends.
    var ending = 0
    /// When its blocks are loaded.
    var ready: Double
  }

  // MARK: - Requests

  /// The named blocks of a request; none without a prefix cache.
  func names(of request: Int32) -> ArraySlice<Int32> {
    cache == nil ? [] : trace.blockNames(of: Int(request))
  }

  /// Blocks of memory that a request takes for so many tokens of its text, named and other blocks together.
  func blocks(of request: Int32, text: Int) -> Int {
    let named = names(of: request).count
    return named * namedBlocks + tailBlocks(of: request, text: text, named: named)
  }

  /// Blocks of memory beside the named ones.
  func tailBlocks(of request: Int32, text: Int, named: Int) -> Int {
    let tail = named > 0 ? max(0, text - Int(trace.prompts[Int(request)])) : text
    return (tail + blockTokens - 1) / blockTokens
  }

  /// Tokens of a request's text that are cached when it ends: its last token never goes through the model.
  func longestText(of request: Int) -> Int {
    Int(trace.prompts[request]) + max(0, Int(trace.outputs[request]) - 1)
  }

  /// Lets the cache keep what memory has left.
  mutating func resizeCache() {
    guard cache != nil else { return }
    cache?.setCapacity(min(idleBlocks, (capacity - held) / namedBlocks), ofTier: 0)
  }
}

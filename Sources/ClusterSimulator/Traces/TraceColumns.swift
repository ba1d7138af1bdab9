/// The columns of a trace while it is being put together, request by request.
struct TraceColumns {
  let blockTokens: Int?
  private(set) var arrivals: [Double] = []
  private(set) var prompts: [Int32] = []
  private(set) var outputs: [Int32] = []
  private(set) var blockStarts: [Int] = [0]
  private(set) var blocks: [Int32] = []
  /// The number that each block name of the source was given.
  private(set) var names: [Int: Int32] = [:]
  /// The request that named each block last.
  private var lastNamed: [Int32] = []

  init(blockTokens: Int?) {
    self.blockTokens = blockTokens
  }

  /// Blocks of the request that is not ended yet.
  var openBlocks: Int { blocks.count - (blockStarts.last ?? 0) }

  /// Adds a block to the request that is not ended yet.
  ///
  /// - Returns: Whether it can be: a name stands for all that comes before, so no prompt has one twice.
  mutating func add(block name: Int) -> Bool {
    let request = Int32(arrivals.count)
    if let number = names[name] {
      guard lastNamed[Int(number)] != request else { return false }
      lastNamed[Int(number)] = request
      blocks.append(number)
    } else {
      names[name] = Int32(names.count)
      lastNamed.append(request)
      blocks.append(Int32(lastNamed.count - 1))
    }
    return true
  }

  mutating func endRequest(arrival: Double, prompt: Int, output: Int) {
    arrivals.append(arrival)
    prompts.append(Int32(prompt))
    outputs.append(Int32(output))
    blockStarts.append(blocks.count)
  }

  /// Moves all times so that the earliest is zero.
  mutating func startAtZero() {
    let first = arrivals.min() ?? 0
    arrivals = arrivals.map { $0 - first }
  }
}

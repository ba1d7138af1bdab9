import ClusterSimulator
import Quantities

/// The plain version of `ServingSimulation`: every step walks over every sequence, nothing is kept in sums.
///
/// For traces without block names.
struct PlainServing {
  struct Request {
    let arrival: Double
    let prompt: Int
    let output: Int
    var cached = 0
    /// Blocks of memory; kept by hand, so that a wrong release shows.
    var blocks = 0
    var delivered = 0
    var first: Double?
    var end: Double?
    var admission: Double?
    var preemptions = 0

    /// Tokens that must be cached before it decodes.
    var text = 0
    var decodes: Bool { cached >= text && delivered > 0 }
    var longest: Int { prompt + max(0, output - 1) }
  }

  let policy: ServingPolicy
  let capacity: Int
  let blockTokens: Int
  let cost: (StepLoad) -> Double
  var requests: [Request]
  var running: [Int] = []
  var returned: [Int] = []
  var come: [Int] = []
  var now = 0.0
  var steps = 0
  var held: Int { requests.reduce(0) { $0 + $1.blocks } }

  init(
    _ trace: RequestTrace,
    _ policy: ServingPolicy,
    _ memory: KeyValueMemory,
    cost: @escaping (StepLoad) -> Double
  ) {
    self.policy = policy
    capacity = memory.blocks ?? 1 << 50
    blockTokens = memory.blockTokens
    self.cost = cost
    requests = trace.map {
      Request(
        arrival: $0.arrival.value(in: .seconds),
        prompt: $0.promptTokens,
        output: $0.outputTokens
      )
    }
  }

  func blocks(_ tokens: Int) -> Int { (tokens + blockTokens - 1) / blockTokens }

  mutating func run() {
    var next = 0
    while true {
      while next < requests.count, requests[next].arrival <= now {
        come.append(next)
        next += 1
      }
      let parts = plan()
      if parts.isEmpty {
        guard next < requests.count else { return }
        now = requests[next].arrival
        continue
      }
      var load = StepLoad()
      for (index, tokens) in parts {
        if requests[index].decodes {
          load.decodingSequences += 1
          load.decodingContext += requests[index].cached + 1
        } else {
          load.addPrompt(tokens: tokens, after: requests[index].cached)
        }
      }
      now += cost(load)
      steps += 1
      for (index, tokens) in parts { finish(index, tokens) }
    }
  }

  private mutating func finish(_ index: Int, _ tokens: Int) {
    requests[index].cached += tokens
    guard requests[index].cached >= requests[index].text else { return }
    if requests[index].delivered < requests[index].output {
      requests[index].delivered += 1
      if requests[index].first == nil { requests[index].first = now }
    }
    if requests[index].delivered == requests[index].output {
      requests[index].end = now
      requests[index].blocks = 0
      running.removeAll { $0 == index }
    }
  }

  // MARK: - Planning

  private mutating func plan() -> [(Int, Int)] {
    if policy.order == .prefillFirst {
      let parts = prompts(budget: policy.tokensPerStep, mayAdmit: true)
      if !parts.isEmpty { return parts }
    }
    var hasPreempted = false
    while true {
      let decoding = running.filter { requests[$0].decodes }
      let more = decoding.filter { blocks(requests[$0].cached + 1) > requests[$0].blocks }
      if held + more.count <= capacity {
        for index in more { requests[index].blocks += 1 }
        let parts = decoding.map { ($0, 1) }
        if policy.order == .prefillFirst { return parts }
        return parts
          + prompts(budget: policy.tokensPerStep - parts.count, mayAdmit: !hasPreempted)
      }
      hasPreempted = true
      let last = running.removeLast()
      requests[last].blocks = 0
      requests[last].cached = 0
      requests[last].preemptions += 1
      returned.append(last)
    }
  }

  private mutating func prompts(budget: Int, mayAdmit: Bool) -> [(Int, Int)] {
    var budget = budget
    var parts: [(Int, Int)] = []
    func part(_ request: Request) -> Int {
      min(request.text - request.cached, policy.chunk, budget)
    }
    for index in running where !requests[index].decodes && budget > 0 {
      parts.append((index, part(requests[index])))
      budget -= part(requests[index])
    }
    while mayAdmit, budget > 0, running.count < policy.sequences,
      let index = returned.last ?? come.first
    {
      requests[index].text = requests[index].prompt + requests[index].delivered
      let request = requests[index]
      let isWhole = policy.reservation == .wholeLength
      let need = blocks(isWhole ? request.longest : min(request.longest, request.text + 1))
      guard held + need <= capacity else { break }
      if returned.popLast() == nil { come.removeFirst() }
      requests[index].blocks = blocks(isWhole ? request.longest : request.text)
      if request.admission == nil { requests[index].admission = now }
      running.append(index)
      let tokens = part(request)
      parts.append((index, tokens))
      budget -= tokens
    }
    return parts
  }
}

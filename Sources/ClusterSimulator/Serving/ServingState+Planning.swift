extension ServingState {
  /// Chooses what the next step works on and gives it memory; nothing if nothing can be done now.
  mutating func plan() -> StepLoad {
    var load = StepLoad()
    chunks.removeAll(keepingCapacity: true)
    if policy.order == .prefillFirst {
      readPrompts(&load)
      admit(&load)
      if load.tokens > 0 { return load }
    }
    let hasPreempted = makeRoomToDecode()
    load.decodingSequences = decoding
    load.decodingContext = context
    if policy.order == .decodeFirst {
      readPrompts(&load)
      // Who lost its memory in this step would only take it from others.
      if !hasPreempted { admit(&load) }
    }
    log.peakHeld = max(log.peakHeld, held)
    return load
  }

  // MARK: - Prompts

  private mutating func readPrompts(_ load: inout StepLoad) {
    for slot in reading {
      guard load.tokens < policy.tokensPerStep else { return }
      read(slot, &load)
    }
  }

  /// Reads as much of a prompt as the step has room for.
  private mutating func read(_ slot: Int32, _ load: inout StepLoad) {
    let cached = slots[Int(slot)].cached
    let left = slots[Int(slot)].text - cached
    let tokens = min(left, policy.chunk, policy.tokensPerStep - load.tokens)
    guard tokens > 0 else { return }
    chunks.append(StepClock.Chunk(slot: slot, cached: cached, tokens: tokens))
    load.addPrompt(tokens: tokens, after: cached)
  }

  // MARK: - Admission

  /// Lets requests in, first come, first served, while there are places, tokens and memory.
  private mutating func admit(_ load: inout StepLoad) {
    guard !isBlocked else { return }
    while waiting > 0, running < policy.sequences, load.tokens < policy.tokensPerStep {
      let request = firstInLine()
      guard let slot = admit(request) else {
        isBlocked = true
        break
      }
      leaveLine()
      log.peakRunning = max(log.peakRunning, running)
      if slots[Int(slot)].phase == .reading {
        reading.append(slot)
        read(slot, &load)
      } else {
        loading.append(slot)
      }
    }
    resizeCache()
    log.peakHeld = max(log.peakHeld, held)
  }

  private mutating func firstInLine() -> Int32 {
    if let request = returned.last { return request }
    while log.isTurnedAway(nextWaiting) { nextWaiting += 1 }
    return Int32(nextWaiting)
  }

  private mutating func leaveLine() {
    if returned.popLast() == nil { nextWaiting += 1 }
    waiting -= 1
  }

  /// Gives a request a place and memory for its text, if there is room for that and one further token.
  ///
  /// - Returns: Its place, or nothing.
  private mutating func admit(_ request: Int32) -> Int32? {
    let names = names(of: request)
    let text = Int(trace.prompts[Int(request)]) + log.delivered(request)
    let matched = cache?.matched(names) ?? 0
    var shared = 0
    for name in names.prefix(matched) where cache?.place(of: name) == .held { shared += 1 }
    let longest = longestText(of: Int(request))
    let full = policy.reservation == .wholeLength ? longest : text
    let own =
      (names.count - matched) * namedBlocks
      + tailBlocks(of: request, text: full, named: names.count)
    let next = tailBlocks(of: request, text: min(longest, text + 1), named: names.count)
    let further = next - tailBlocks(of: request, text: text, named: names.count)
    let watermark = policy.reservation == .wholeLength ? 0 : further
    let taken = own + (matched - shared) * namedBlocks
    guard held + taken + watermark <= capacity else { return nil }

    // The last token is always run, for its result is the first one generated.
    let size = trace.blockTokens ?? 1
    let found = min(matched * size, Int(trace.prompts[Int(request)]), text - 1)
    let isFirstTime = log.admit(request, at: now, found: found)
    if isFirstTime {
      log.hits.promptTokens += Int(trace.prompts[Int(request)])
      log.hits.promptBlocks += names.count
    }
    let ready = claim(names, matched: matched, found: found, countsHits: isFirstTime)
    held += taken
    let slot = newSlot(
      Slot(
        request: request,
        phase: ready > now ? .loading : .reading,
        older: newest,
        text: text,
        cached: found,
        own: own,
        shared: matched,
        ready: ready
      )
    )
    running += 1
    return slot
  }

  /// Holds the blocks that were found and starts to load those from lower tiers.
  ///
  /// - Returns: When all of them are in high-bandwidth memory.
  private mutating func claim(
    _ names: ArraySlice<Int32>,
    matched: Int,
    found: Int,
    countsHits: Bool
  ) -> Double {
    var ready = now
    let size = trace.blockTokens ?? 1
    for (number, name) in names.prefix(matched).enumerated() {
      var tier = 0
      if case .tier(let place)? = cache?.place(of: name) { tier = place }
      _ = cache?.hold(name)
      if countsHits { log.hit(tier: tier, tokens: min(size, found - number * size)) }
      guard tier > 0 else { continue }
      channels[tier - 1] = max(now, channels[tier - 1]) + lowerTiers[tier - 1].loadTime
      ready = max(ready, channels[tier - 1])
    }
    return ready
  }

  private mutating func newSlot(_ slot: Slot) -> Int32 {
    let index: Int32
    if let free = freeSlots.popLast() {
      index = free
      slots[Int(free)] = slot
    } else {
      index = Int32(slots.count)
      slots.append(slot)
    }
    if newest != Slot.none { slots[Int(newest)].newer = index }
    newest = index
    return index
  }

  // MARK: - Loading

  /// Lets those read their prompts whose blocks have been loaded.
  mutating func endLoading() {
    guard !loading.isEmpty else { return }
    for slot in loading where slots[Int(slot)].ready <= now {
      slots[Int(slot)].phase = .reading
      reading.append(slot)
    }
    loading.removeAll { slots[Int($0)].phase == .reading }
  }
}

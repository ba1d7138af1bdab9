extension ServingState {
  /// Gives every decoding sequence the block that its next token may need, taking memory away from the
  /// requests that were let in last where there is not enough.
  ///
  /// - Returns: Whether any lost its memory.
  mutating func makeRoomToDecode() -> Bool {
    var hasPreempted = false
    let step = (decodeSteps + 1) % blockTokens
    while held + crossings[step] > capacity {
      preempt(newest)
      hasPreempted = true
    }
    if crossings[step] > 0 {
      held += crossings[step]
      resizeCache()
    }
    return hasPreempted
  }

  /// Takes the memory of a request away and sends it to the head of the line.
  private mutating func preempt(_ slot: Int32) {
    let request = slots[Int(slot)].request
    log.preempt(request, dropped: cachedTokens(of: slot))
    switch slots[Int(slot)].phase {
    case .decoding: leaveDecoding(slot)
    case .reading: reading.removeAll { $0 == slot }
    case .loading: loading.removeAll { $0 == slot }
    }
    release(slot)
    returned.append(request)
    waiting += 1
    log.peakWaiting = max(log.peakWaiting, waiting)
  }

  /// Tokens of a sequence's text that are in memory: of a decoding one, all but the last it was given.
  private func cachedTokens(of slot: Int32) -> Int {
    let place = slots[Int(slot)]
    guard place.phase == .decoding else { return place.cached }
    return longestText(of: Int(place.request)) - (place.ending - decodeSteps)
  }

  // MARK: - The end of a step

  /// Does what a step brings about: tokens, ends, prompts that are read.
  mutating func endStep(_ load: StepLoad) {
    if load.decodingSequences > 0 {
      decodeSteps += 1
      context += decoding
      endSequences()
    }
    var hasRead = false
    for chunk in chunks {
      let slot = Int(chunk.slot)
      slots[slot].cached += chunk.tokens
      if slots[slot].cached == slots[slot].text {
        hasRead = true
        endReading(chunk.slot)
      }
    }
    if hasRead { reading.removeAll { slots[Int($0)].phase != .reading } }
  }

  private mutating func endSequences() {
    var slot = endings[decodeSteps & (endings.count - 1)]
    while slot != Slot.none {
      let next = slots[Int(slot)].endsAfter
      // A longer answer passes its list before its time.
      if slots[Int(slot)].ending == decodeSteps {
        leaveDecoding(slot)
        end(slot)
      }
      slot = next
    }
  }

  private mutating func endReading(_ slot: Int32) {
    share(slot)
    let request = slots[Int(slot)].request
    slots[Int(slot)].phase = .decoding
    let output = Int(trace.outputs[Int(request)])
    if output > 0 { log.deliver(request, log.delivered(request) + 1, at: now) }
    let left = output - log.delivered(request)
    if left > 0 { beginDecoding(slot, left: left) } else { end(slot) }
  }

  private mutating func end(_ slot: Int32) {
    log.end(slots[Int(slot)].request, at: now)
    release(slot)
  }

  // MARK: - Decoding sequences

  private mutating func beginDecoding(_ slot: Int32, left: Int) {
    let index = Int(slot)
    let ending = decodeSteps + left
    slots[index].ending = ending
    let head = endings[ending & (endings.count - 1)]
    slots[index].endsBefore = Slot.none
    slots[index].endsAfter = head
    if head != Slot.none { slots[Int(head)].endsBefore = slot }
    endings[ending & (endings.count - 1)] = slot
    decoding += 1
    context += slots[index].text + 1
    if policy.reservation == .asNeeded { crossings[crossing(of: slots[index])] += 1 }
    if clock.needsContexts {
      slots[index].place = bases.count
      bases.append(slots[index].text - decodeSteps)
      owners.append(slot)
    }
  }

  private mutating func leaveDecoding(_ slot: Int32) {
    let place = slots[Int(slot)]
    if place.endsBefore == Slot.none {
      endings[place.ending & (endings.count - 1)] = place.endsAfter
    } else {
      slots[Int(place.endsBefore)].endsAfter = place.endsAfter
    }
    if place.endsAfter != Slot.none { slots[Int(place.endsAfter)].endsBefore = place.endsBefore }
    decoding -= 1
    let left = place.ending - decodeSteps
    let output = Int(trace.outputs[Int(place.request)])
    log.deliver(place.request, output - left, at: now)
    // What it would attend to in the next decode step.
    let text = Int(trace.prompts[Int(place.request)]) + output - left
    context -= text
    if policy.reservation == .asNeeded {
      crossings[crossing(of: place)] -= 1
      slots[Int(slot)].own +=
        tailBlocks(of: place.request, text: text - 1, named: names(of: place.request).count)
        - tailBlocks(of: place.request, text: place.text, named: names(of: place.request).count)
    }
    if clock.needsContexts { removeBase(place.place) }
  }

  /// The decode step, modulo the tokens of a block, at which a sequence needs a new block.
  ///
  /// That is where the token fed is the first of a block of its tail. The step at which it is fed, less the
  /// tokens that are cached then, stays the same, so it follows from the end.
  private func crossing(of slot: Slot) -> Int {
    let request = Int(slot.request)
    let last = longestText(of: request)
    let tail = names(of: slot.request).isEmpty ? last : last - Int(trace.prompts[request])
    // At decode step `ending` the token fed is number `tail` of the tail, counted from 1.
    let step = (slot.ending - tail + 1) % blockTokens
    return step < 0 ? step + blockTokens : step
  }

  private mutating func removeBase(_ place: Int) {
    bases[place] = bases[bases.count - 1]
    owners[place] = owners[owners.count - 1]
    slots[Int(owners[place])].place = place
    bases.removeLast()
    owners.removeLast()
  }

  // MARK: - Memory

  /// Makes the blocks of a prompt that has been read known to others; those that another one has made known
  /// meanwhile are shared, and the own copy is given back.
  private mutating func share(_ slot: Int32) {
    let names = names(of: slots[Int(slot)].request)
    let known = slots[Int(slot)].shared
    guard known < names.count else { return }
    for name in names.dropFirst(known) {
      let isHeld = cache?.hold(name) ?? false
      if isHeld { held -= namedBlocks }
    }
    slots[Int(slot)].own -= (names.count - known) * namedBlocks
    slots[Int(slot)].shared = names.count
    isBlocked = false
    resizeCache()
  }

  /// Gives a sequence's place and memory back.
  private mutating func release(_ slot: Int32) {
    let place = slots[Int(slot)]
    let names = names(of: place.request).prefix(place.shared)
    held -= place.own
    for name in names where cache?.isLastHolder(name) == true { held -= namedBlocks }
    resizeCache()
    // The first of the prompt last, so that it stays longest.
    for name in names.reversed() { cache?.release(name) }
    if place.older != Slot.none { slots[Int(place.older)].newer = place.newer }
    if place.newer != Slot.none {
      slots[Int(place.newer)].older = place.older
    } else {
      newest = place.older
    }
    freeSlots.append(slot)
    running -= 1
    isBlocked = false
  }
}

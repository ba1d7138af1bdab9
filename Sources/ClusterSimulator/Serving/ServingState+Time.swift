import Quantities

extension ServingState {
  /// Runs until every request has ended.
  ///
  /// - Throws: `ServingError.badStepTime`.
  mutating func run() throws(ServingError) {
    // Time begins with the first arrival, which is taken in here.
    advance(to: now)
    while true {
      endLoading()
      if policy.timetable != nil, waiting > 0 || running > loading.count { boardTrain() }
      let load = plan()
      if load.tokens > 0 {
        try step(load)
      } else if let next = nextEvent() {
        isAfterStep = false
        advance(to: next)
      } else if waiting > 0 || running > 0 {
        stop(
          "\(waiting) requests wait and \(running) run, and nothing moves: a fault of the simulation"
        )
      } else if held != 0 {
        stop("\(held) blocks of memory are held by nobody: a fault of the simulation")
      } else {
        return
      }
    }
  }

  private mutating func step(_ load: StepLoad) throws(ServingError) {
    let seconds = clock.seconds(
      load,
      chunks: chunks,
      contexts: bases,
      offset: decodeSteps + 1
    )
    guard seconds >= 0, seconds.isFinite else {
      throw .badStepTime(load: load, time: Quantity(seconds, .seconds))
    }
    log.count(load)
    isBusy = true
    advance(to: now + seconds)
    isBusy = false
    if let interval = policy.timetable?.value(in: .seconds) {
      train += max(1, (seconds / interval - 1e-9).rounded(.up))
      isAfterStep = true
    }
    endStep(load)
    log.end = now
  }

  /// When something happens by itself: a request comes, or blocks are loaded.
  private func nextEvent() -> Double? {
    var next = nextArrival < trace.count ? trace.arrivals[nextArrival] : nil
    for slot in loading {
      let ready = slots[Int(slot)].ready
      next = min(next ?? ready, ready)
    }
    return next
  }

  /// Waits for the departure of the next train.
  private mutating func boardTrain() {
    guard let interval = policy.timetable?.value(in: .seconds) else { return }
    // Right after a step the next train is known; a rounded time must not make it the one after.
    if !isAfterStep { train = max(train, (now / interval).rounded(.up)) }
    advance(to: max(now, train * interval))
    endLoading()
  }

  /// Moves the clock and takes in who comes until then.
  mutating func advance(to time: Double) {
    while nextArrival < trace.count, trace.arrivals[nextArrival] <= time {
      integrate(to: trace.arrivals[nextArrival])
      if isTooLarge(nextArrival) {
        log.turnAway(nextArrival)
      } else {
        waiting += 1
        log.inSystem += 1
        log.peakWaiting = max(log.peakWaiting, waiting)
        log.peakInSystem = max(log.peakInSystem, log.inSystem)
      }
      nextArrival += 1
    }
    integrate(to: time)
  }

  private mutating func integrate(to time: Double) {
    guard time > now else { return }
    log.curve.add(
      to: time,
      SIMD4(Double(log.inSystem), Double(waiting), Double(held), isBusy ? 1 : 0)
    )
    now = time
  }

  /// Whether not even the whole memory could hold a request.
  func isTooLarge(_ request: Int) -> Bool {
    blocks(of: Int32(request), text: longestText(of: request)) > capacity
  }
}

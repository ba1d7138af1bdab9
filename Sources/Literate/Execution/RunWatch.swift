import Synchronization

/// What is running at this moment, for whoever waits for it.
package final class RunWatch: Sendable {
  /// What a chapter is at.
  package enum Phase: Sendable, Equatable {
    case starting, compiling
    case cell(String)
  }

  package struct Snapshot: Sendable {
    package var total = 0
    package var done = 0
    /// The chapters at work, in the order in which they began.
    package var running: [(chapter: String, phase: Phase)] = []
  }

  private let state = Mutex(Snapshot())

  init() {}

  package var snapshot: Snapshot { state.withLock { $0 } }

  func expect(_ count: Int) { state.withLock { $0 = Snapshot(total: count) } }

  func begin(_ chapter: String) {
    state.withLock { $0.running.append((chapter, .starting)) }
  }

  func now(_ chapter: String?, _ phase: Phase) {
    state.withLock { state in
      guard let index = state.running.firstIndex(where: { $0.chapter == chapter }) else { return }
      state.running[index].phase = phase
    }
  }

  func end(_ chapter: String) {
    state.withLock { state in
      state.running.removeAll { $0.chapter == chapter }
      state.done += 1
    }
  }
}

import Foundation
import Synchronization

/// The children of one build, so that a build that nobody waits for any more can be ended with all of them.
///
/// Children belong to the group of the task that starts them, and of the tasks that it was started by.
package final class ChildGroup: Sendable {
  @TaskLocal package static var current: ChildGroup?

  private struct State {
    var children: Set<Int32> = []
    var isEnded = false
  }

  private let state = Mutex(State())

  package init() {}

  /// Whether what children said may be half of what they had to say.
  package var isEnded: Bool { state.withLock(\.isEnded) }

  /// Ends every child and what it started; one that is started later ends at once.
  package func end() {
    state.withLock { state in
      state.isEnded = true
      for child in state.children { Self.kill(child) }
    }
  }

  func add(_ child: Int32) {
    state.withLock { state in
      state.children.insert(child)
      if state.isEnded { Self.kill(child) }
    }
  }

  func remove(_ child: Int32) {
    state.withLock { state in _ = state.children.remove(child) }
  }

  /// Each child leads a session and a group of its own.
  private static func kill(_ child: Int32) { _ = Glibc.kill(-child, SIGKILL) }
}

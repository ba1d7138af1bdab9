import Dispatch
import Foundation
import Synchronization

/// What happens when somebody stops the tool: children ended, folders of work removed, nothing half-written.
package enum Interruption {
  private struct State {
    var children: Set<Int32> = []
    var folders: Set<String> = []
    var sources: [any DispatchSourceSignal] = []
    var isExpected = false
  }

  private static let state = Mutex(State())
  /// Held while files move to their places: a stop waits for that.
  private static let writing = Mutex(())

  /// From now on SIGINT, SIGTERM and SIGHUP end the tool with 128 + their number, and leave nothing behind.
  package static func watch() {
    state.withLock { state in
      guard state.sources.isEmpty else { return }
      // Where a file may not grow any more, writing fails, as on a full disk; children are killed by it all the same.
      signal(SIGXFSZ, SIG_IGN)
      for number in [SIGINT, SIGTERM, SIGHUP] {
        let before = signal(number, SIG_IGN)
        // A tool that was started to outlive its terminal does.
        if number == SIGHUP, unsafe unsafeBitCast(before, to: Int.self) == ignored { continue }
        let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
        source.setEventHandler { end(by: number) }
        source.resume()
        state.sources.append(source)
      }
    }
  }

  /// From now on a stop is how the tool is meant to end, and leaves with 0.
  package static func isExpected() { state.withLock { $0.isExpected = true } }

  /// `SIG_IGN` as a number: functions of C cannot be compared.
  private static let ignored = 1

  /// Does something that a stop waits for.
  static func shielded<Result>(_ body: () throws -> Result) rethrows -> Result {
    try writing.withLock { _ in try body() }
  }

  // MARK: - What there is to end

  /// Starts a child, which a stop will end.
  static func start(_ spawn: () -> (child: Int32, error: Int32)) -> (child: Int32, error: Int32) {
    state.withLock { state in
      let started = spawn()
      if started.error == 0 { state.children.insert(started.child) }
      return started
    }
  }

  static func hasEnded(_ child: Int32) { state.withLock { _ = $0.children.remove(child) } }
  static func willRemove(_ folder: String) { state.withLock { _ = $0.folders.insert(folder) } }
  static func hasRemoved(_ folder: String) { state.withLock { _ = $0.folders.remove(folder) } }

  private static func end(by number: Int32) {
    // Neither lock is given back: no child starts and no file moves from here on.
    writing.withLock { _ in
      state.withLock { state in
        for child in state.children { kill(-child, SIGKILL) }
        for folder in state.folders { try? FileManager.default.removeItem(atPath: folder) }
        _exit(state.isExpected ? 0 : 128 + number)
      }
    }
  }
}

import Foundation
import Literate
import Synchronization

/// Says on standard error what is running: a line that keeps changing on a terminal, now and then a line elsewhere.
///
/// A quick command shows nothing at all.
final class RunProgress: Sendable {
  private let watch: RunWatch
  private let isTerminal =
    isatty(STDERR_FILENO) != 0 && ProcessInfo.processInfo.environment["TERM"] != "dumb"
  private let state = Mutex((isEnded: false, isShown: false))

  /// Seconds until the first word, and between words where lines stay.
  private static let terminalDelay = 0.5
  private static let plainDelay = 10.0

  init(_ watch: RunWatch) {
    self.watch = watch
    Thread.detachNewThread { [self] in
      var next = isTerminal ? Self.terminalDelay : Self.plainDelay
      let start = ContinuousClock.now
      while !state.withLock({ $0.isEnded }) {
        Thread.sleep(forTimeInterval: 0.1)
        guard (ContinuousClock.now - start) / .seconds(1) >= next else { continue }
        next += isTerminal ? 0.1 : Self.plainDelay
        show()
      }
    }
  }

  /// Erases the line; nothing is shown after that.
  func end() {
    state.withLock { state in
      state.isEnded = true
      if state.isShown, isTerminal { Self.write("\r\u{1B}[K") }
    }
  }

  private func show() {
    let line = Self.text(watch.snapshot)
    state.withLock { state in
      guard !state.isEnded, !line.isEmpty else { return }
      state.isShown = true
      Self.write(isTerminal ? "\r\u{1B}[K\(line.prefix(Self.width))" : line + "\n")
    }
  }

  /// `3 of 12 chapters; 02-experts: cell 'racks', 05-over-training: compiling`.
  static func text(_ now: RunWatch.Snapshot) -> String {
    guard now.total > 0, !now.running.isEmpty else { return "" }
    let running = now.running.map { chapter, phase in
      switch phase {
      case .starting: chapter
      case .compiling: "\(chapter): compiling"
      case .cell(let id): "\(chapter): cell '\(id)'"
      }
    }
    return "\(now.done) of \(now.total) chapters; \(running.joined(separator: ", "))"
  }

  /// One less than the terminal is wide, so that the line never breaks.
  private static var width: Int {
    var size = winsize()
    let known = unsafe ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0
    return known ? Int(size.ws_col) - 1 : 79
  }

  private static func write(_ text: String) {
    FileHandle.standardError.write(Data(text.utf8))
  }
}

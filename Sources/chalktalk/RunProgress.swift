import Foundation
import Literate
import Synchronization

/// Says on standard error what is running: a line that keeps changing on a terminal, now and then a line elsewhere.
///
/// A quick command shows nothing at all.
final class RunProgress: Sendable {
  private let watch: RunWatch
  private let line = ProgressLine()
  private let isEnded = Mutex(false)

  /// Seconds until the first word, and between words where lines stay.
  private static let terminalDelay = 0.5
  private static let plainDelay = 10.0

  init(_ watch: RunWatch) {
    self.watch = watch
    Thread.detachNewThread { [self] in
      var next = ProgressLine.isPossible ? Self.terminalDelay : Self.plainDelay
      let start = ContinuousClock.now
      while !isEnded.withLock({ $0 }) {
        Thread.sleep(forTimeInterval: 0.1)
        guard (ContinuousClock.now - start) / .seconds(1) >= next else { continue }
        next += ProgressLine.isPossible ? 0.1 : Self.plainDelay
        show()
      }
    }
  }

  /// Erases the line; nothing is shown after that.
  func end() {
    isEnded.withLock { isEnded in
      isEnded = true
      line.clear()
    }
  }

  private func show() {
    let text = Self.text(watch.snapshot)
    isEnded.withLock { isEnded in
      guard !isEnded, !text.isEmpty else { return }
      if ProgressLine.isPossible { line.show(text) } else { Console.note(text) }
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
}

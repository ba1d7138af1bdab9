import Foundation
import Literate
import Synchronization

/// A line of a terminal that keeps changing while something runs, and is gone when it is done.
///
/// Nothing is written where standard error is no terminal, or one that cannot erase a line.
final class ProgressLine: Sendable {
  static let isPossible =
    isatty(STDERR_FILENO) != 0
    && !["", "dumb"].contains(ProcessInfo.processInfo.environment["TERM"] ?? "")

  private let isShown = Mutex(false)
  private static let erasing = "\r\u{1B}[K"

  func show(_ text: String) {
    guard Self.isPossible, !text.isEmpty else { return }
    isShown.withLock { isShown in
      isShown = true
      // Somebody who stops the tool gets a clean line too.
      Interruption.lastWords(Self.erasing)
      Self.write(Self.erasing + Self.fitted(text, columns: Self.columns))
    }
  }

  func clear() {
    isShown.withLock { isShown in
      guard isShown else { return }
      isShown = false
      Interruption.lastWords(nil)
      Self.write(Self.erasing)
    }
  }

  /// As much of a text as fits, with what tells that there is more; nothing in it commands the terminal.
  static func fitted(_ text: String, columns: Int) -> String {
    let plain = text.map { character in
      let isSafe = character.unicodeScalars.allSatisfy {
        ![.control, .format, .lineSeparator, .paragraphSeparator].contains(
          $0.properties.generalCategory
        )
      }
      return isSafe ? character : "\u{FFFD}"
    }
    guard plain.reduce(0, { $0 + width(of: $1) }) > columns else { return String(plain) }
    var left = columns - 1
    return String(
      plain.prefix { character in
        left -= width(of: character)
        return left >= 0
      }
    ) + (columns > 0 ? "…" : "")
  }

  /// The columns that terminals give a character: two to those of East Asia and to pictures.
  private static func width(of character: Character) -> Int {
    guard let scalar = character.unicodeScalars.first else { return 0 }
    let wide: [ClosedRange<UInt32>] = [
      0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
      0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1FAFF, 0x20000...0x3FFFD,
    ]
    return scalar.value >= 0x1100 && wide.contains { $0.contains(scalar.value) } ? 2 : 1
  }

  /// One less than the terminal is wide, so that the line never breaks.
  private static var columns: Int {
    var size = winsize()
    let known = unsafe ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0
    return known ? Int(size.ws_col) - 1 : 79
  }

  private static func write(_ text: String) {
    FileHandle.standardError.write(Data(text.utf8))
  }
}

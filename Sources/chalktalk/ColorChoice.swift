import ArgumentParser
import Foundation
import Literate

/// `--color`: whether diagnostics are coloured.
enum ColorChoice: String, ExpressibleByArgument, CaseIterable {
  case auto, always, never

  /// Colours for standard error.
  ///
  /// `auto` colours a terminal only, and heeds `NO_COLOR`, `CLICOLOR`, `CLICOLOR_FORCE` and `TERM=dumb`.
  var paint: TerminalPaint {
    switch self {
    case .always: TerminalPaint(isOn: true)
    case .never: TerminalPaint(isOn: false)
    case .auto: TerminalPaint(isOn: Self.isWanted)
    }
  }

  private static var isWanted: Bool {
    let environment = ProcessInfo.processInfo.environment
    func says(_ name: String) -> String { environment[name] ?? "" }
    if !says("NO_COLOR").isEmpty { return false }
    if !says("CLICOLOR_FORCE").isEmpty, says("CLICOLOR_FORCE") != "0" { return true }
    return says("TERM") != "dumb" && says("CLICOLOR") != "0" && isatty(STDERR_FILENO) == 1
  }
}

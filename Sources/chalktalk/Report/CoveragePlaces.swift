import Foundation
import Literate

/// Coverage as reports print it.
enum CoveragePlaces {
  /// The places of each id as `file:line`, each once, in the order of the book.
  static func texts(_ coverage: Coverage) -> [String: [String]] {
    let directory = FileManager.default.currentDirectoryPath
    return coverage.places.mapValues { places in
      var seen: Set<String> = []
      return places.map { "\(Diagnostic.shortened($0.file, relativeTo: directory)):\($0.line)" }
        .filter { seen.insert($0).inserted }
    }
  }

  static func counts(_ ids: [String], _ coverage: Coverage) -> [Coverage.State: Int] {
    ids.reduce(into: [:]) { $0[coverage.state(of: $1), default: 0] += 1 }
  }

  static func totals(_ coverage: Coverage) -> [String: [String: Int]] {
    var totals: [String: [String: Int]] = [:]
    for (kind, ids) in coverage.kinds {
      let counts = counts(ids, coverage)
      totals[kind] = ["total": ids.count]
      for state in Coverage.State.allCases { totals[kind]?[state.rawValue] = counts[state] ?? 0 }
    }
    return totals
  }
}

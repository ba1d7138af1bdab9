import Foundation

/// Whether a build has anything to do.
package enum Rebuild: Sendable {
  /// All that the last build read is as it was, and the folder holds what it made; what it said at its end.
  case unneeded(summary: String)
  /// Why not, as a sentence without its full stop, and the names of files that are not as they were.
  case needed(reason: String, changed: Set<String> = [])
}

extension BookBuilder {
  /// Looks whether a build would only write again what is there.
  ///
  /// - Parameter folder: Where the site goes.
  /// - Returns: nothing to do only if everything that a build reads, and every file that it writes, has the content
  ///   that the last build's record names.
  package func rebuild(in folder: String) -> Rebuild {
    let last: BuiltSite
    switch BuiltSite.last(of: book, in: executor.cache) {
    case .absent: return .needed(reason: "no earlier build is known")
    case .unreadable: return .needed(reason: "the record of the last build cannot be read")
    case .found(let record): last = record
    }
    guard let inputs = BookInputs(of: book, last.inputs, executor) else {
      return .needed(reason: "it is not known what is running")
    }
    guard inputs.parts == last.parts else {
      let reason = inputs.parts.change(since: last.parts)
      return .needed(
        reason: reason ?? "the book has changed",
        changed: inputs.parts.changedFiles(since: last.parts)
      )
    }
    let measured = MeasuredData(book: book.folder, sources: sourcesFolder)
    guard measured.isCurrent(reading: last.inputs.read.values.joined()) else {
      return .needed(reason: "a record of measurements does not fit the sources")
    }
    guard !SiteFolder(path: folder).isUnfinished else {
      return .needed(reason: "a build was ended while it wrote the pages, or is at it")
    }
    do {
      guard let name = try last.firstDifference(from: folder) else {
        return .unneeded(summary: last.summary)
      }
      return .needed(reason: "\(folder)/\(name) is not what the last build wrote")
    } catch {
      // What is wrong with the folder is the build's to say.
      return .needed(reason: "\(folder) cannot be read")
    }
  }

  /// Keeps what a build was made of, for `rebuild`.
  ///
  /// - Parameters:
  ///   - site: What it wrote.
  ///   - report: What it was made of.
  ///   - summary: What it says at its end.
  /// - Throws: When the record cannot be encoded.
  package func remember(_ site: Site, of report: BookReport, summary: String) throws {
    guard report.diagnostics.isEmpty, let inputs = BookInputs(of: report, site, executor) else {
      return
    }
    try BuiltSite(inputs, site, summary: summary).keep(of: book, in: executor.cache)
  }
}

import Foundation

/// Records of measurements that cells read, held against the sources that would measure them now.
///
/// A record is a JSON file, alone or beside the table of the same name, that says with which command and from which
/// sources it was made:
///
///     "command" : "chalktalk measure --out Chapters/data",
///     "date" : "2026-11-29",
///     "key" : { "CKernels" : "5f1c…", "DecodeEngine/Kernels" : "90ab…" }
///
/// Other data, published by somebody, has no key and is not looked at.
struct MeasuredData {
  private struct Record: Decodable {
    let command: String
    let date: String
    let key: [String: String]?
  }

  /// What is wrong with a record, and what to do about it.
  private struct Problem {
    let message: String
    let help: String
  }

  private let book: String
  /// Nil where the engine's sources are not at hand: then nobody can tell.
  private let sources: SourceDigest?
  /// What is known of each record: many cells read the same one.
  private let known = KnownByName<Problem?>()

  /// - Parameters:
  ///   - book: The book's folder.
  ///   - sources: The folder of the engine's modules, if it is at hand.
  init(book: String, sources: String?) {
    self.book = book
    self.sources = sources.map(SourceDigest.init)
  }

  /// Every cell that reads a record of other sources than those at hand, or one that is not whole.
  func problems(in chapters: [Chapter]) -> [Diagnostic] {
    chapters.flatMap { chapter in
      chapter.cells.flatMap { cell in
        Set(cell.options.reads.compactMap(recordName)).sorted().compactMap { name in
          problem(of: name).map { problem in
            chapter.source.diagnostic(
              .error,
              cell.fence,
              id: "measured",
              "the record \(name) that '\(cell.id)' reads \(problem.message)",
              help: problem.help
            )
          }
        }
      }
    }
  }

  /// Whether every record among the files that cells read is of the sources at hand.
  func isCurrent(reading files: some Sequence<String>) -> Bool {
    Set(files.compactMap(recordName)).allSatisfy { problem(of: $0) == nil }
  }

  /// The file that says what a table was made with.
  private func recordName(_ file: String) -> String? {
    let url = URL(fileURLWithPath: file)
    guard ["json", "csv"].contains(url.pathExtension) else { return nil }
    let name = String(file.dropLast(url.pathExtension.count)) + "json"
    return FileManager.default.fileExists(atPath: "\(book)/\(name)") ? name : nil
  }

  private func problem(of name: String) -> Problem? {
    known.value(of: name) { foundProblem(of: name) }
  }

  private func foundProblem(of name: String) -> Problem? {
    guard let sources, let data = FileManager.default.contents(atPath: "\(book)/\(name)"),
      let object = try? JSONSerialization.jsonObject(with: data) as? [String: Any],
      object["command"] != nil, object["key"] != nil
    else { return nil }
    guard let record = try? JSONDecoder().decode(Record.self, from: data), let key = record.key,
      !key.isEmpty
    else {
      return Problem(
        message: "does not say which sources it was made with",
        help: "measure anew: a record has a command, a date and a digest for each source"
      )
    }
    let changed = key.keys.sorted().filter { (try? sources.digest(of: $0)) != key[$0] }
    guard !changed.isEmpty else { return nil }
    return Problem(
      message:
        "is stale: \(changed.joined(separator: ", ")) \(changed.count == 1 ? "has" : "have") "
        + "changed since it was measured on \(record.date)",
      help: "run '\(record.command)' on a quiet machine and commit the record"
    )
  }
}

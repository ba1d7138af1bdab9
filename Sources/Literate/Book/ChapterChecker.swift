import CellRuntime
import Foundation
import Quantities

/// Takes a chapter from its text to its verdicts: runs the program, or finds its record, and judges.
package struct ChapterChecker: Sendable {
  let book: Book
  let executor: Executor
  let slowCells: SlowCells
  private let verdicts: KeptVerdicts?

  package init(book: Book, executor: Executor, slowCells: SlowCells? = nil) {
    self.book = book
    self.executor = executor
    verdicts = KeptVerdicts(of: book, in: executor.cache)
    self.slowCells =
      slowCells ?? SlowCells(executor: executor, book: book.folder, engineSources: nil)
  }

  /// Checks a chapter.
  ///
  /// - Parameters:
  ///   - chapter: As it was read.
  ///   - rerunsHits: Whether records that are found are held against a new run.
  ///   - renews: Whether the records of slow cells are made anew where they are stale.
  /// - Returns: The chapter with its verdicts.
  /// - Throws: Faults of the tool.
  package func check(
    _ chapter: Chapter,
    rerunsHits: Bool = false,
    renews: Bool = false
  ) async throws -> CheckedChapter {
    var checked = CheckedChapter(chapter)
    executor.watch.begin(chapter.stem)
    defer { executor.watch.end(chapter.stem) }
    let circumstances = executor.circumstances(of: chapter)
    if chapter.canRun {
      let use: SlowCells.Use = renews ? .renew : rerunsHits ? .rerun : .read
      let prepared = try await slowCells.prepare(chapter, use)
      checked.diagnostics += prepared.diagnostics
      if prepared.isComplete {
        try await run(&checked, prepared, rerunsHits)
        try await runApart(&checked, prepared.chapter, rerunsHits)
      }
    }
    if !rerunsHits, let numbers = verdicts?.numbers(of: checked) {
      // What was right of the same text and the same record still is.
      judge(&checked)
      checked.numbers = numbers
    } else {
      judgeAll(&checked)
      if checked.diagnostics.isEmpty { verdicts?.keep(checked) }
    }
    // What has stopped may have been stopped by a busy machine, and what was read meanwhile may be what is there now.
    if checked.record != nil, !checked.apart.values.contains(where: \.isWrong),
      circumstances == executor.circumstances(of: chapter)
    {
      checked.circumstances = circumstances
    }
    return checked
  }

  /// Holds a chapter against a record that is already there: nothing is compiled or run.
  package func judged(_ chapter: Chapter, by record: RunRecord) -> CheckedChapter {
    var checked = CheckedChapter(chapter)
    checked.record = record
    checked.isFromCache = true
    judgeAll(&checked)
    return checked
  }

  private func judgeAll(_ checked: inout CheckedChapter) {
    judge(&checked)
    compareOutputs(&checked)
    auditNumbers(&checked)
    checked.diagnostics += checked.heavyExplorers
    checkReferences(&checked)
    checkNotation(&checked)
    checkLectureIDs(&checked)
  }

  // MARK: - Running

  private func run(
    _ checked: inout CheckedChapter,
    _ prepared: SlowCells.Prepared,
    _ rerunsHits: Bool
  ) async throws {
    let chapter = prepared.chapter
    let mapper = MessageMapper(chapter: chapter, program: chapter.program)
    do {
      let run = try await executor.run(
        chapter.program,
        of: chapter.stem,
        rerunsHit: rerunsHits
      )
      checked.record = prepared.completed(run.record)
      checked.isFromCache = run.isFromCache
      checked.diagnostics += mapper.diagnostics(run.record.transcript.warnings)
      checked.diagnostics += run.record.graph.map(mapper.usesBeforeDeclaration) ?? []
      checked.diagnostics += run.difference.map { [mapper.diagnostic($0)] } ?? []
    } catch let failure as Executor.Failure {
      checked.diagnostics += mapper.diagnostics(failure)
    }
    checked.cache = executor.report(of: chapter.stem)
  }

  private func runApart(
    _ checked: inout CheckedChapter,
    _ chapter: Chapter,
    _ rerunsHits: Bool
  ) async throws {
    for cell in chapter.cells where !cell.isInProgram {
      let apart = ApartCell(cell: cell, chapter: chapter)
      do {
        let (outcome, diagnostics) = try await apart.run(executor, rerunsHit: rerunsHits)
        checked.apart[cell.id] = outcome
        checked.diagnostics += diagnostics
      } catch let failure as Executor.Failure {
        let mapper = MessageMapper(chapter: chapter, program: chapter.program)
        checked.apart[cell.id] = .wrong
        checked.diagnostics += mapper.diagnostics(failure)
      }
    }
  }

  // MARK: - Judging

  private func judge(_ checked: inout CheckedChapter) {
    let source = checked.chapter.source
    let early = checked.record?.graph?.usesBeforeDeclaration.map(\.piece) ?? []
    for index in checked.claims.indices {
      var claim = checked.claims[index]
      defer { checked.claims[index] = claim }
      guard !early.contains(.slot(claim.slot, column: nil)) else { continue }
      claim.value = checked.record?.transcript.values[claim.slot]
      claim.dependsOnLibrary = checked.record?.graph?.dependsOnLibrary(slot: claim.slot) ?? true
      guard let value = claim.value else { continue }
      switch claim.link.scheme {
      case .value: checked.diagnostics += ValuePattern.problems(of: claim, value, in: source)
      case .given where value.source == nil:
        claim.verdict = .failed(message: "this value has no source", help: nil)
        checked.diagnostics.append(
          source.diagnostic(
            .error,
            SourceRange(claim.link.targetPosition, length: claim.link.target.count),
            id: "given",
            "a 'given:' link takes a figure of the catalogue, of type Sourced",
            help: "link to the catalogue's figure itself, or write claim:"
          )
        )
      default:
        guard let statement = claim.statement else { continue }
        claim.verdict = Judge.verdict(statement, claim.options, against: value)
        if case .failed(let message, let help) = claim.verdict {
          var diagnostic = source.diagnostic(
            .error,
            claim.link.textRange,
            id: "claim",
            message,
            help: help
          )
          diagnostic.explain(claim, statement, value, in: checked.chapter)
          checked.diagnostics.append(diagnostic)
        }
      }
    }
  }

  private func compareOutputs(_ checked: inout CheckedChapter) {
    guard let transcript = checked.record?.transcript else { return }
    for cell in checked.chapter.cells {
      guard let expected = cell.expectedOutput, cell.isInProgram else { continue }
      let wanted = Self.lines(expected.text)
      let printed = Self.lines(transcript.text(of: cell.id))
      guard wanted != printed else { continue }
      let index =
        zip(wanted, printed).enumerated().first { $0.element.0 != $0.element.1 }?.offset
        ?? min(wanted.count, printed.count)
      let (want, got) = (Self.quoted(wanted, index), Self.quoted(printed, index))
      let source = checked.chapter.source
      let fix = Diagnostic.Fix.output(expected, printed: transcript.text(of: cell.id), in: source)
      var diagnostic = source.diagnostic(
        .error,
        SourceRange(line: expected.line, length: 3),
        id: "output",
        "line \(index + 1) of the output of '\(cell.id)' is \(got), not \(want)",
        help: fix.edit == nil
          ? "write what the cell prints" : "'chalktalk check --fix' writes what was printed"
      )
      diagnostic.fix = fix
      checked.diagnostics.append(diagnostic)
    }
  }

  private static func lines(_ text: String) -> [Substring] {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    while lines.last?.isEmpty == true { lines.removeLast() }
    return lines
  }

  private static func quoted(_ lines: [Substring], _ index: Int) -> String {
    lines.indices.contains(index) ? "'\(lines[index])'" : "missing"
  }

  // MARK: - Numbers and references

  private func auditNumbers(_ checked: inout CheckedChapter) {
    let numbers = OwnedNumbers(checked, references: book.references)
    checked.numbers = numbers.count
    checked.diagnostics += numbers.diagnostics
  }

  private func checkReferences(_ checked: inout CheckedChapter) {
    let source = checked.chapter.source
    func report(
      _ link: SchemeLink,
      _ message: String,
      help: String? = nil,
      among known: [String] = []
    ) {
      checked.diagnostics.append(
        source.diagnostic(
          .error,
          SourceRange(link.targetPosition, length: link.target.count),
          id: "link",
          message,
          help: help
        ).offering(nearestTo: link.target, among: known)
      )
    }
    for link in checked.chapter.links {
      switch link.scheme {
      case .cite where book.references.entries[link.target] == nil:
        let known = Array(book.references.entries.keys)
        report(
          link,
          "references.yml has no '\(link.target)'"
            + Spelling.suggestion(for: link.target, among: known),
          help: "correct the key, or add the source to references.yml",
          among: known
        )
      case .talk where TalkMoment(link.target) == nil:
        report(link, "'\(link.target)' is no moment of the talk", help: "write talk:0:18:46")
      case .term where book.settings.glossary[link.target] == nil:
        let known = Array(book.settings.glossary.keys)
        report(
          link,
          "the glossary of book.yml has no '\(link.target)'"
            + Spelling.suggestion(for: link.target, among: known),
          help: "correct the term, or explain it under glossary: of book.yml",
          among: known
        )
      default: break
      }
    }
    for cell in checked.chapter.cells {
      checked.diagnostics += book.settings.formulas.problems(
        with: checked.record?.transcript.traces[cell.id] ?? [],
        of: cell.id
      )
      do {
        _ = try checked.formula(of: cell, names: book.settings.formulaNames)
      } catch {
        let place = cell.range(offset: error.offset, length: error.length)
        checked.diagnostics.append(
          source.diagnostic(.error, place, id: "formula", error.message, help: error.help)
        )
      }
    }
    for (key, place) in checked.tableSources where book.references.entries[key] == nil {
      checked.diagnostics.append(
        source.diagnostic(
          .error,
          place,
          id: "link",
          "a table shown here names the source '\(key)', which references.yml does not have"
            + Spelling.suggestion(for: key, among: book.references.entries.keys),
          help: "add it to references.yml, with a title and a date"
        )
      )
    }
  }

  /// Every id of the lecture that the chapter names, in links, on cells and in the prose, is in `claims.yml`.
  private func checkLectureIDs(_ checked: inout CheckedChapter) {
    guard book.hasLectureClaims else { return }
    let lecture = book.lectureClaims
    var unknown: [(id: String, range: SourceRange)] = []
    for claim in checked.claims {
      guard let id = claim.options.id, let range = claim.options.idRange else { continue }
      unknown.append((id, range))
    }
    for cell in checked.chapter.cells {
      unknown += cell.options.covers.map { ($0, cell.options.coversRange) }
    }
    for mention in checked.chapter.mentions {
      // `H100` is a chip and no id, as long as the file has no id of that form.
      guard let form = LectureID.Form(mention.id[...]), lecture.forms.contains(form) else {
        continue
      }
      unknown.append((mention.id, mention.range))
    }
    for (id, range) in unknown where lecture.entries[id] == nil {
      checked.diagnostics.append(
        checked.chapter.source.diagnostic(
          .error,
          range,
          id: "claim-id",
          "claims.yml has no '\(id)'\(Spelling.suggestion(for: id, among: lecture.ids))",
          help: "correct the id, or add it to claims.yml"
        ).offering(nearestTo: id, among: lecture.ids)
      )
    }
  }
}

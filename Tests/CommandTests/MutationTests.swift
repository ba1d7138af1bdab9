import CellRuntime
import Foundation
import Literate
import Quantities
import TestSupport
import Testing

/// No claim can be changed without being noticed: every number, unit, dispute and property of a book is
/// made wrong, and each must be judged so at its place without any cell being run.
///
/// In the fixture one thing is wrong at a time. In the book a chapter is read once for all of its claims, each
/// with one of its mutations, until every mutation of every claim has had its turn.
@Suite struct MutationTests {
  /// A book and what it computed.
  struct Subject: Sendable {
    let book: TemporaryBook
    let checker: ChapterChecker
    let chapters: [CheckedChapter]

    init(_ book: TemporaryBook) async throws {
      self.book = book
      let literate = try Book(folder: book.folder)
      let executor = try Executor(book: literate.folder, toolchain: try Toolchain())
      checker = ChapterChecker(book: literate, executor: executor)
      let report = try await BookBuilder(book: literate, executor: executor).check()
      try #require(!report.diagnostics.hasErrors, "\(report.diagnostics)")
      chapters = report.chapters
    }
  }

  /// A chapter with one claim's text or value changed.
  struct Mutant {
    let claim: Claim
    let chapter: Chapter
    let record: RunRecord
    let mutation: ClaimMutator.Mutation
  }

  @Test func everyMutationOfAFixtureIsNoticed() async throws {
    try await TemporaryBook.with(["01-fixture.md": Self.fixture]) { book in
      try verify(try await Subject(book))
    }
  }

  @Test(.timeLimit(.minutes(5)))
  func everyMutationOfTheBookIsNoticed() async throws {
    try await TemporaryBook.with(try Self.chapters()) { book in
      try Self.copyRest(to: book)
      let subject = try await Subject(book)
      let found = Set(subject.chapters.map { $0.chapter.stem + ".md" })
      #expect(found == Set(try Self.chapters().keys.filter { $0.hasSuffix(".md") }))
      try await verifyTogether(subject)
      try sampleCommandLine(subject)
    }
  }

  private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../../Chapters").standardizedFileURL.path

  /// What lies beside the package's own chapters: data that cells read, pictures.
  private static func copyRest(to book: TemporaryBook) throws {
    let texts = try chapters()
    for name in try FileManager.default.contentsOfDirectory(atPath: folder)
    where !name.hasPrefix(".") && texts[name] == nil {
      try FileManager.default.copyItem(
        atPath: folder + "/" + name,
        toPath: book.folder + "/" + name
      )
    }
  }

  /// The package's own chapters, by name.
  private static func chapters() throws -> [String: String] {
    var files: [String: String] = [:]
    for name in try FileManager.default.contentsOfDirectory(atPath: folder)
    where name.hasSuffix(".md") || name.hasSuffix(".yml") {
      files[name] = try String(contentsOfFile: folder + "/" + name, encoding: .utf8)
    }
    return files
  }

  // MARK: - In process

  private func verify(_ subject: Subject) throws {
    for checked in subject.chapters {
      for (index, claim) in checked.claims.enumerated() where claim.isClaim {
        let mutants = try mutants(of: claim, in: checked)
        #expect(!mutants.isEmpty, "'\(claim.text)' has no mutation")
        for mutant in mutants {
          verify(mutant, index: index, original: checked.chapter, subject.checker)
        }
      }
    }
  }

  /// Every claim of every chapter, the chapters side by side.
  private func verifyTogether(_ subject: Subject) async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
      for checked in subject.chapters {
        group.addTask { try verifyTogether(checked, subject.checker) }
      }
      try await group.waitForAll()
    }
  }

  /// All claims of a chapter, each with one mutation a round; the properties are negated in the first.
  private func verifyTogether(_ checked: CheckedChapter, _ checker: ChapterChecker) throws {
    let record = try #require(checked.record)
    let claims = checked.claims.indices.filter { checked.claims[$0].isClaim }
    let mutations = claims.map { ClaimMutator(checked.claims[$0])?.mutations }
    var negated = record
    for (index, mutations) in zip(claims, mutations) where mutations == nil {
      let claim = checked.claims[index]
      guard case .flag(let flag)? = claim.value?.content else {
        Issue.record("'\(claim.text)' has no mutation")
        continue
      }
      // Two claims may share a value: it is the recorded one that is turned round.
      negated.transcript.values[claim.slot]?.content = .flag(!flag)
    }
    for round in 0..<(mutations.compactMap { $0?.count }.max() ?? 1) {
      var wrong: [(index: Int, mutation: ClaimMutator.Mutation?)] = []
      for (index, mutations) in zip(claims, mutations) {
        guard let mutations else {
          if round == 0 { wrong.append((index, nil)) }
          continue
        }
        #expect(!mutations.isEmpty, "'\(checked.claims[index].text)' has no mutation")
        if mutations.indices.contains(round) { wrong.append((index, mutations[round])) }
      }
      let changes = wrong.compactMap { index, mutation in
        mutation.map { (claim: checked.claims[index], text: $0.text) }
      }
      let text = try Self.replacing(changes, in: checked.chapter.source)
      let chapter = Chapter(
        SourceText(file: checked.chapter.source.file, text: text),
        library: checked.chapter.program.library
      )
      #expect(chapter.program.text == checked.chapter.program.text)
      let judged = checker.judged(chapter, by: round == 0 ? negated : record)
      for (index, mutation) in wrong { verify(judged, index, mutation, checked.claims[index]) }
      let errors = judged.diagnostics.filter { $0.severity == .error }
      #expect(errors.count == wrong.count, "round \(round) of \(checked.chapter.stem)")
    }
  }

  /// A claim is judged as failed, with one error at its own bracket.
  private func verify(
    _ judged: CheckedChapter,
    _ index: Int,
    _ mutation: ClaimMutator.Mutation?,
    _ original: Claim
  ) {
    let name = "'\(original.text)' → '\(mutation?.text ?? "the opposite value")'"
    guard judged.claims.indices.contains(index),
      case .failed(let message, _) = judged.claims[index].verdict
    else {
      Issue.record("\(name): not judged as failed")
      return
    }
    let start = judged.claims[index].link.textRange.start
    let line = judged.chapter.source.line(start.line)
    #expect(line.dropFirst(start.column - 1).first == "[", "\(name)")
    let found = judged.diagnostics.filter { $0.range.start == start && $0.severity == .error }
    #expect(found.count == 1, "\(name): \(found)")
    if mutation?.isOffByANumber == true { verifyValues(in: message, judged.claims[index], name) }
  }

  private func verify(
    _ mutant: Mutant,
    index: Int,
    original: Chapter,
    _ checker: ChapterChecker
  ) {
    let name = "'\(mutant.claim.text)' → '\(mutant.mutation.text)': \(mutant.mutation.reason)"
    // The program is the key of its record: if it is the same, nothing runs.
    #expect(mutant.chapter.program.text == original.program.text, "\(name)")
    let judged = checker.judged(mutant.chapter, by: mutant.record)
    let start = mutant.claim.link.textRange.start
    let found = judged.diagnostics.filter { $0.range.start == start && $0.severity == .error }
    #expect(found.count == 1, "\(name): \(judged.diagnostics.filter { $0.severity == .error })")
    guard judged.claims.indices.contains(index),
      case .failed(let message, _) = judged.claims[index].verdict
    else {
      Issue.record("\(name): not judged as failed")
      return
    }
    if mutant.mutation.isOffByANumber { verifyValues(in: message, judged.claims[index], name) }
  }

  /// The message holds the stated number and the computed one in the same unit.
  private func verifyValues(in message: String, _ claim: Claim, _ name: String) {
    guard let statement = claim.statement, case .scalar(let computed, _)? = claim.value?.content,
      let words = message.firstMatch(of: /computed (?:value is )?([^;]+)/),
      let said = try? ClaimTextReader.statement(String(words.1)),
      case .number(let number) = said.form
    else {
      if claim.value.map({ if case .range = $0.content { true } else { false } }) != true {
        Issue.record("\(name): no computed value in '\(message)'")
      }
      return
    }
    let expected = statement.unit.map { computed.value(in: $0) } ?? computed.baseValue
    #expect(message.contains("'\(statement.numberText)'"), "\(name): \(message)")
    #expect(said.unit?.factor == statement.unit?.factor, "\(name): \(message)")
    #expect(said.dimensions == statement.dimensions, "\(name): \(message)")
    #expect(abs(number.value - expected) <= 1e-3 * abs(expected), "\(name): \(message)")
  }

  /// Every mutation of a claim as a chapter; a property's as a record with its value negated.
  private func mutants(of claim: Claim, in checked: CheckedChapter) throws -> [Mutant] {
    let record = try #require(checked.record)
    guard let mutator = ClaimMutator(claim) else {
      guard case .flag(let flag)? = claim.value?.content else { return [] }
      var negated = record
      negated.transcript.values[claim.slot]?.content = .flag(!flag)
      let mutation = ClaimMutator.Mutation(
        text: claim.text,
        reason: "the opposite value",
        isOffByANumber: false
      )
      return [Mutant(claim: claim, chapter: checked.chapter, record: negated, mutation: mutation)]
    }
    return try mutator.mutations.map { mutation in
      let text = try Self.replacing([(claim, mutation.text)], in: checked.chapter.source)
      let chapter = Chapter(
        SourceText(file: checked.chapter.source.file, text: text),
        library: checked.chapter.program.library
      )
      return Mutant(claim: claim, chapter: chapter, record: record, mutation: mutation)
    }
  }

  /// The source with other words between the brackets of links.
  ///
  /// - Parameters:
  ///   - changes: Claims in the order of the text, each with its new words.
  ///   - source: The chapter.
  /// - Returns: The changed text.
  /// - Throws: When a link does not stand where its claim says.
  private static func replacing(
    _ changes: [(claim: Claim, text: String)],
    in source: SourceText
  ) throws -> String {
    var starts = [0]
    for line in source.lines { starts.append((starts.last ?? 0) + line.count + 1) }
    func offset(_ place: SourcePosition) -> Int { starts[place.line - 1] + place.column - 1 }
    var characters = Array(source.text)
    // From the end of the file, so that earlier places stay where they are.
    for (claim, text) in changes.reversed() {
      let open = offset(claim.link.textRange.start)
      var close = offset(claim.link.targetPosition)
      while characters[close] != "]" { close -= 1 }
      try #require(characters[open] == "[" && close > open)
      let escaped = text.map { "[]*_|\\".contains($0) ? "\\\($0)" : "\($0)" }.joined()
      characters.replaceSubrange((open + 1)..<close, with: Array(escaped))
    }
    return String(characters)
  }

  // MARK: - By the command line

  /// A dozen mutations, spread over the book, and at least two a chapter, as a maintainer would meet them.
  private func sampleCommandLine(_ subject: Subject) throws {
    let count = max(2, 12 / subject.chapters.count)
    for checked in subject.chapters {
      let file = URL(fileURLWithPath: checked.chapter.source.file).lastPathComponent
      let all = checked.claims.filter { $0.isClaim && ClaimMutator($0) != nil }
      for index in stride(from: 0, to: all.count, by: max(1, (all.count + count - 1) / count)) {
        let mutants = try mutants(of: all[index], in: checked)
        let mutant = try #require(mutants.dropFirst(index % mutants.count).first)
        try subject.book.write(mutant.chapter.source.text, to: file)
        let (status, report) = try subject.book.check()
        let start = mutant.claim.link.textRange.start
        let name = "'\(mutant.claim.text)' → '\(mutant.mutation.text)': \(mutant.mutation.reason)"
        #expect(status == 1, "\(name)")
        #expect(
          report.errors.map(\.location) == ["book/\(file):\(start.line):\(start.column)"],
          "\(name)"
        )
        #expect(report.claims.failed == 1, "\(name)")
        #expect(report.chapters.map(\.cells.ran).allSatisfy { $0 == 0 }, "\(name)")
      }
      try subject.book.write(checked.chapter.source.text, to: file)
    }
  }

  // MARK: -

  /// A claim of every kind.
  static let fixture = """
    ```swift
    let whole = 2_400
    let plain = 2.5
    let time = Quantity(20.3, .milliseconds)
    let price = Quantity(0.312, .dollarsPerMegatoken)
    let share = 1.0 / 32
    let large = 37.2e9
    let size = Quantity(1.97, .gigabytes)
    let isTrue = whole > 2
    ```

    [2,400 sequences](claim:whole), [2.5 times](claim:plain), [20 ms](claim:time),
    [$0.31 per million tokens](claim:price), [8 of 256 experts](claim:share),
    [37B parameters](claim:large), [37 billion](claim:large), [about 2,000](claim:whole),
    [2,000–3,000](claim:whole), [1.9–2.1 GB](claim:size), [twice](claim:plain "±30%"),
    [it is so](claim:isTrue), [2.0 GB](claim:size "±5%"), [2 GB](claim:size "±0.1 GB"),
    [1 GB](claim:size "within 2x"), [5 GB](claim:size "order of magnitude"),
    [2,400](claim:whole "exact"), [1.5 GB](claim:size "at least"), [2.5 GB](claim:size "at most"),
    [3 GB](claim:size "disputed"), [2,000](claim:whole "disputed"), [3%](claim:share),
    **[20\u{A0}ms](claim:time)**, [roughly
    20 ms](claim:time).

    | quantity | value |
    |---|---|
    | size | [1.97 GB](claim:size "±1%") |

    > [!NOTE]
    > [1,970 MB](claim:size)

    """
}

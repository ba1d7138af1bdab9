import Foundation
import Synchronization

/// Runs programs, or finds what they said when they last ran.
package final class Executor: Sendable {
  private let toolchain: Toolchain
  let cache: RunCache
  private let key: RunKey
  private let directory: String
  private let settings: BookSettings
  private let engine: Result<EngineModule?, DiagnosticError>
  private let prepared = Mutex<Result<Compiler, any Error>?>(nil)
  private let reports: CacheReports
  /// Where the book's own engine is when it could not be kept.
  private let engineFolder = Mutex<WorkFolder.Lent?>(nil)
  /// What is being compiled and run.
  package let watch = RunWatch()

  /// A run's result and whether anything was compiled and run for it.
  package struct Run: Sendable {
    package var record: RunRecord
    package var isFromCache: Bool
    /// Where a new run says other things than the record that was found; the record is then the new one.
    package var difference: RunDifference?
  }

  /// How a program failed.
  package enum Failure: Error, Sendable {
    case compile([CompilerMessage], remainder: String)
    case stopped(ProgramStop, ProgramGraph?)
    case unreadable(file: String)
    /// The book's own engine cannot be read or does not compile.
    case engine([Diagnostic])
  }

  /// Prepares to run the programs of one book.
  ///
  /// - Parameters:
  ///   - book: The folder of the chapters; the cache lies beside it.
  ///   - settings: What the book's cells see.
  ///   - toolchain: The compiler and the built parts.
  /// - Throws: When the cache cannot be opened or a built part cannot be read.
  package init(
    book: String,
    settings: BookSettings = BookSettings(),
    toolchain: Toolchain
  ) throws {
    self.toolchain = toolchain
    self.settings = settings
    engine = Result { () throws(DiagnosticError) in
      try settings.engine.map { wanted throws(DiagnosticError) in
        try EngineModule(wanted, book: book)
      }
    }
    directory = book
    cache = try RunCache(book: book, products: toolchain.products)
    for folder in [NSTemporaryDirectory()] + cache.folders {
      WorkFolder.sweep(folder)
    }
    let digests = FileDigests(rememberedAt: cache.digests)
    key = try RunKey(
      toolchain: toolchain,
      imports: settings.imports,
      engine: try? engine.get(),
      digests: digests,
      directory: book
    )
    reports = CacheReports(RunIndex(cache: cache, book: book), key)
    try digests.remember(toolchain.inputs)
  }

  /// The record of a program: from the cache, or by compiling and running it now.
  ///
  /// - Parameters:
  ///   - program: What to run.
  ///   - chapter: The chapter whose one program it is: `report(of:)` then says what came of it.
  ///   - remembers: Whether the record is kept; what a reader tries from the command line is not.
  ///   - mayStop: Whether the program is meant to trap: how it did is then part of its record.
  ///   - rerunsHit: Whether a record that is found is held against a new run.
  /// - Returns: The record, and whether it was found.
  /// - Throws: `Failure` for what the author wrote; other errors are faults of the tool.
  package func run(
    _ program: Program,
    of chapter: String? = nil,
    remembers: Bool = true,
    mayStop: Bool = false,
    rerunsHit: Bool = false
  ) async throws -> Run {
    let key = try key(of: program)
    let answer = cache.record(for: key)
    reports.explain(answer, program, key: key, chapter)
    if case .found(let found) = answer, !rerunsHit {
      return Run(record: found, isFromCache: true)
    }
    var record = try await compileAndRun(
      program,
      of: chapter,
      mayStop: mayStop,
      unitByUnit: !rerunsHit && reports.isBeingEdited(chapter)
    )
    if case .found(let found) = answer {
      guard try cache.said(by: record) != cache.said(by: found) else {
        return Run(record: found, isFromCache: true)
      }
      record = try cache.store(record, for: key)
      let difference = RunDifference(from: found, to: record, in: program)
      return Run(record: record, isFromCache: false, difference: difference)
    }
    // A file that has changed since was not read as the key has it, or only in part.
    if remembers, try key == self.key(of: program) {
      record = try cache.store(record, for: key)
      if let chapter { reports.remember(chapter, program, key: key) }
    }
    return Run(record: record, isFromCache: false)
  }

  /// Everything that the run of a chapter depends on besides its text and the book's settings.
  ///
  /// - Returns: A digest; nil for what cannot be read, and for slow cells, whose records are looked up each time.
  func circumstances(of chapter: Chapter) -> String? {
    guard !chapter.cells.contains(where: \.isKept) else { return nil }
    return circumstances(reading: chapter.cells.flatMap(\.options.reads))
  }

  /// The same for a chapter whose cells read some files.
  func circumstances(reading files: [String]) -> String? {
    guard case .success = engine else { return nil }
    return try? key.circumstances(reading: files)
  }

  /// What the runs of all chapters depend on, part by part.
  var parts: [RunParts.Part] { key.commonParts }

  /// Whether there is a record of a program.
  func holdsRecord(of program: Program) -> Bool {
    (try? key(of: program)).map(cache.holds) ?? false
  }

  /// Compiles and runs a program, whatever there is of its runs.
  ///
  /// - Parameters:
  ///   - program: What to run.
  ///   - chapter: The chapter whose one program it is.
  ///   - mayStop: Whether it is meant to trap.
  ///   - unitByUnit: Whether what is kept of its units is used, and kept for the next time.
  /// - Returns: What came of it.
  /// - Throws: `Failure` for what the author wrote; other errors are faults of the tool.
  func compileAndRun(
    _ program: Program,
    of chapter: String?,
    mayStop: Bool = false,
    unitByUnit: Bool = false
  ) async throws -> RunRecord {
    try await WorkFolder.with(in: NSTemporaryDirectory()) { folder in
      let clock = ContinuousClock()
      let start = clock.now
      let builder = try self.builder()
      watch.now(chapter, .compiling)
      let (compiled, graph, onePiece) = try await builder.build(
        program,
        unitByUnit: unitByUnit,
        in: folder
      )
      reports.note(chapter, compile: clock.now - start)
      // Where the whole does not compile either, its messages say why.
      if let onePiece, compiled.library != nil { reports.note(chapter, onePiece: onePiece) }
      guard let library = compiled.library else {
        throw Failure.compile(compiled.messages, remainder: compiled.remainder)
      }
      let runner = Runner(
        toolchain: toolchain,
        engine: builder.compiler.engine,
        directory: directory,
        program: program,
        entries: compiled.entries
      )
      let ready = clock.now
      var outcome = try runner.run(library, in: folder) { watch.now(chapter, .cell($0)) }
      reports.note(chapter, run: clock.now - ready)
      if let stop = outcome.stop, !mayStop { throw Failure.stopped(stop, graph) }
      outcome.transcript.warnings = compiled.messages.filter { $0.severity == "warning" }
      return RunRecord(
        transcript: outcome.transcript,
        graph: graph,
        stop: outcome.stop
      )
    }
  }

  /// Compiles ahead what the next edit of a chapter leaves as it is.
  ///
  /// - Parameters:
  ///   - program: The chapter's, as it was last run.
  ///   - chapter: Its name.
  /// - Throws: Faults of the tool; a build will say the same.
  func prepareUnits(of program: Program, of chapter: String) async throws {
    guard reports.isBeingEdited(chapter) else { return }
    try await WorkFolder.with(in: NSTemporaryDirectory()) { folder in
      try await builder().prepareUnits(of: program, in: folder)
    }
  }

  /// Which pieces of a program need which, without running it.
  package func graph(of program: Program) async throws -> ProgramGraph? {
    try await WorkFolder.with(in: NSTemporaryDirectory()) { folder in
      try builder().graph(of: program, in: folder)
    }
  }

  private func builder() throws -> ProgramBuilder {
    ProgramBuilder(
      compiler: try compiler(),
      units: UnitCache(cache: cache, common: key.common)
    )
  }

  /// The same, remembered like a run.
  func keptGraph(of program: Program) async throws -> ProgramGraph? {
    let key = try key(of: program) + "-graph"
    if case .found(let record) = cache.record(for: key) { return record.graph }
    let graph = try await graph(of: program)
    try cache.store(RunRecord(transcript: Transcript(), graph: graph), for: key)
    return graph
  }

  /// What the libraries call their constants and the members of them; remembered like a run.
  func libraryNames() async throws -> LibraryNames {
    let key = try key(of: Program(cells: [], slots: [], fileName: "names")) + "-names"
    if case .found(let record) = cache.record(for: key), let names = record.names { return names }
    let names = try await WorkFolder.with(in: NSTemporaryDirectory()) { folder in
      try LibraryNames(try self.compiler(), in: folder)
    }
    try cache.store(RunRecord(names: names), for: key)
    return names
  }

  /// The compiler's own syntax tree of a program.
  func syntaxTree(of program: Program) async throws -> Data {
    try await WorkFolder.with(in: NSTemporaryDirectory()) { folder in
      try self.compiler().syntaxTree(program.bareText, in: folder)
    }
  }

  /// The compiler's messages about a program that is not run; remembered like a run.
  ///
  /// - Parameters:
  ///   - program: What is compiled; its last cell is the one that it is about.
  ///   - rerunsHit: Whether messages that are found are held against those of a new compile.
  /// - Returns: The messages, and where they are not those that were found.
  /// - Throws: `Failure` for what the author wrote; other errors are faults of the tool.
  func check(
    _ program: Program,
    rerunsHit: Bool = false
  ) async throws -> (messages: [CompilerMessage], difference: RunDifference?) {
    let key = try checkKey(of: program)
    let answer = cache.record(for: key)
    if case .found(let record) = answer, !rerunsHit { return (record.transcript.warnings, nil) }
    let messages = try await WorkFolder.with(in: NSTemporaryDirectory()) { folder in
      try self.compiler().check(program.text, in: folder)
    }
    var record = RunRecord(transcript: Transcript())
    record.transcript.warnings = messages
    guard case .found(let found) = answer else {
      try cache.store(record, for: key)
      return (messages, nil)
    }
    let difference = RunDifference(from: found.transcript.warnings, to: messages, in: program)
    if difference != nil { try cache.store(record, for: key) }
    return (messages, difference)
  }

  /// Whether the compiler's messages about a program are kept.
  func holdsMessages(about program: Program) -> Bool {
    (try? checkKey(of: program)).map(cache.holds) ?? false
  }

  private func checkKey(of program: Program) throws -> String { try key(of: program) + "-check" }

  private func key(of program: Program) throws -> String {
    if case .failure(let error) = engine { throw Failure.engine(error.diagnostics) }
    for path in program.cells.flatMap(\.options.reads)
    where !FileManager.default.isReadableFile(atPath: directory + "/" + path) {
      throw Failure.unreadable(file: path)
    }
    return try key.key(of: program)
  }

  /// What is wrong with the book's own engine, or what the compiler warns of in it.
  ///
  /// - Throws: Faults of the tool.
  package func engineDiagnostics() throws -> [Diagnostic] {
    do {
      guard let engine = try engine.get(), let key = key.engine else { return [] }
      let product =
        try EngineProduct(of: engine, key: key, cache: cache.engines) ?? compiler().engine
      return engine.diagnostics(product?.warnings ?? [], remainder: "")
    } catch let error as DiagnosticError {
      return error.diagnostics
    } catch Failure.engine(let diagnostics) {
      return diagnostics
    }
  }

  /// The compiler, and the book's own engine compiled: once, whatever comes of it.
  private func compiler() throws -> Compiler {
    try prepared.withLock { known in
      let result = known ?? Result { try prepare() }
      known = result
      return try result.get()
    }
  }

  private func prepare() throws -> Compiler {
    var compiler = Compiler(
      toolchain: toolchain,
      target: try toolchain.target(),
      moduleCache: cache.moduleCache,
      imports: settings.imports
    )
    let engine: EngineModule?
    do { engine = try self.engine.get() } catch { throw Failure.engine(error.diagnostics) }
    guard let engine, let key = key.engine else { return compiler }
    do {
      compiler.engine =
        try EngineProduct(of: engine, key: key, cache: cache.engines)
        ?? made(engine, key: key, compiler)
    } catch EngineProduct.Failure.compile(let messages, let remainder) {
      throw Failure.engine(engine.diagnostics(messages, remainder: remainder))
    }
    return compiler
  }

  /// The book's own engine, compiled now; where it cannot be kept, it is there for this run.
  private func made(
    _ engine: EngineModule,
    key: String,
    _ compiler: Compiler
  ) throws -> EngineProduct {
    let folder = try WorkFolder.Lent(in: NSTemporaryDirectory())
    let product = try EngineProduct(
      compiling: engine,
      in: folder.path + "/engine",
      compiler: compiler
    )
    do {
      return try product.kept(under: key, in: cache.engines)
    } catch {
      cache.noteProblem("\(error)")
      engineFolder.withLock { $0 = folder }
      return product
    }
  }

  // MARK: - Reasons

  /// Why a chapter's record was found or not; nil for one that was not run.
  package func report(of chapter: String) -> CacheReport? { reports.report(of: chapter) }

  /// How long a chapter took when it last ran.
  func lastSeconds(_ chapter: String) -> Double? { reports.lastSeconds(chapter) }

  /// Ends a run of the tool: what is kept stays within its bounds.
  ///
  /// - Returns: Why records could not be kept, if they could not.
  package func close() -> String? {
    CacheCleaning().cleanIfDue(cache)
    return cache.problem
  }
}

import Foundation
import Synchronization

/// Runs programs, or finds what they said when they last ran.
package final class Executor: Sendable {
  private let toolchain: Toolchain
  private let cache: RunCache
  private let key: RunKey
  private let directory: String
  private let rerunsHits: Bool
  private let settings: BookSettings
  private let engine: Result<EngineModule?, DiagnosticError>
  private let prepared = Mutex<Result<Compiler, any Error>?>(nil)

  /// A run's result and whether anything was compiled and run for it.
  package struct Run: Sendable {
    package var record: RunRecord
    package var isFromCache: Bool
  }

  /// How a program failed.
  package enum Failure: Error, Sendable {
    case compile([CompilerMessage], remainder: String)
    case stopped(ProgramStop, ProgramGraph?)
    case unreadable(file: String)
    /// The book's own engine cannot be read or does not compile.
    case engine([Diagnostic])
    /// A new run says other things than the record that was found.
    case differs
  }

  /// Prepares to run the programs of one book.
  ///
  /// - Parameters:
  ///   - book: The folder of the chapters; the cache lies beside it.
  ///   - settings: What the book's cells see.
  ///   - toolchain: The compiler and the built parts.
  ///   - rerunsHits: Whether what is found is run all the same, and must say the same.
  /// - Throws: When the cache cannot be opened or a built part cannot be read.
  package init(
    book: String,
    settings: BookSettings = BookSettings(),
    toolchain: Toolchain,
    rerunsHits: Bool = false
  ) throws {
    self.toolchain = toolchain
    self.settings = settings
    engine = Result { () throws(DiagnosticError) in
      try settings.engine.map { wanted throws(DiagnosticError) in
        try EngineModule(wanted, book: book)
      }
    }
    self.rerunsHits = rerunsHits
    directory = book
    cache = try RunCache(book: book)
    let digests = FileDigests(rememberedAt: cache.digests)
    key = try RunKey(
      toolchain: toolchain,
      imports: settings.imports,
      engine: try? engine.get(),
      digests: digests,
      directory: book
    )
    try digests.remember(toolchain.inputs)
    try cache.prune()
  }

  /// The record of a program: from the cache, or by compiling and running it now.
  ///
  /// - Parameters:
  ///   - program: What to run.
  ///   - remembers: Whether the record is kept; what a reader tries from the command line is not.
  ///   - mayStop: Whether the program is meant to trap: how it did is then part of its record.
  /// - Returns: The record, and whether it was found.
  /// - Throws: `Failure` for what the author wrote; other errors are faults of the tool.
  package func run(
    _ program: Program,
    remembers: Bool = true,
    mayStop: Bool = false
  ) async throws -> Run {
    let key = try key(of: program)
    if let found = cache.record(for: key) {
      if rerunsHits {
        let record = try await compileAndRun(program, mayStop: mayStop)
        guard try cache.said(by: record) == cache.said(by: found) else {
          try cache.store(record, for: key)
          throw Failure.differs
        }
      }
      return Run(record: found, isFromCache: true)
    }
    let record = try await compileAndRun(program, mayStop: mayStop)
    if remembers { try cache.store(record, for: key) }
    return Run(record: record, isFromCache: false)
  }

  private func compileAndRun(_ program: Program, mayStop: Bool) async throws -> RunRecord {
    try await inTemporaryFolder { folder in
      let compiler = try self.compiler()
      async let tree = compiler.syntaxTree(program.text, in: folder)
      let compiled = try compiler.compile(program.text, in: folder)
      guard let library = compiled.library else {
        _ = try await tree
        throw Failure.compile(compiled.messages, remainder: compiled.remainder)
      }
      let runner = Runner(toolchain: toolchain, engine: compiler.engine, directory: directory)
      var outcome = try runner.run(library, in: folder)
      let graph = ProgramGraph(
        tree: try await tree,
        program: program,
        engine: compiler.engine?.module
      )
      if let stop = outcome.stop, !mayStop { throw Failure.stopped(stop, graph) }
      outcome.transcript.warnings = compiled.messages.filter { $0.severity == "warning" }
      return RunRecord(
        transcript: outcome.transcript,
        graph: graph,
        stop: outcome.stop
      )
    }
  }

  /// Which pieces of a program need which, without running it.
  package func graph(of program: Program) async throws -> ProgramGraph? {
    try await inTemporaryFolder { folder in
      let compiler = try self.compiler()
      return ProgramGraph(
        tree: try compiler.syntaxTree(program.text, in: folder),
        program: program,
        engine: compiler.engine?.module
      )
    }
  }

  /// The compiler's messages about a program that is not run; remembered like a run.
  package func check(_ program: Program) async throws -> [CompilerMessage] {
    let key = try key(of: program) + "-check"
    if let record = cache.record(for: key) { return record.transcript.warnings }
    let messages = try await inTemporaryFolder { folder in
      try self.compiler().check(program.text, in: folder)
    }
    var record = RunRecord(transcript: Transcript())
    record.transcript.warnings = messages
    try cache.store(record, for: key)
    return messages
  }

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
      let folder = cache.engines
      compiler.engine =
        try EngineProduct(of: engine, key: key, cache: folder)
        ?? EngineProduct(compiling: engine, key: key, cache: folder, compiler: compiler)
    } catch EngineProduct.Failure.compile(let messages, let remainder) {
      throw Failure.engine(engine.diagnostics(messages, remainder: remainder))
    }
    return compiler
  }

  private func inTemporaryFolder<Result>(
    _ body: (String) async throws -> Result
  ) async throws -> Result {
    let folder = NSTemporaryDirectory() + "chalktalk-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    return try await body(folder)
  }
}

import Foundation

/// Compiles programs: a long one unit by unit, and of those only the ones that are not kept.
struct ProgramBuilder {
  let compiler: Compiler
  let units: UnitCache

  /// What was compiled, what the compiler's syntax tree says of it, and why units did not do.
  typealias Product = (outcome: Compiler.Outcome, graph: ProgramGraph?, onePiece: OnePieceReason?)

  /// Compiles, links and reads the syntax tree.
  ///
  /// - Parameters:
  ///   - program: The program.
  ///   - unitByUnit: Whether what is kept of its units is used, and kept for the next time.
  ///   - folder: An empty folder for everything that is made.
  /// - Returns: The library, or the messages that say why there is none.
  /// - Throws: When the compiler or the linker cannot be started.
  func build(_ program: Program, unitByUnit: Bool, in folder: String) async throws -> Product {
    var reason: OnePieceReason?
    do {
      if unitByUnit, let product = try await buildUnits(of: program, in: folder) { return product }
    } catch let onePiece as OnePieceReason {
      reason = onePiece
    }
    // The tree of a long chapter takes half a second to read: beside the compiler that is nobody's time.
    async let graph = graph(of: program, in: folder)
    let outcome = try compiler.compile(program.text, in: folder)
    return (outcome, try await graph, reason)
  }

  /// Which pieces of a program need which.
  func graph(of program: Program, in folder: String) throws -> ProgramGraph? {
    let tree = try compiler.syntaxTree(program.bareText, in: folder)
    return SyntaxTreeScan(tree: tree, pieceStarts: program.pieceOffsets.map(\.offset))
      .map { graph(of: program, $0) }
  }

  private func graph(of program: Program, _ scan: SyntaxTreeScan) -> ProgramGraph {
    ProgramGraph(scan, of: program, engine: compiler.engine?.module)
  }

  // MARK: - Units

  /// The program unit by unit; nil for one that has a single unit.
  ///
  /// - Throws: `OnePieceReason` for a program that has errors or warnings, or whose units are no program one by one, as
  ///   where a cell uses what is declared after it.
  private func buildUnits(of program: Program, in folder: String) async throws -> Product? {
    let parts = try CompilationUnit.units(of: program)
    guard !parts.isEmpty else { return nil }
    var scan = SyntaxTreeScan()
    var modules: [String] = []
    var interfaces: [UnitInterface] = []
    for unit in parts {
      let key = units.key(of: unit, after: modules)
      let name = units.name(of: unit, seeing: interfaces)
      var found = units.unit(for: key) ?? units.unit(named: name)
      if found == nil {
        found = try await make(unit, of: program, in: folder)
        if let made = found { units.keep(made, for: key, named: name) }
      }
      guard let compiled = found else { throw OnePieceReason("no syntax tree of a unit of it") }
      let again = scan.collisions(with: compiled.scan)
      if !again.isEmpty {
        throw OnePieceReason.names(again, from: unit.number * CompilationUnit.length, in: program)
      }
      try compiled.module.write(to: URL(fileURLWithPath: "\(folder)/\(unit.moduleFile)"))
      try compiled.object.write(to: URL(fileURLWithPath: "\(folder)/\(unit.object)"))
      scan.append(compiled.scan)
      modules.append(SHA256.digest(compiled.module))
      interfaces.append(compiled.scan.interface)
    }
    guard let outcome = try compiler.link(parts, in: folder) else {
      throw OnePieceReason("its units do not link")
    }
    return (outcome, graph(of: program, scan), nil)
  }

  /// Compiles those units of a program that are not kept, for a build that will want most of them.
  func prepareUnits(of program: Program, in folder: String) async throws {
    _ = try await buildUnits(of: program, in: folder)
  }

  private func make(
    _ unit: CompilationUnit,
    of program: Program,
    in folder: String
  ) async throws -> CompiledUnit? {
    async let tree = compiler.syntaxTree(unit, in: folder)
    if let messages = try compiler.compile(unit, in: folder) {
      throw OnePieceReason.messages(messages, in: program)
    }
    guard let scan = SyntaxTreeScan(tree: try await tree, pieceStarts: unit.pieceStarts) else {
      return nil
    }
    return CompiledUnit(
      module: try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(unit.moduleFile)")),
      object: try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(unit.object)")),
      scan: scan
    )
  }
}

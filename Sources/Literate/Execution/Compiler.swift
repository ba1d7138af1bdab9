import Foundation

/// Turns a program into a library that the runner can load, by the compiler's front end and the linker.
struct Compiler {
  let toolchain: Toolchain
  let target: Toolchain.Target
  /// Where clang keeps the modules that all compiles share.
  var moduleCache: String
  /// The tool's own modules that cells see.
  var imports = CellModules.all
  /// The book's own module.
  var engine: EngineProduct?

  struct Outcome: Sendable {
    var messages: [CompilerMessage]
    /// The library; nil if it did not compile.
    var library: String?
    /// What the runner calls in it, one after the other.
    var entries = [Compiler.entry]
    /// What was printed that is no message, when there is no library.
    var remainder: String
  }

  /// The flags that decide what code is made; part of every key.
  ///
  /// Cells are not optimised: the library that they call is. On the first chapter (157 claims) that is 1.5 s of
  /// compiling instead of 8, and a trap says what it is on standard error.
  static let codeFlags = [
    "-Onone", "-g", "-swift-version", "6", "-default-isolation", "MainActor",
    // Off by default: a name that is nearly right is answered with the right one.
    "-typo-correction-limit", "10",
  ]
  static let entry = "chalktalk_chapter"
  /// What the program is called in its symbols.
  static let module = "chapter"

  /// Compiles and links.
  ///
  /// - Parameters:
  ///   - program: The text.
  ///   - folder: An empty folder for everything that is made.
  /// - Returns: The library, or the messages that say why there is none.
  /// - Throws: When the compiler or the linker cannot be started.
  func compile(_ program: String, in folder: String) throws -> Outcome {
    let (source, object, library) = (folder + "/main.swift", folder + "/m.o", folder + "/m.so")
    try Data(program.utf8).write(to: URL(fileURLWithPath: source))
    let compiled = try run(in: folder) {
      $0.frontEnd(["-c", "main.swift", "-entry-point-function-name", Self.entry, "-o", object])
    }
    let (messages, remainder) = Self.messages(
      String(decoding: compiled.standardError, as: UTF8.self)
    )
    guard compiled.status == 0 else {
      return Outcome(messages: messages, library: nil, remainder: remainder)
    }
    let linked = try link([object], engine?.linkerFlags ?? [], to: library, in: folder)
    guard linked.status == 0 else {
      return Outcome(
        messages: messages,
        library: nil,
        remainder: String(decoding: linked.standardError, as: UTF8.self)
      )
    }
    return Outcome(messages: messages, library: library, remainder: "")
  }

  /// Compiles and links a book's own engine.
  ///
  /// - Parameters:
  ///   - engine: Its sources, copied to `sources` in the product's folder.
  ///   - product: Where the module and the library go.
  /// - Returns: The library, or the messages that say why there is none.
  /// - Throws: When the compiler or the linker cannot be started.
  func compile(_ engine: EngineModule, into product: EngineProduct) throws -> Outcome {
    let folder = product.folder + "/sources"
    let object = folder + "/engine.o"
    let compiled = try run(in: folder) {
      [toolchain.frontend, "-frontend", "-c"] + engine.files.map(\.path) + EngineModule.flags
        + [
          "-file-compilation-dir", ".", "-no-serialize-debugging-options", "-emit-module",
          "-emit-module-path", "\(product.folder)/\(engine.name).swiftmodule", "-o", object,
        ] + $0.surroundings(module: engine.name)
    }
    var (messages, remainder) = Self.messages(
      String(decoding: compiled.standardError, as: UTF8.self)
    )
    guard compiled.status == 0 else {
      return Outcome(messages: messages, library: nil, remainder: remainder)
    }
    let linked = try link(
      [object],
      ["-soname", product.libraryName],
      to: product.library,
      in: folder
    )
    if linked.status != 0 { remainder = String(decoding: linked.standardError, as: UTF8.self) }
    return Outcome(
      messages: messages,
      library: linked.status == 0 ? product.library : nil,
      remainder: remainder
    )
  }

  private func link(
    _ objects: [String],
    _ flags: [String],
    to library: String,
    in folder: String
  ) throws -> ChildProcess.Result {
    try Self.run(
      [
        toolchain.linker, "-shared", "--hash-style=gnu", "--eh-frame-hdr", "-m", target.emulation,
        "--as-needed", "-L", toolchain.libraries, "-rpath", toolchain.libraries,
        "\(toolchain.libraries)/\(target.triple.prefix { $0 != "-" })/swiftrt.o",
      ] + objects + [
        "-lswiftCore", "-lswiftSwiftOnoneSupport", "-lswift_Concurrency",
        "-lswift_StringProcessing", "-lswiftGlibc",
        "-lFoundation", "-lFoundationEssentials", "-o", library,
      ] + flags,
      in: folder
    )
  }

  /// Compiles a unit to an object and a module, both named for it.
  ///
  /// - Parameters:
  ///   - unit: A stretch of a program.
  ///   - folder: Where the modules of the units before it are, and its own will be.
  /// - Returns: nil if it compiled, and without a word: messages are those of a program in one piece. Otherwise what
  ///   the compiler said of it.
  /// - Throws: When the compiler cannot be started.
  func compile(_ unit: CompilationUnit, in folder: String) throws -> [CompilerMessage]? {
    try Data(unit.text.utf8).write(to: URL(fileURLWithPath: folder + "/main.swift"))
    let result = try run(in: folder) {
      $0.frontEnd(
        [
          "-c", "main.swift", "-o", unit.object, "-entry-point-function-name", unit.entry,
          "-emit-module", "-emit-module-path", unit.moduleFile, "-enable-testing",
          // A module that says where it was made is another one everywhere.
          "-no-serialize-debugging-options",
        ] + unit.flags,
        module: unit.module
      )
    }
    if result.status == 0, result.standardError.isEmpty { return nil }
    return Self.messages(String(decoding: result.standardError, as: UTF8.self)).0
  }

  /// Links the objects of all units; nil where they are no program together.
  func link(_ units: [CompilationUnit], in folder: String) throws -> Outcome? {
    let library = folder + "/m.so"
    let linked = try link(
      units.map(\.object),
      engine?.linkerFlags ?? [],
      to: library,
      in: folder
    )
    guard linked.status == 0 else { return nil }
    return Outcome(messages: [], library: library, entries: units.map(\.entry), remainder: "")
  }

  /// The compiler's own syntax tree of a program, types and references resolved.
  func syntaxTree(_ program: String, in folder: String) throws -> Data {
    try Data(program.utf8).write(to: URL(fileURLWithPath: folder + "/tree.swift"))
    return try run(in: folder) {
      $0.frontEnd(["-dump-ast", "-dump-ast-format", "json", "tree.swift"])
    }.standardOutput
  }

  /// The same of a unit, which names things of the units before it.
  func syntaxTree(_ unit: CompilationUnit, in folder: String) throws -> Data {
    try Data(unit.bareText.utf8).write(to: URL(fileURLWithPath: folder + "/tree.swift"))
    return try run(in: folder) {
      $0.frontEnd(
        ["-dump-ast", "-dump-ast-format", "json", "tree.swift"] + unit.flags,
        module: unit.module
      )
    }.standardOutput
  }

  /// The errors and warnings of a program that need no code generation.
  func check(_ program: String, in folder: String) throws -> [CompilerMessage] {
    try Data(program.utf8).write(to: URL(fileURLWithPath: folder + "/check.swift"))
    let result = try run(in: folder) {
      $0.frontEnd(["-emit-sil", "check.swift", "-o", "/dev/null"])
    }
    return Self.messages(String(decoding: result.standardError, as: UTF8.self)).0
  }

  /// Runs the front end; where it stumbles over the shared modules, again with modules of its own.
  ///
  /// Whoever removed or spoilt them may still be at it, and other compiles may be making them anew.
  private func run(
    in folder: String,
    _ command: (Compiler) -> [String]
  ) throws -> ChildProcess.Result {
    let result = try Self.run(command(self), in: folder)
    guard result.status != 0,
      String(decoding: result.standardError, as: UTF8.self).contains(moduleCache)
    else { return result }
    try? FileManager.default.removeItem(atPath: moduleCache)
    var alone = self
    alone.moduleCache = folder + "/modules"
    return try Self.run(command(alone), in: folder)
  }

  /// Runs a program whose failure is the author's, and not that of a full disk.
  private static func run(_ command: [String], in folder: String) throws -> ChildProcess.Result {
    let result = try ChildProcess.run(command, directory: folder)
    if result.status != 0 { try WorkFolder.expectRoom(in: folder) }
    return result
  }

  private func frontEnd(_ mode: [String], module: String = Self.module) -> [String] {
    // The engine first: the tool's own folder of modules also holds some that cells do not see.
    [toolchain.frontend, "-frontend"] + mode + Self.codeFlags + (engine?.compilerFlags ?? [])
      + surroundings(module: module) + Self.importing(imports)
  }

  /// What every module is compiled with, whatever is in it.
  private func surroundings(module: String) -> [String] {
    [
      "-disable-objc-interop", "-target", target.triple, "-I", toolchain.modules,
      "-module-name", module, "-module-cache-path", moduleCache, "-diagnostic-style=llvm",
    ] + toolchain.moduleMaps.flatMap { ["-Xcc", "-fmodule-map-file=\($0)"] }
  }

  /// What makes the compiler import modules that the program does not.
  static func importing(_ modules: [String]) -> [String] {
    modules.flatMap { ["-import-module", $0] }
  }

  /// The `file:line:col: severity: text` lines, and everything else.
  static func messages(_ output: String) -> ([CompilerMessage], remainder: String) {
    var messages: [CompilerMessage] = []
    var remainder: [Substring] = []
    for line in output.split(separator: "\n") {
      guard
        let match = line.firstMatch(
          of: /^(.+?):(\d+):(\d+): (error|warning|note): (.*?)(?: \[#\w+\])?$/
        ),
        let lineNumber = Int(match.2), let column = Int(match.3)
      else {
        remainder.append(line)
        continue
      }
      messages.append(
        CompilerMessage(
          file: String(match.1),
          line: lineNumber,
          column: column,
          severity: String(match.4),
          text: String(match.5)
        )
      )
    }
    return (messages, remainder.joined(separator: "\n"))
  }
}

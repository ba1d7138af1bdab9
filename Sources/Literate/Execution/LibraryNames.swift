import Foundation

/// What the domain's libraries call their constants, by the compiler's own account of its modules.
struct LibraryNames: Codable, Sendable {
  /// `Chip.h100`: what needs no arguments and cannot fail, in order.
  private(set) var constants: [String] = []
  /// `memory`: what values of some type have, and cells may read.
  private var properties: Set<String> = []

  private struct Graph: Decodable {
    let symbols: [Symbol]

    struct Symbol: Decodable {
      let kind: Kind
      let pathComponents: [String]
      let declarationFragments: [Fragment]?
      let swiftGenerics: Generics?
    }

    struct Kind: Decodable { let identifier: String }
    struct Fragment: Decodable { let spelling: String }
    struct Generics: Decodable {}
  }

  /// Asks the compiler about every library that cells see, the book's own engine included.
  ///
  /// - Parameters:
  ///   - compiler: With its modules.
  ///   - folder: An empty folder for what it writes.
  /// - Throws: When it cannot be started.
  init(_ compiler: Compiler, in folder: String) throws {
    let libraries = compiler.imports.filter { ![CellModules.runtime, "Quantities"].contains($0) }
    for module in libraries + [compiler.engine?.module].compactMap(\.self) {
      let result = try ChildProcess.run(
        [compiler.toolchain.symbolGraph, "-module-name", module, "-output-dir", folder]
          + ["-minimum-access-level", "public", "-skip-synthesized-members"]
          + ["-target", compiler.target.triple, "-module-cache-path", compiler.moduleCache]
          + [
            "-I", compiler.engine?.folder ?? compiler.toolchain.modules, "-I",
            compiler.toolchain.modules,
          ]
          + compiler.toolchain.moduleMaps.flatMap { ["-Xcc", "-fmodule-map-file=\($0)"] },
        directory: folder
      )
      let file = URL(fileURLWithPath: "\(folder)/\(module).symbols.json")
      guard result.status == 0, let data = try? Data(contentsOf: file),
        let graph = try? JSONDecoder().decode(Graph.self, from: data)
      else { continue }
      constants += graph.symbols.filter(Self.isConstant).map {
        $0.pathComponents.joined(separator: ".")
      }
      properties.formUnion(
        graph.symbols.filter { $0.kind.identifier == "swift.property" }
          .compactMap(\.pathComponents.last)
      )
    }
    constants = Set(constants).sorted()
  }

  /// Whether a cell may write a path behind a constant: not where a step of it is private to its library.
  func canSpell(_ path: String) -> Bool {
    path.steps.allSatisfy { step in
      let name = step.prefix { $0 != "[" && $0 != "?" }
      return name.isEmpty || properties.contains(String(name))
    }
  }

  private static func isConstant(_ symbol: Graph.Symbol) -> Bool {
    guard ["swift.type.property", "swift.var"].contains(symbol.kind.identifier),
      symbol.swiftGenerics == nil
    else { return false }
    let words = symbol.declarationFragments?.map(\.spelling) ?? []
    return !words.contains { ["throws", "async"].contains($0.trimming(" ")) }
  }
}

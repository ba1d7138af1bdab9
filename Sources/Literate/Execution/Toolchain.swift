import Foundation

/// The compiler and the built parts of the engine that a chapter is compiled and run with.
package struct Toolchain: Sendable {
  package enum Failure: Error, Sendable {
    case noCompiler
    case wrongVersion(found: String)
    case wrongSystem(found: String)
    case missing(part: String, folder: String)
  }

  /// The folder of `swiftc`, links resolved.
  package let binaries: String
  /// The folder of the tool itself: the runner, the library and the modules lie beside it.
  package let products: String

  /// The versions whose compiler the tool drives.
  package static let supportedVersion = "6.3"

  /// Finds the compiler in the search path, and the built parts beside the running tool.
  package init(environment: [String: String] = ProcessInfo.processInfo.environment) throws(Failure)
  {
    let folders = (environment["PATH"] ?? "").split(separator: ":").map(String.init)
    guard
      let compiler = folders.map({ $0 + "/swiftc" })
        .first(where: FileManager.default.isExecutableFile)
    else { throw .noCompiler }
    let resolved = URL(fileURLWithPath: compiler).resolvingSymlinksInPath()
    binaries = resolved.deletingLastPathComponent().path
    products =
      URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
      .deletingLastPathComponent().path
    for part in ["CellRunner", library, "Modules/CellRuntime.swiftmodule"] {
      let path = part.hasPrefix("/") ? part : products + "/" + part
      guard FileManager.default.fileExists(atPath: path) else {
        throw .missing(part: part, folder: products)
      }
    }
  }

  var frontend: String { binaries + "/swift-frontend" }
  var linker: String { binaries + "/ld.lld" }
  var symbolGraph: String { binaries + "/swift-symbolgraph-extract" }
  var symbolizer: String { binaries + "/llvm-symbolizer" }
  var libraries: String {
    URL(fileURLWithPath: binaries + "/../lib/swift/linux").standardizedFileURL.path
  }
  var runner: String { products + "/CellRunner" }
  var library: String { products + "/libChalktalkCells.so" }
  var modules: String { products + "/Modules" }
  /// The libraries' own C modules: cells do not see them, but the compiler wants to have found them.
  package var moduleMaps: [String] {
    ["CCellSupport", "CKernels", "CMessagePassing"].map {
      "\(products)/\($0).build/module.modulemap"
    }
  }

  /// The files whose content decides what a chapter computes, apart from the chapter.
  var inputs: [String] {
    [runner, library] + CellModules.all.map { "\(modules)/\($0).swiftmodule" }
  }

  // MARK: - What the compiler says of itself

  struct Target: Sendable {
    var triple: String
    /// As the linker's `-m` wants it.
    var emulation: String
  }

  /// Asks the compiler for its version and target.
  ///
  /// The front end answers as `swiftc` does, and leaves no folder of temporary files behind.
  func target() throws(Failure) -> Target {
    struct Answer: Decodable {
      struct Target: Decodable { let unversionedTriple: String }
      let compilerVersion: String
      let target: Target
    }
    guard let result = try? ChildProcess.run([frontend, "-print-target-info"]),
      let answer = try? JSONDecoder().decode(Answer.self, from: result.standardOutput)
    else { throw .noCompiler }
    let version = answer.compilerVersion
    guard
      version.contains("Swift version \(Self.supportedVersion).")
        || version.contains("Swift version \(Self.supportedVersion) ")
    else { throw .wrongVersion(found: version) }
    let triple = answer.target.unversionedTriple
    guard triple.contains("-linux") else { throw .wrongSystem(found: triple) }
    return Target(
      triple: triple,
      emulation: triple.hasPrefix("aarch64") ? "aarch64linux" : "elf_x86_64"
    )
  }
}

extension Toolchain.Failure {
  /// What to tell the user: what is missing, and the command that mends it.
  package var message: String {
    switch self {
    case .noCompiler:
      "no working 'swiftc' in the search path; install Swift \(Toolchain.supportedVersion)"
    case .wrongVersion(let found):
      "cells need Swift \(Toolchain.supportedVersion).x; this is: \(found)"
    case .wrongSystem(let found):
      "cells run on Linux; this is \(found)"
    case .missing(let part, let folder):
      "'\(part)' is not in \(folder); build all parts with: swift build -c release"
    }
  }
}

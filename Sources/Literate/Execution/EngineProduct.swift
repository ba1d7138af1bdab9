import Foundation

/// A book's own engine as the compiler and the runner take it: a folder of the cache, named by the digest of what
/// it was made from.
struct EngineProduct: Sendable {
  let module: String
  let folder: String
  /// What the compiler warned of, kept so that every check says it again.
  private(set) var warnings: [CompilerMessage]

  var library: String { folder + "/" + libraryName }
  var libraryName: String { "lib\(module).so" }

  /// What a chapter that imports the module is compiled with.
  var compilerFlags: [String] { ["-I", folder, "-import-module", module] }

  /// What a chapter that calls the module is linked with; the loader finds it by the path of its folder.
  var linkerFlags: [String] { ["-L", folder, "-rpath", folder, "-l\(module)"] }

  enum Failure: Error {
    case compile([CompilerMessage], remainder: String)
  }

  /// Finds the product of an engine.
  ///
  /// - Parameters:
  ///   - engine: What it was compiled from.
  ///   - key: The digest of all that it was made from.
  ///   - cache: The folder of products.
  init?(of engine: EngineModule, key: String, cache: String) {
    let kept = cache + "/" + key
    guard let warnings = Self.warnings(in: kept) else { return nil }
    self.init(module: engine.name, folder: kept, warnings: warnings)
    guard FileManager.default.isReadableFile(atPath: library) else { return nil }
  }

  /// Makes the product of an engine.
  ///
  /// - Parameters:
  ///   - engine: What is compiled.
  ///   - folder: An empty folder, which is to last as long as the product.
  ///   - compiler: What compiles it.
  /// - Throws: `Failure` for what the author wrote; other errors are faults of the tool.
  init(compiling engine: EngineModule, in folder: String, compiler: Compiler) throws {
    for (path, source) in engine.files {
      let copy = URL(fileURLWithPath: folder + "/sources/" + path)
      try FileManager.default.createDirectory(
        at: copy.deletingLastPathComponent(),
        withIntermediateDirectories: true
      )
      try Data(source.text.utf8).write(to: copy)
    }
    self.init(module: engine.name, folder: folder, warnings: [])
    let outcome = try compiler.compile(engine, into: self)
    guard outcome.library != nil else {
      throw Failure.compile(outcome.messages, remainder: outcome.remainder)
    }
    warnings = outcome.messages
    try JSONEncoder().encode(warnings).write(to: URL(fileURLWithPath: folder + Self.warningsFile))
    try FileManager.default.removeItem(atPath: folder + "/sources")
  }

  /// The same product in the folder of products, for the runs to come.
  ///
  /// Two builds at once each make their own and one of them is kept: the folder appears as a whole or not at all.
  ///
  /// - Parameters:
  ///   - key: The digest of all that the product is made from.
  ///   - cache: The folder of products; made if it is not there.
  /// - Returns: The product that is kept.
  /// - Throws: When it cannot be kept; nothing is left of it there then.
  func kept(under key: String, in cache: String) throws -> EngineProduct {
    let kept = EngineProduct(module: module, folder: cache + "/" + key, warnings: warnings)
    let fresh = cache + "/." + UUID().uuidString
    defer { try? FileManager.default.removeItem(atPath: fresh) }
    try FileManager.default.createDirectory(atPath: cache, withIntermediateDirectories: true)
    try FileManager.default.copyItem(atPath: folder, toPath: fresh)
    if !kept.isWhole {
      // Not there, or only in part: somebody has removed a file of it.
      try? FileManager.default.removeItem(atPath: kept.folder)
      guard unsafe rename(fresh, kept.folder) == 0 || kept.isWhole else {
        throw FileFailure(kept.folder)
      }
    }
    Self.prune(cache, keeping: key)
    return kept
  }

  private var isWhole: Bool {
    Self.warnings(in: folder) != nil && FileManager.default.isReadableFile(atPath: library)
  }

  private init(module: String, folder: String, warnings: [CompilerMessage]) {
    self.module = module
    self.folder = folder
    self.warnings = warnings
  }

  // MARK: - The folder

  private static let warningsFile = "/warnings.json"
  /// More products than this are not kept; the oldest go first.
  private static let capacity = 8

  private static func warnings(in folder: String) -> [CompilerMessage]? {
    FileManager.default.contents(atPath: folder + warningsFile).flatMap {
      try? JSONDecoder().decode([CompilerMessage].self, from: $0)
    }
  }

  /// Removes what has been there for longest, and what a killed build has left; another build may be at it too.
  private static func prune(_ cache: String, keeping key: String) {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: cache)) ?? []
    let dated = names.filter { $0 != key }.map { name in
      let values = try? FileManager.default.attributesOfItem(atPath: cache + "/" + name)
      return (name: name, date: values?[.modificationDate] as? Date ?? .distantPast)
    }.sorted { $0.date < $1.date }
    let anHourAgo = Date(timeIntervalSinceNow: -3600)
    let left = dated.filter { $0.name.hasPrefix(".") && $0.date < anHourAgo }
    let kept = dated.filter { !$0.name.hasPrefix(".") }
    for (name, _) in left + kept.prefix(max(0, kept.count + 1 - capacity)) {
      try? FileManager.default.removeItem(atPath: cache + "/" + name)
    }
  }
}

import Foundation

/// The version of the tool, which is part of every key and stands in every page's footer.
package let toolVersion = "0.1.0"

/// What a run depends on, as one digest.
///
/// The program, the engine's built products, the files that cells declare, the compiler and the tool. What
/// cannot be read is never a hit.
struct RunKey {
  /// The digest of everything but the program and its files; the same for all chapters of a run.
  let common: String
  /// The digest under which the book's own engine is kept; nil where it has none.
  let engine: String?
  /// The same, part by part.
  let commonParts: [RunParts.Part]
  private let directory: String
  private let read = ReadFiles()

  /// Changes with what a record holds and with what it means.
  private static let recordFormat = "11"

  /// Reads what the programs of a book have in common.
  ///
  /// - Parameters:
  ///   - toolchain: The compiler and the built parts.
  ///   - imports: The tool's own modules that cells see.
  ///   - engine: The book's own.
  ///   - digests: Of the built parts.
  ///   - directory: The book's folder.
  /// - Throws: When a built part cannot be read.
  init(
    toolchain: Toolchain,
    imports: [String] = CellModules.all,
    engine: EngineModule? = nil,
    digests: FileDigests,
    directory: String
  ) throws {
    var hash = SHA256()
    hash.update(field: toolVersion)
    hash.update(field: Self.recordFormat)
    for flag in Compiler.codeFlags { hash.update(field: flag) }
    hash.update(field: try FileDigests.stamp(of: toolchain.frontend))
    for path in toolchain.inputs { hash.update(field: try digests.digest(of: path)) }
    if let engine {
      var product = hash
      engine.add(to: &product)
      self.engine = product.finish()
    } else {
      self.engine = nil
    }
    for flag in Compiler.importing(imports) { hash.update(field: flag) }
    hash.update(field: self.engine ?? "")
    common = hash.finish()
    var commonParts = [
      RunParts.Part(.tool, "tool", "\(toolVersion) with records \(Self.recordFormat)"),
      RunParts.Part(
        .toolchain,
        "toolchain",
        try FileDigests.stamp(of: toolchain.frontend) + Compiler.codeFlags.joined(separator: " ")
      ),
    ]
    commonParts += try toolchain.inputs.map { path in
      let name = URL(fileURLWithPath: path).lastPathComponent
      return RunParts.Part(.engine, name, try digests.digest(of: path))
    }
    commonParts.append(
      RunParts.Part(.engine, "imports", Compiler.importing(imports).joined(separator: " "))
    )
    if let product = self.engine {
      commonParts.append(RunParts.Part(.engine, "the book's own engine", product))
    }
    self.commonParts = commonParts
    self.directory = directory
  }

  /// The key of a program.
  func key(of program: Program) throws -> String {
    var hash = SHA256()
    hash.update(field: common)
    hash.update(field: program.text)
    try add(program.cells.flatMap(\.options.reads), to: &hash)
    return hash.finish()
  }

  /// The digest of everything but the program.
  func circumstances(reading files: [String]) throws -> String {
    var hash = SHA256()
    hash.update(field: common)
    try add(files, to: &hash)
    return hash.finish()
  }

  private func add(_ files: [String], to hash: inout SHA256) throws {
    for path in Set(files).sorted() {
      hash.update(field: path)
      let data = try Data(contentsOf: URL(fileURLWithPath: directory + "/" + path))
      hash.update(field: read.digest(of: data, at: path))
    }
  }
}

extension RunKey {
  /// What the key of a program is made of.
  func parts(of program: Program) -> RunParts {
    RunParts(commonParts + RunParts.own(of: program, in: directory))
  }
}

/// Digests of files, remembered under their size and time of change.
final class FileDigests: Sendable {
  private let path: String
  private let known: [String: String]

  init(rememberedAt path: String) {
    self.path = path
    let data = FileManager.default.contents(atPath: path)
    known = data.flatMap { try? JSONDecoder().decode([String: String].self, from: $0) } ?? [:]
  }

  func digest(of file: String) throws -> String {
    let stamp = try Self.stamp(of: file)
    if let digest = known[stamp] { return digest }
    return SHA256.digest(try Data(contentsOf: URL(fileURLWithPath: file)))
  }

  /// Writes what is now known of the files, and forgets all others.
  func remember(_ files: [String]) throws {
    var fresh: [String: String] = [:]
    for file in files { fresh[try Self.stamp(of: file)] = try digest(of: file) }
    guard fresh != known else { return }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    // Without it the files are read again: nothing depends on it.
    try? AtomicFile.write(try encoder.encode(fresh), to: path)
  }

  /// Path, size and time of change.
  static func stamp(of file: String) throws -> String {
    let values = try FileManager.default.attributesOfItem(atPath: file)
    let size = (values[.size] as? NSNumber)?.intValue ?? -1
    let time = (values[.modificationDate] as? Date)?.timeIntervalSince1970 ?? 0
    return "\(file)|\(size)|\(time.bitPattern)"
  }
}

import Foundation

/// A unit of a program as the compiler has made it.
struct CompiledUnit {
  /// What it declares, for the units after it; the same bytes for the same declarations.
  var module: Data
  var object: Data
  var scan: SyntaxTreeScan
}

/// The compiled units of programs, one file each beside the runs.
///
/// A unit is found only under the digest of its text, of the modules that it sees and of the compiler, and only if
/// its file is whole. Where a module has changed, a second name leads to it: the digest of what its text names of them.
struct UnitCache {
  /// Changes with what a file holds and with how a unit is compiled.
  private static let format = "2"
  /// Of files that hold the name of another.
  private static let nameSuffix = ".name"

  let cache: RunCache
  /// The digest of everything but programs.
  let common: String

  /// What a unit is made of.
  ///
  /// - Parameters:
  ///   - unit: A stretch of a program.
  ///   - modules: Digests of the modules of all units before it.
  /// - Returns: The name of its file.
  func key(of unit: CompilationUnit, after modules: [String]) -> String {
    digest(of: unit, modules)
  }

  /// What a unit is made of, as far as it may matter.
  ///
  /// - Parameters:
  ///   - unit: A stretch of a program.
  ///   - interfaces: What the units before it declare.
  /// - Returns: The name of the file that says which file has it.
  func name(of unit: CompilationUnit, seeing interfaces: [UnitInterface]) -> String {
    let words = UnitInterface.words(of: unit.text)
    // The fields of one unit are told from those of the next by how many they are.
    let seen = interfaces.map { $0.seen(by: words) }
    return digest(of: unit, seen.flatMap { ["\($0.count)"] + $0 }) + Self.nameSuffix
  }

  private func digest(of unit: CompilationUnit, _ seen: [String]) -> String {
    var hash = SHA256()
    for field in [Self.format, common, unit.module, unit.text, unit.bareText] + seen {
      hash.update(field: field)
    }
    return hash.finish()
  }

  /// Looks a unit up.
  func unit(for key: String) -> CompiledUnit? { body(of: key).flatMap(Self.unit) }

  /// Looks a unit up that was made of the same as far as it may matter.
  func unit(named name: String) -> CompiledUnit? {
    body(of: name).flatMap { unit(for: String(decoding: $0, as: UTF8.self)) }
  }

  /// Keeps a unit for the next build; where it cannot be kept, that one compiles it again.
  func keep(_ unit: CompiledUnit, for key: String, named name: String) {
    guard let body = try? Self.body(of: unit) else { return }
    RunCache.keep(body, at: path(of: key), key: key)
    RunCache.keep(Data(key.utf8), at: path(of: name), key: name)
  }

  private func body(of file: String) -> Data? { RunCache.read(path(of: file), key: file) }

  private func path(of file: String) -> String { cache.units + "/" + file }

  // MARK: - Files

  /// The lengths of module and object on a line, then both, and then what the syntax tree says.
  private static func body(of unit: CompiledUnit) throws -> Data {
    Data("\(unit.module.count) \(unit.object.count)\n".utf8) + unit.module + unit.object
      + (try RecordCoding.bytes(of: unit.scan))
  }

  private static func unit(of body: Data) -> CompiledUnit? {
    guard let end = body.firstIndex(of: UInt8(ascii: "\n")) else { return nil }
    let lengths = String(decoding: body[..<end], as: UTF8.self).split(separator: " ")
      .compactMap { Int($0) }
    let rest = body[(end + 1)...]
    guard lengths.count == 2, lengths.allSatisfy({ (0...rest.count).contains($0) }),
      lengths[0] + lengths[1] <= rest.count,
      let scan = try? RecordCoding.value(
        SyntaxTreeScan.self,
        from: Data(rest.dropFirst(lengths[0] + lengths[1]))
      )
    else { return nil }
    return CompiledUnit(
      module: Data(rest.prefix(lengths[0])),
      object: Data(rest.dropFirst(lengths[0]).prefix(lengths[1])),
      scan: scan
    )
  }
}

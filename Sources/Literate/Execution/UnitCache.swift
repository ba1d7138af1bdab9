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
/// its file is whole.
struct UnitCache {
  /// Changes with what a file holds and with how a unit is compiled.
  private static let format = "1"

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
    var hash = SHA256()
    for field in [Self.format, common, unit.module, unit.text, unit.bareText] + modules {
      hash.update(field: field)
    }
    return hash.finish()
  }

  /// Looks a unit up.
  func unit(for key: String) -> CompiledUnit? {
    let path = path(of: key)
    guard let data = FileManager.default.contents(atPath: path),
      let body = RunCache.body(of: data, key: key), let unit = Self.unit(of: body)
    else { return nil }
    try? FileManager.default.setAttributes([.modificationDate: Date()], ofItemAtPath: path)
    return unit
  }

  /// Keeps a unit for the next build; where it cannot be kept, that one compiles it again.
  func keep(_ unit: CompiledUnit, for key: String) {
    guard let body = try? Self.body(of: unit) else { return }
    let data = Data(RunCache.head(key: key, body: body).utf8) + body
    try? FileManager.default.createDirectory(
      atPath: cache.units,
      withIntermediateDirectories: true
    )
    try? AtomicFile.write(data, to: path(of: key))
  }

  private func path(of key: String) -> String { cache.units + "/" + key }

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

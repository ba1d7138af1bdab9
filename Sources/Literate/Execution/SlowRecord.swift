import CellRuntime
import Foundation

/// A constant of a slow cell, as it is kept.
package struct KeptConstant: Codable, Sendable, Equatable {
  package var name: String
  /// As Swift spells it.
  package var type: String
  package var json: String

  /// The declaration that takes the place of the author's.
  var declaration: String {
    "let \(name): \(type) = CellRuntime.kept(\(String(reflecting: json)))"
  }
}

/// What came of a slow cell, committed beside the chapters: `data/slow/ID.json`.
///
/// Its key is made of sources, so that it is right on every machine: the cell's, those of the cells it needs, the
/// files they read, and the engine's.
struct SlowRecord: Codable, Sendable {
  var cell: String
  /// What the result was made from, part by part.
  var key: RunParts
  var constants: [KeptConstant]
  var output: [Transcript.Piece]
  /// What its formulas reported, in order.
  var traces: [FormulaTrace]
  /// Whether it rests on the domain's library.
  var usesLibrary: Bool
  /// The digest of all the rest: a record that was edited is none.
  var seal = ""

  /// Where the record of a cell lies in a book's folder.
  static func path(of cell: String) -> String { "data/slow/\(cell).json" }

  /// Reads a record; there is none where the file is missing or not whole.
  init?(reading file: String) {
    guard let data = FileManager.default.contents(atPath: file),
      let record = try? RecordCoding.value(SlowRecord.self, from: data),
      (try? record.sealed().seal) == record.seal
    else { return nil }
    self = record
  }

  init(
    cell: Cell,
    key: RunParts,
    transcript: Transcript,
    usesLibrary: Bool
  ) throws {
    self.cell = cell.id
    self.key = key
    constants = transcript.kept
    output = transcript.output[cell.id] ?? []
    traces = transcript.traces[cell.id] ?? []
    self.usesLibrary = usesLibrary
    self = try sealed()
  }

  /// Writes the record where it belongs.
  func write(in book: String) throws {
    let file = book + "/" + Self.path(of: cell)
    let folder = URL(fileURLWithPath: file).deletingLastPathComponent().path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try AtomicFile.write(try bytes() + Data("\n".utf8), to: file)
  }

  /// As the result of a run of the cell alone.
  func runRecord(of cell: Cell) -> RunRecord {
    var transcript = Transcript()
    add(to: &transcript, cell)
    transcript.kept = constants
    return RunRecord(transcript: transcript)
  }

  /// Puts what the cell printed, showed and computed where a run would have put it.
  func add(to transcript: inout Transcript, _ cell: Cell) {
    if !output.isEmpty { transcript.output[cell.id] = output }
    if !traces.isEmpty { transcript.traces[cell.id] = traces }
  }

  /// What the cell said, apart from what it was made from.
  func said() throws -> Data {
    var record = self
    record.key = RunParts([])
    record.seal = ""
    return try record.bytes()
  }

  private func sealed() throws -> SlowRecord {
    var record = self
    record.seal = ""
    record.seal = SHA256.digest(try record.bytes())
    return record
  }

  private func bytes() throws -> Data { try RecordCoding.bytes(of: self, .prettyPrinted) }
}

import CellRuntime

extension CheckedChapter {
  /// How many rows there must be on a page, or in the ledger of a chapter, to be worth a field that filters them.
  static let longTable = 20

  /// Whether it belongs to the appendix and its cells show tables to look things up in.
  var hasLongTables: Bool {
    guard chapter.frontMatter.isAppendix else { return false }
    let rows = chapter.cells.flatMap { record?.transcript.output[$0.id] ?? [] }.map { piece in
      guard case .figure(let shown) = piece, shown.kind == .table,
        case .table(let table) = shown.figure
      else { return 0 }
      return table.rows.count
    }
    return rows.reduce(0, +) >= Self.longTable
  }
}

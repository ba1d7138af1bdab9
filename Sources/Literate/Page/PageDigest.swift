import CellRuntime

/// The digest in the footer: outputs and values as printed, in order.
enum PageDigest {
  static func of(_ checked: CheckedChapter) -> String {
    var hash = SHA256()
    for cell in checked.chapter.cells {
      hash.update(field: cell.id)
      for piece in checked.record?.transcript.output[cell.id] ?? [] {
        switch piece {
        case .text(let text): hash.update(field: text)
        case .figure(let shown): hash.update(field: shown.figure.terminalText())
        }
      }
    }
    for claim in checked.claims {
      hash.update(field: claim.link.target)
      hash.update(field: claim.value.map { ClaimCard.unrounded($0, like: claim) } ?? "")
    }
    return hash.finish()
  }
}

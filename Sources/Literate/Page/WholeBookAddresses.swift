/// Where things stand when all pages of the book are one: ids begin with the page that they come from,
/// `in-03-pipelines:played`, so that each is there once, and links between pages lead there.
struct WholeBookAddresses: Sendable {
  /// What stands before the ids of a page.
  struct Prefix: Sendable {
    /// The page's own id.
    var id: String
    /// The same as an address spells it.
    var address: String
  }

  /// What stands between a page's own id and those on it; in no page's own.
  static let joint = ":"

  private var prefixes: [String: Prefix] = [:]
  /// By the file, as addresses spell it.
  private var byFile: [String: Prefix] = [:]

  init(_ book: BookPages) {
    var names = AnchorNames(taken: PageNames.parts)
    for page in book.listed {
      let name = page.stem.map { $0.isLetter || $0.isNumber || "-_.".contains($0) ? $0 : "-" }
      // Ids within drawings are names of XML, which begin with a letter.
      let id = names.next(named: "in-" + String(name))
      let prefix = Prefix(id: id, address: id.htmlEscapedURL)
      prefixes[page.stem] = prefix
      byFile[page.file] = prefix
    }
  }

  /// What stands before the ids of a page.
  func prefix(of stem: String) -> Prefix {
    prefixes[stem] ?? Prefix(id: stem, address: stem.htmlEscapedURL)
  }

  /// An address of a page as the page of the whole book has it.
  ///
  /// - Parameters:
  ///   - address: As the page has it.
  ///   - prefix: That of the page.
  /// - Returns: nil for what leads out of the book.
  func address(_ address: String, on prefix: Prefix) -> String? {
    let parts = address.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
    let file = parts.first.map(String.init) ?? ""
    let fragment = parts.count > 1 ? parts[1] : ""
    if file == "index.html" || file == WholeBookPage.file { return "#text" }
    guard let page = file.isEmpty ? prefix : byFile[file] else { return nil }
    switch fragment {
    case "", "text": return "#\(page.address)"
    case "contents": return "#contents"
    default: return "#\(page.address)\(Self.joint)\(fragment)"
    }
  }
}

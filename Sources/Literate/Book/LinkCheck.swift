import Foundation

/// Holds every link within the site against what the site has: chapters, places on pages, pages that the tool
/// makes, and files of the book, which are carried into the site.
struct LinkCheck {
  private let book: BookPages

  init(_ book: BookPages) {
    self.book = book
  }

  private enum Target {
    case elsewhere
    case place
    case file(String)
    case broken(String, help: String?)
  }

  var problems: [Diagnostic] {
    book.chapters.flatMap { checked in
      checked.chapter.document.plainLinks.compactMap { link in
        guard case .broken(let message, let help) = target(of: link, in: checked.chapter) else {
          return nil
        }
        return checked.chapter.source.diagnostic(
          .error,
          link.range,
          id: "link",
          message,
          help: help
        )
      }
    }
  }

  /// The files of the book that its pages link to or show.
  func carriedFiles() -> [String: Data] {
    var files: [String: Data] = [:]
    for checked in book.chapters {
      for link in checked.chapter.document.plainLinks {
        guard case .file(let name) = target(of: link, in: checked.chapter) else { continue }
        files[name] = FileManager.default.contents(atPath: book.book.folder + "/" + name)
      }
    }
    return files
  }

  // MARK: - One link

  private func target(of link: PlainLink, in chapter: Chapter) -> Target {
    let url = link.url
    if MarkdownParser.scheme(of: url) != nil { return .elsewhere }
    if url.isEmpty { return .broken("this link leads nowhere", help: nil) }
    if url.hasPrefix("/") || url.contains("\\") {
      return .broken(
        "'\(url)' is a place on one machine or host only",
        help: "link from the chapter's folder on, as in 03-pipelines.md#played"
      )
    }
    let parts = url.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
    guard let path = parts.first.flatMap({ String($0).removingPercentEncoding }),
      let fragment = (parts.count > 1 ? String(parts[1]) : "").removingPercentEncoding
    else { return .broken("'\(url)' is not spelled as an address is", help: "write % as %25") }
    if path.isEmpty { return place(fragment, on: chapter.stem) }
    if path.hasSuffix(".md") {
      let stem = String(path.dropLast(3))
      guard book.things[stem] != nil else {
        let known = book.chapters.map { "\($0.chapter.stem).md" }
        return missing(path, what: "the book has no chapter", among: known)
      }
      return place(fragment, on: stem)
    }
    if path.hasSuffix(".html") { return page(String(path.dropLast(5)), fragment) }
    return file(path)
  }

  /// A place on a chapter's page.
  private func place(_ fragment: String, on stem: String) -> Target {
    guard let things = book.things[stem] else { return .place }
    if fragment.isEmpty || things.thing(at: fragment) != nil { return .place }
    let known = things.things.compactMap(\.anchor).filter { !$0.isEmpty }
    let chapter = book.chapters.first { $0.chapter.stem == stem }
    var parts: Set<String> = ["contents", "text"]
    if chapter?.sourceKeys.isEmpty == false { parts.insert("sources") }
    if chapter?.claims.contains(where: \.isClaim) == true { parts.insert("ledger") }
    if parts.contains(fragment) { return .place }
    return missing(
      fragment,
      what: "\(stem).md has no place",
      among: known + parts + [AnchorNames.gitHubSlug(things.title)]
    )
  }

  /// A page of the site by its own name, which only the built site has.
  private func page(_ stem: String, _ fragment: String) -> Target {
    if book.things[stem] != nil { return place(fragment, on: stem) }
    if stem == "index" || (stem == WholeBookPage.stem && book.hasWholeBook) { return .place }
    guard let made = book.made.first(where: { $0.rawValue == stem }) else {
      let known = book.made.map(\.file) + ["index.html"] + book.things.keys.map { $0 + ".html" }
      return missing(stem + ".html", what: "the site has no page", among: known)
    }
    guard !fragment.isEmpty else { return .place }
    let own = made.text(in: book).html.matches(of: /\sid="([^"]*)"/).map { String($0.1) }
    let ids = ["contents", "text"] + own
    return ids.contains(fragment)
      ? .place : missing(fragment, what: "\(made.file) has no place", among: ids)
  }

  /// A file of the book: beside the chapters or in a folder there.
  private func file(_ path: String) -> Target {
    let parts = path.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count <= 2, !parts.contains(where: { $0.isEmpty || $0.hasPrefix(".") }) else {
      return .broken(
        "'\(path)' is no file that the site can hold",
        help: "a file that pages link to stands beside the chapters, or in a folder there"
      )
    }
    let inside = parts.count > 1 ? String(parts[0]) + "/" : ""
    if Site.ownNames.contains(path) || inside == PreviewFile.folder {
      return .broken("the site has a file '\(path)' of its own", help: "rename the book's file")
    }
    let known = Self.files(in: book.book.folder + "/" + inside).map { inside + $0 }
    guard known.contains(path) else {
      return missing(path, what: "the book has no file", among: known)
    }
    return .file(path)
  }

  /// The plain files in a folder; links on the disk might lead anywhere.
  private static func files(in folder: String) -> [String] {
    guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder) else {
      return []
    }
    return names.filter { name in
      let attributes = try? FileManager.default.attributesOfItem(atPath: folder + name)
      return !name.hasPrefix(".") && attributes?[.type] as? FileAttributeType == .typeRegular
    }
  }

  private func missing(_ name: String, what: String, among known: [String]) -> Target {
    .broken("\(what) '\(name)'\(Spelling.suggestion(for: name, among: known))", help: nil)
  }
}

package import Foundation

/// The files of a built book, and how they get to disk or are compared with what is there.
package struct Site: Sendable {
  /// By name, relative to the site's folder.
  package let files: [String: Data]
  /// The names of those that are files of the book as they are.
  let carried: [String]

  /// The stems of pages that are no chapters.
  static let madePages = Set(MadePage.allCases.map(\.rawValue) + ["index", WholeBookPage.stem])

  /// The names of its files that are no pages.
  static let ownNames: Set<String> = [
    "style.css", "script.js", SearchIndex.name, "icon.svg", "claim.svg",
  ]

  /// Renders every page of a book that has been checked.
  ///
  /// - Parameters:
  ///   - pages: The book.
  ///   - kept: Where chapters are kept as they were woven; without it all are woven anew.
  init(_ pages: BookPages, keeping kept: KeptChapters? = nil) {
    let found = pages.chapters.concurrentMap { checked in
      let woven = kept?.chapter(checked)
      let digest = woven?.digest ?? PageDigest.of(checked)
      return (stem: checked.chapter.stem, woven: woven, digest: digest)
    }
    var pages = pages
    pages.digests = Dictionary(uniqueKeysWithValues: found.map { ($0.stem, $0.digest) })
    let known = Dictionary(
      uniqueKeysWithValues: found.compactMap { chapter in chapter.woven.map { (chapter.stem, $0) } }
    )
    pages.symbols = known.mapValues(\.symbols)
    self.init(pages, keeping: kept, found: known)
  }

  /// Renders every page, with those chapters that are found as they would come out.
  private init(_ pages: BookPages, keeping kept: KeptChapters?, found: [String: WovenChapter]) {
    var files: [String: Data] = [:]
    // Each page is made of the book alone and none of another, so that all cores can be at it; what it says is
    // kept for the page of the whole book.
    let whole = pages.hasWholeBook ? WholeBookAddresses(pages) : nil
    let search = SearchIndex(pages)
    func chapter(_ checked: CheckedChapter) -> @Sendable () -> Rendered {
      {
        let known = found[checked.chapter.stem]
        let woven =
          known ?? WovenChapter(checked, in: pages, search: search, addresses: whole)
        if known == nil { kept?.keep(woven, of: checked) }
        return Rendered(
          files: ChapterPage(checked: checked, woven: woven, book: pages).files,
          part: woven.part,
          search: (checked.chapter.stem, woven.search)
        )
      }
    }
    // The longest first, for what starts last is waited for alone: chapters to weave, then pages of the whole book,
    // then chapters that are kept.
    let chapters = pages.chapters.sorted {
      $0.chapter.source.text.utf8.count > $1.chapter.source.text.utf8.count
    }
    let made = pages.made.map { page in
      { @Sendable in
        let text = page.text(in: pages)
        return Rendered(
          files: pages.files(of: page, text),
          part: whole.map { WholeBookPart(text, $0) },
          search: (page.rawValue, search.lines(of: page))
        )
      }
    }
    let index = { @Sendable in Rendered(files: [("index.html", IndexPage(book: pages).html)]) }
    let work =
      chapters.filter { found[$0.chapter.stem] == nil }.map(chapter) + made + [index]
      + chapters.filter { found[$0.chapter.stem] != nil }.map(chapter)
    let rendered = work.concurrentMap { $0() }
    for file in rendered.flatMap(\.files) { files[file.name] = file.data }
    let lines = Dictionary(uniqueKeysWithValues: rendered.compactMap(\.search))
    files[SearchIndex.name] = Data(search.text(lines).utf8)
    if let whole {
      let parts = rendered.compactMap(\.part)
      files[WholeBookPage.file] = WholeBookPage(book: pages, addresses: whole, parts: parts).data
    }
    var carried = LinkCheck(pages).carriedFiles()
    if let card = pages.settings.card {
      carried[card] = FileManager.default.contents(atPath: pages.book.folder + "/" + card)
    }
    files.merge(carried) { $1 }
    self.carried = Array(carried.keys)
    files["style.css"] = Theme.styleSheet
    files["script.js"] = Theme.script
    if let example = ClaimExample(pages) {
      files["claim.svg"] = Data(ClaimPicture(example: example).svg.utf8)
    }
    files["icon.svg"] = Theme.icon
    self.files = files
  }

  /// The files of one page, its part of the page of the whole book, and its lines of the search index.
  private struct Rendered: Sendable {
    let files: [(name: String, data: Data)]
    let part: WholeBookPart?
    let search: (stem: String, lines: String)?

    init(
      files: [(name: String, text: String)],
      part: WholeBookPart? = nil,
      search: (stem: String, lines: String)? = nil
    ) {
      self.files = files.map { ($0.name, Data($0.text.utf8)) }
      self.part = part
      self.search = search
    }
  }

  /// Writes what differs from the folder's files, all at one stroke, and removes what the book no longer has.
  ///
  /// What is not the tool's own stays: a user's `CNAME`, pictures, pages that no build has written.
  ///
  /// - Parameter folder: Made if it is not there.
  /// - Throws: `FileFailure` when the folder cannot be made or a file not be written.
  package func write(to folder: String) throws {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try SiteFolder(path: folder).replace(
      changes: { changes(in: folder) },
      stale: { try stale(in: folder) }
    )
  }

  /// The names of files that are not as they should be, in order.
  package func differences(from folder: String) throws -> [String] {
    (changes(in: folder).map(\.key) + (try stale(in: folder))).sorted()
  }

  /// Whether a build was killed while it moved its files to this folder: what is there is no build's site.
  package static func isBetweenBuilds(_ folder: String) -> Bool {
    SiteFolder(path: folder).isBetweenBuilds
  }

  private func changes(in folder: String) -> [String: Data] {
    files.filter { FileManager.default.contents(atPath: folder + "/" + $0.key) != $0.value }
  }

  private func stale(in folder: String) throws -> [String] {
    try Self.stale(in: folder, besides: Set(files.keys))
  }

  /// What a folder holds of an earlier book.
  ///
  /// - Parameters:
  ///   - folder: Where a site lies.
  ///   - names: What belongs there.
  /// - Returns: The names of files that a build wrote and that do not.
  /// - Throws: When the folder is there and cannot be read.
  static func stale(in folder: String, besides names: Set<String>) throws -> [String] {
    guard FileManager.default.fileExists(atPath: folder) else { return [] }
    return try FileManager.default.contentsOfDirectory(atPath: folder).flatMap { name in
      folders.contains(name)
        ? ((try? FileManager.default.contentsOfDirectory(atPath: folder + "/" + name)) ?? [])
          .map { name + "/" + $0 } : [name]
    }.filter { !names.contains($0) && isOwn($0, in: folder) }
  }

  /// Folders of a site in which nobody else writes.
  private static let folders: Set<String> = ["previews"]
  /// Pictures that some books have and others have not.
  private static let extras: Set<String> = ["claim.svg"]

  /// Whether a file of a site's folder is one that a build wrote, or a page that lost its content.
  private static func isOwn(_ name: String, in folder: String) -> Bool {
    if extras.contains(name) { return true }
    if name.hasPrefix("previews/") { return name.hasSuffix(".js") }
    guard name.hasSuffix(".html"),
      let page = FileManager.default.contents(atPath: folder + "/" + name)
    else { return false }
    return page.isEmpty || page.prefix(1000).firstRange(of: Data(PageFrame.mark.utf8)) != nil
  }
}

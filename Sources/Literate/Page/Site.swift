package import Foundation

/// The files of a built book, and how they get to disk or are compared with what is there.
package struct Site: Sendable {
  /// By name, relative to the site's folder.
  package let files: [String: Data]

  /// The stems of pages that are no chapters.
  static let madePages = Set(MadePage.allCases.map(\.rawValue) + ["index"])

  /// Renders every page of a book that has been checked.
  init(_ book: Book, _ chapters: [CheckedChapter]) {
    let pages = BookPages(book, chapters)
    var files: [String: Data] = [:]
    // Each page is made of the book alone and none of another, so that all cores can be at it.
    var work: [@Sendable () -> (name: String, html: String)] = pages.made.map { page in
      { (page.file, Self.html(of: page, in: pages)) }
    }
    work += chapters.map { checked in
      { (checked.chapter.stem + ".html", PageWeaver(checked, in: pages).page()) }
    }
    work.append { ("index.html", IndexPage(book: pages).html) }
    for page in work.concurrentMap({ $0() }) { files[page.name] = Data(page.html.utf8) }
    files["style.css"] = Theme.styleSheet
    if let example = ClaimExample(pages) {
      files["claim.svg"] = Data(ClaimPicture(example: example).svg.utf8)
    }
    files["icon.svg"] = Theme.icon
    self.files = files
  }

  private static func html(of page: MadePage, in book: BookPages) -> String {
    switch page {
    case .ledger: LedgerPage(book).html
    case .notation: NotationPage(book: book).html
    case .glossary: GlossaryPage(book: book).html
    case .bibliography: BibliographyPage(book: book).html
    }
  }

  /// Writes all files, each as a whole, and removes pages and pictures that the book no longer has.
  ///
  /// - Parameter folder: Made if it is not there.
  /// - Throws: When the folder cannot be made or a file not be written.
  package func write(to folder: String) throws {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    for (name, data) in files.sorted(by: { $0.key < $1.key }) {
      let path = folder + "/" + name
      guard FileManager.default.contents(atPath: path) != data else { continue }
      try data.write(to: URL(fileURLWithPath: path), options: .atomic)
    }
    for name in try Self.pages(in: folder) where files[name] == nil {
      try FileManager.default.removeItem(atPath: folder + "/" + name)
    }
  }

  /// The names of files that are not as they should be, in order.
  package func differences(from folder: String) throws -> [String] {
    var names = files.filter {
      FileManager.default.contents(atPath: folder + "/" + $0.key) != $0.value
    }
    .map(\.key)
    names += try Self.pages(in: folder).filter { files[$0] == nil }
    return names.sorted()
  }

  private static func pages(in folder: String) throws -> [String] {
    guard FileManager.default.fileExists(atPath: folder) else { return [] }
    return try FileManager.default.contentsOfDirectory(atPath: folder).filter {
      $0.hasSuffix(".html") || $0.hasSuffix(".svg")
    }
  }
}

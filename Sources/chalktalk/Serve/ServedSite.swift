import Foundation
import Literate

/// The last good pages, what is wrong with the book now, and who wants to know when that changes.
actor ServedSite {
  private var pages: [String: Data] = [:]
  /// What makes a page another one: its own bytes and those of the style that all have in common.
  private var digests: [String: String] = [:]
  private var problems = ""
  private var hasBuilt = false
  private var listeners: [Int: AsyncStream<Void>.Continuation] = [:]
  private var nextListener = 0
  private var openPage: String?
  private var reader: AsyncStream<String>.Continuation?

  /// Takes the outcome of a build: all at once, so that no page is ever from between two states.
  ///
  /// - Parameters:
  ///   - site: The pages; nil where the book is not right, and the last good ones stay.
  ///   - problems: What is wrong.
  ///   - fault: Why there is not even a list of that.
  func publish(_ site: Site?, problems: [Diagnostic], fault: String?) {
    if let site {
      let style = SHA256.digest(site.files["style.css"] ?? Data())
      var digests: [String: String] = [:]
      for (name, data) in site.files {
        digests[name] =
          data == pages[name] && site.files["style.css"] == pages["style.css"]
          ? self.digests[name] : SHA256.digest(Data(style.utf8) + data)
      }
      pages = site.files
      self.digests = digests
    }
    self.problems =
      site == nil ? ServeProblems(diagnostics: problems, fault: fault).html : ""
    hasBuilt = true
    wakeAll()
  }

  /// The file of the site that a path names; with problems and no such page, what they are.
  func answer(to path: String) -> ServeAnswer {
    if path == ServeScript.path {
      return ServeAnswer(type: ServeAnswer.type(of: path), body: Data(ServeScript.text.utf8))
    }
    let name = path.isEmpty ? "index.html" : path
    if let data = pages[name] {
      guard name.hasSuffix(".html") else {
        return ServeAnswer(type: ServeAnswer.type(of: name), body: data)
      }
      return ServeAnswer(
        type: ServeAnswer.type(of: name),
        body: ServeScript.added(to: data, page: name, digest: digests[name] ?? "")
      )
    }
    guard name.hasSuffix(".html") else { return .text(404, "There is no such file in this book.") }
    let text =
      hasBuilt
      ? problems.isEmpty ? "There is no such page in this book." : "There is no such page yet."
      : "The book is being built."
    return ServeAnswer(
      status: hasBuilt && problems.isEmpty ? 404 : 503,
      type: ServeAnswer.type(of: name),
      body: ServeScript.added(
        to: Data(ServeProblems.page(text, problems: problems).utf8),
        page: name,
        digest: ""
      )
    )
  }

  /// What a page that listens is told: its digest, nil where it is not there, and the problems.
  func state(of page: String) -> (digest: String?, problems: String) { (digests[page], problems) }

  /// One element at once, and one for every time that there may be something new.
  func news() -> AsyncStream<Void> {
    let number = nextListener
    nextListener += 1
    let (stream, continuation) = AsyncStream.makeStream(
      of: Void.self,
      bufferingPolicy: .bufferingNewest(1)
    )
    continuation.onTermination = { [weak self] _ in
      Task { await self?.forget(number) }
    }
    listeners[number] = continuation
    continuation.yield()
    return stream
  }

  /// Takes note that a browser shows a page.
  func open(_ page: String) {
    openPage = page
    reader?.yield(page)
  }

  /// The page that was opened last, and each that is opened from now on; only the newest is of interest.
  func openPages() -> AsyncStream<String> {
    reader?.finish()
    let (stream, continuation) = AsyncStream.makeStream(
      of: String.self,
      bufferingPolicy: .bufferingNewest(1)
    )
    reader = continuation
    if let openPage { continuation.yield(openPage) }
    return stream
  }

  /// Makes everybody look again.
  func wakeAll() {
    for listener in listeners.values { listener.yield() }
  }

  private func forget(_ number: Int) { listeners[number] = nil }
}

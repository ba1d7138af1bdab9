import Foundation

/// All that a build of a book reads, part by part: with the same parts the same site comes out.
///
/// After a build they are made of what it held in memory, before the next one of what lies on the disk. So a file
/// that is changed while a build runs is one that has changed since.
struct BookInputs {
  let parts: RunParts
  /// The files that cells declare, chapter by chapter, and those that pages link to or show.
  let files: Files

  /// Which files were read besides chapters and YAML, as their contents say.
  struct Files: Codable, Sendable {
    /// By the names of the chapters' files.
    var read: [String: [String]] = [:]
    /// In order.
    var carried: [String] = []
  }

  /// What a build has read; nil where not all of it is known, as with slow cells, whose records are looked up each time.
  ///
  /// - Parameters:
  ///   - report: What came of the book.
  ///   - site: What came of its pages.
  ///   - executor: What ran its cells.
  init?(of report: BookReport, _ site: Site, _ executor: Executor) {
    guard let tool = Self.tool else { return nil }
    var parts = [tool] + executor.parts + Self.settings(of: report.book)
    var files = Files()
    for checked in report.chapters {
      guard let circumstances = checked.circumstances else { return nil }
      let source = checked.chapter.source
      let read = checked.chapter.cells.flatMap(\.options.reads)
      parts += Self.chapter(source.file, source.digest, reading: read, circumstances)
      files.read[Self.name(of: source.file)] = read
    }
    files.carried = site.carried.sorted()
    parts += files.carried.map { Self.file($0, site.files[$0]) }
    self.parts = RunParts(parts)
    self.files = files
  }

  /// What a build would read now; nil where the system does not say what is running.
  ///
  /// - Parameters:
  ///   - book: As it was just read.
  ///   - files: What the last build read besides: as long as chapters and YAML are as they were, it is what the next
  ///     one would read.
  ///   - executor: What would run its cells.
  init?(of book: Book, _ files: Files, _ executor: Executor) {
    guard let tool = Self.tool else { return nil }
    var parts = [tool] + executor.parts + Self.settings(of: book)
    let digests = book.chapterFiles.concurrentMap { (try? SourceText(reading: $0))?.digest }
    for (file, digest) in zip(book.chapterFiles, digests) {
      let read = files.read[Self.name(of: file)] ?? []
      parts += Self.chapter(
        file,
        digest,
        reading: read,
        executor.circumstances(reading: read)
      )
    }
    parts += files.carried.map { name in
      let path = book.folder + "/" + name
      // Pages carry plain files only: a link in their place is an error.
      let type = try? FileManager.default.attributesOfItem(atPath: path)[.type]
      let isPlain = type as? FileAttributeType == .typeRegular
      return Self.file(name, isPlain ? FileManager.default.contents(atPath: path) : nil)
    }
    self.parts = RunParts(parts)
    self.files = files
  }

  // MARK: -

  /// The program that is running, whatever now lies in its place: its file, size and times.
  ///
  /// A compile writes a new file or changes the times of the old one, of which the last cannot be set by hand.
  static var tool: RunParts.Part? {
    var status = stat()
    guard unsafe stat("/proc/self/exe", &status) == 0 else { return nil }
    let (changed, modified) = (status.st_ctim, status.st_mtim)
    return RunParts.Part(
      .program,
      "tool",
      """
      \(status.st_dev) \(status.st_ino) \(status.st_size) \(modified.tv_sec).\(modified.tv_nsec) \
      \(changed.tv_sec).\(changed.tv_nsec)
      """
    )
  }

  /// The YAML files.
  static func settings(of book: Book) -> [RunParts.Part] {
    book.sources.sorted { $0.key < $1.key }.map { file($0, $1) }
  }

  /// A chapter, and what its cells read with all that their run depends on.
  private static func chapter(
    _ path: String,
    _ digest: String?,
    reading files: [String],
    _ circumstances: String?
  ) -> [RunParts.Part] {
    let own = RunParts.Part(.file, name(of: path), digest ?? "")
    guard !files.isEmpty else { return [own] }
    let names = Set(files).sorted().joined(separator: ", ")
    return [own, RunParts.Part(.file, names, circumstances ?? "")]
  }

  /// A file and its content; what is not there, or cannot be read, is no content's digest.
  private static func file(_ name: String, _ data: Data?) -> RunParts.Part {
    RunParts.Part(.file, name, data.map(SHA256.digest) ?? "")
  }

  /// What a file is called in the parts.
  static func name(of path: String) -> String {
    URL(fileURLWithPath: path).lastPathComponent
  }
}

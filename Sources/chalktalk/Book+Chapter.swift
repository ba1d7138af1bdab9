import ArgumentParser
import Foundation
import Literate

extension Book {
  /// The file of a chapter: by number, by file, or by the file's name without `.md`.
  ///
  /// - Throws: The usage error that lists the chapters.
  func file(ofChapter name: String) throws -> String {
    let stems = chapterFiles.map {
      URL(fileURLWithPath: $0).deletingPathExtension().lastPathComponent
    }
    for (file, stem) in zip(chapterFiles, stems) {
      if stem == name || stem + ".md" == name || file == name || file.hasSuffix("/" + name) {
        return file
      }
      if let number = Int(name), Int(stem.prefix { $0.isNumber }) == number { return file }
    }
    throw ValidationError(
      "there is no chapter '\(name)'\(Spelling.suggestion(for: name, among: stems)); "
        + "chapters are \(stems.joined(separator: ", "))"
    )
  }
}

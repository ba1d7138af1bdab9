import ArgumentParser
import Foundation
import Literate
import ServingMath

extension CompletionKind {
  /// The models of the catalogue; a file may stand there as well.
  static var models: CompletionKind { .list(Model.all.map { typed($0.name) }) }

  /// The chips of the catalogue.
  static var chips: CompletionKind { .list((Chip.all + Chip.onChipMemory).map { typed($0.name) }) }

  /// A name as it is typed: the catalogue takes it in any case and without its blanks.
  private static func typed(_ name: String) -> String {
    name.lowercased().replacing(" ", with: "-")
  }

  /// The chapters of the book that the command line is about, by name.
  static var chapters: CompletionKind {
    .custom { words, _, _ in
      book(of: words)?.chapterFiles.map {
        URL(fileURLWithPath: $0).deletingPathExtension().lastPathComponent
      } ?? []
    }
  }

  /// The cells of that book, of the chapter that has been named if there is one.
  static var cells: CompletionKind {
    .custom { words, _, _ in
      guard let book = book(of: words) else { return [] }
      let named = book.chapterFiles.filter { file in
        words.contains { (try? book.file(ofChapter: $0)) == file }
      }
      return (named.isEmpty ? book.chapterFiles : named).flatMap { file in
        (try? SourceText(reading: file)).map { Chapter($0).cells.map(\.id) } ?? []
      }
    }
  }

  /// Completion says nothing where there is nothing to say: an error would stand in the middle of the line.
  private static func book(of words: [String]) -> Book? {
    var options = BookOptions()
    let place = words.firstIndex(of: "--book").map { $0 + 1 }
    options.book = place.flatMap { words.indices.contains($0) ? words[$0] : nil }
    return try? options.open()
  }
}

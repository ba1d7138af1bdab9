import Foundation

/// The bench's book in this tool's own dialect: chapters, book.yml and a module of its own beside the book.
enum BenchBookText {
  private static let words = """
    Every step of a decoder reads all of the weights once, whatever the number of sequences, so the time of a step \
    has a floor: the bytes that are read over the bandwidth of the memory. A prompt is read many tokens at a time \
    and uses each weight as often, so there the arithmetic decides. This paragraph stands under each heading so \
    that a page weighs what a page of a book weighs.
    """

  private static let ending = """

    | what is counted | unit |
    |---|---|
    | bytes of a step | B |
    | bandwidth | B/s |

    ```math
    t = \\frac{B}{W}
    ```

    """

  /// The word that the edit of the prose puts in.
  static func newWord(salt: Int) -> String { "plainly\(salt)" }

  /// The files by their path below the folder that holds the book and its module.
  static func files(_ edit: BenchBookChain.Edit, salt: Int) -> [String: String] {
    var files = [
      "book/book.yml": "title: Peer book\nengine: ../Rates\nimports: []\n",
      "Rates/Rates.swift": """
      /// The one constant that every chapter uses.
      public let bandwidth: Double = \(BenchBookChain.bandwidth(edit, salt: salt))

      """,
    ]
    for chapter in BenchBookChain.chapters {
      files["book/0\(chapter)-step.md"] = text(chapter: chapter, edit, salt: salt)
    }
    return files
  }

  /// Writes what is not there yet as it should be.
  static func write(_ edit: BenchBookChain.Edit, salt: Int, to folder: String) throws {
    for (path, text) in files(edit, salt: salt).sorted(by: { $0.key < $1.key }) {
      let file = URL(fileURLWithPath: folder + "/" + path)
      let data = Data(text.utf8)
      guard FileManager.default.contents(atPath: file.path) != data else { continue }
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(),
        withIntermediateDirectories: true
      )
      try data.write(to: file)
    }
  }

  private static func text(chapter: Int, _ edit: BenchBookChain.Edit, salt: Int) -> String {
    var text = "# Chapter \(chapter): a decode step\n\n\(words)\n"
    for (index, step) in BenchBookChain.steps(chapter: chapter, edit, salt: salt).enumerated() {
      let isNew = edit == .prose && chapter == BenchBookChain.target && index == 4
      let word = isNew ? newWord(salt: salt) + " " : ""
      text += """

        ## Step \(index + 1): the value \(step.name)

        Step \(index + 1) of chapter \(chapter). \(word)\(words)

        ```swift
        \(code(step))
        print("\(step.name) =", \(step.name))
        ```

        """
    }
    return text + ending
  }

  /// The assignment of a cell; `c` is a variable, which the inserted cell changes.
  private static func code(_ step: BenchBookChain.Step) -> String {
    let sum = step.parts.reduce(step.operand ?? "") { text, part in
      let operand = part.number.map { "\($0)" } ?? "bandwidth"
      return part.sign == "=" ? operand : "\(text) \(part.sign) \(operand)"
    }
    switch (step.name, step.operand) {
    case ("c", "c"): return "c = \(sum)"
    case ("c", _): return "var c = \(sum)"
    default: return "let \(step.name) = \(sum)"
    }
  }
}

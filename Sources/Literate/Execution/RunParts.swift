import Foundation

/// What a key is made of, part by part, so that a miss can be explained.
package struct RunParts: Codable, Sendable, Equatable {
  package struct Part: Codable, Sendable, Hashable {
    package var kind: Kind
    /// A cell's id, a file's path or a claim's expression.
    package var name: String
    package var digest: String

    package init(_ kind: Kind, _ name: String, _ digest: String) {
      self.kind = kind
      self.name = name
      self.digest = digest
    }
  }

  package enum Kind: String, Codable, Sendable, CaseIterable {
    case tool, program, toolchain, engine, file, cell, expression
  }

  package var parts: [Part]

  package init(_ parts: [Part]) { self.parts = parts }

  /// The parts of a program's own.
  ///
  /// - Parameters:
  ///   - program: The program.
  ///   - directory: Where the files are that it reads.
  /// - Returns: In the order of the program.
  static func own(of program: Program, in directory: String) -> [Part] {
    let cells = program.cells.map { cell in
      Part(.cell, cell.id, SHA256.digest((cell.code + (cell.formula == nil ? "" : "ƒ")).utf8))
    }
    let slots = program.slots.map { Part(.expression, $0.expression, String($0.cellIndex)) }
    let files = Set(program.cells.flatMap(\.options.reads)).sorted().map { file in
      let data = FileManager.default.contents(atPath: directory + "/" + file)
      return Part(.file, file, SHA256.digest(data ?? Data()))
    }
    return files + cells + slots
  }

  /// What has changed since `last`, in a few words; nil if the parts show no difference.
  package func change(since last: RunParts) -> String? {
    var words: [String] = []
    for kind in Kind.allCases {
      let (now, before) = (parts(kind), last.parts(kind))
      guard now != before else { continue }
      switch kind {
      case .tool:
        words.append(
          "the tool is \(now.first?.digest ?? "another"), was \(before.first?.digest ?? "none")"
        )
      case .program: words.append("the tool was built anew")
      case .toolchain: words.append("the compiler or its flags have changed")
      case .engine:
        let names = Self.changed(now, before).changed.map(\.name)
        words.append(
          "the engine has changed" + (names.isEmpty ? "" : " (\(names.joined(separator: ", ")))")
        )
      case .file: words += Self.sentences("file", now, before)
      case .cell: words += Self.sentences("cell", now, before)
      case .expression: words += Self.sentences("expression", now, before)
      }
    }
    guard let first = words.first else { return nil }
    let more = words.count - Self.mostTold
    return more > 0
      ? words.prefix(Self.mostTold).joined(separator: ", ") + " and \(more) more"
      : words.count == 1 ? first : words.joined(separator: ", ")
  }

  private static let mostTold = 4

  /// The names of files that have another content than in `last`, or were not there.
  func changedFiles(since last: RunParts) -> Set<String> {
    Set(parts(.file)).subtracting(last.parts(.file)).reduce(into: []) { $0.insert($1.name) }
  }

  private func parts(_ kind: Kind) -> [Part] { parts.filter { $0.kind == kind } }

  /// Parts by name: of another digest, new, and gone.
  private static func changed(
    _ now: [Part],
    _ before: [Part]
  ) -> (changed: [Part], new: [Part], gone: [Part]) {
    let known = Dictionary(before.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    let names = Set(now.map(\.name))
    return (
      now.filter { part in known[part.name].map { $0.digest != part.digest } ?? false },
      now.filter { known[$0.name] == nil },
      before.filter { !names.contains($0.name) }
    )
  }

  private static func sentences(_ word: String, _ now: [Part], _ before: [Part]) -> [String] {
    let (changed, new, gone) = changed(now, before)
    let verb = word == "expression" ? "has moved" : "has changed"
    let words =
      changed.map { "\(word) '\($0.name)' \(verb)" }
      + new.map { "\(word) '\($0.name)' is new" }
      + gone.map { "\(word) '\($0.name)' is gone" }
    return words.isEmpty ? ["the \(word)s have another order"] : words
  }
}

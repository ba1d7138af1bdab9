import Quantities

/// The cells of the bench's book: in each chapter a chain of ten values, each made from the one before.
enum BenchBookChain {
  static let chapters = 1...8
  /// The chapter that edits are made in and whose page is read back.
  static let target = 4

  /// What is changed before a build.
  enum Edit: String, CaseIterable {
    case none, prose, cell, insert, library

    /// The head of its column.
    var title: String {
      switch self {
      case .none: "no change"
      case .prose: "a prose word"
      case .cell: "one cell"
      case .insert: "a cell inserted"
      case .library: "library edited"
      }
    }
  }

  struct Step {
    var name: String
    /// The value it is made from; nil for the first one.
    var operand: String?
    /// The operator and the number behind the operand.
    var parts: [Part]

    /// A number, or the library's constant.
    struct Part {
      var sign: Character
      var number: Double?
    }
  }

  /// The constant of the book's own module.
  static func bandwidth(_ edit: Edit, salt: Int) -> Double {
    edit == .library ? 2e12 + Double(salt) * 1e10 : 3.35e12
  }

  /// The cells of a chapter; `salt` makes every edit a new one, so that no cache can answer for it.
  static func steps(chapter: Int, _ edit: Edit, salt: Int) -> [Step] {
    let edit = chapter == target ? edit : .none
    func step(_ name: String, _ operand: String?, _ parts: (Character, Double?)...) -> Step {
      Step(name: name, operand: operand, parts: parts.map { Step.Part(sign: $0.0, number: $0.1) })
    }
    var steps = [
      step("a", nil, ("=", Double(16 + 4 * chapter))),
      step("b", "a", ("*", 128)),
      step("c", "b", ("*", edit == .cell ? Double(16 + salt) : 8)),
    ]
    if edit == .insert { steps.append(step("c", "c", ("+", Double(1 + salt)))) }
    steps.append(step("d", "c", ("*", 4)))
    for (index, (before, name)) in zip("defgh", "efghi").enumerated() {
      let factor = index.isMultiple(of: 2) ? 0.5 : 1.5
      steps.append(step("\(name)", "\(before)", ("*", factor), ("+", Double(index))))
    }
    return steps + [step("j", "i", ("/", nil))]
  }

  /// The last value of a chapter, computed here.
  static func lastValue(chapter: Int, _ edit: Edit, salt: Int) -> Double {
    var value = 0.0
    for step in steps(chapter: chapter, edit, salt: salt) {
      for part in step.parts {
        let operand = part.number ?? bandwidth(edit, salt: salt)
        switch part.sign {
        case "=": value = operand
        case "*": value *= operand
        case "+": value += operand
        case "/": value /= operand
        default: stop("the chain has no operator '\(part.sign)'")
        }
      }
    }
    return value
  }
}

import Foundation

/// `formulas:` of `book.yml`: what the library's own properties and methods compute, by `Type.member`.
///
///     formulas:
///       DecodeStep.computeTime: batch * board.model.activeParameters / board.multiplyRate
///
/// An entry is typed by an author, and so it is never believed: where a formula cell reads such a member,
/// the program evaluates the entry on the same receiver, and both values must agree.
package struct LibraryFormulas: Sendable {
  package struct Entry: Sendable {
    /// `DecodeStep.computeTime`.
    let name: String
    let type: String
    let member: String
    /// The Swift text, in the scope of the receiver.
    let code: String
    let expression: SwiftExpression
    let probes: [FormulaProbe]
    /// Where the text stands in `book.yml`.
    let range: SourceRange
  }

  private(set) var entries: [Entry] = []
  /// `book.yml`; nil where there are none.
  private(set) var source: SourceText?

  package init() {}

  init(_ source: SourceText) {
    self.source = source
  }

  /// Reads one entry; what is wrong with it, and where, otherwise.
  mutating func add(
    _ name: String,
    _ code: String,
    at range: SourceRange
  ) throws(ComputedFormulaError) {
    let form = /([A-Za-z_][\w.]*)\.([A-Za-z_]\w*)/
    guard let match = name.wholeMatch(of: form) else {
      throw ComputedFormulaError(
        message: "'\(name)' is no member of a type",
        help: "write Type.property, or Type.method for one without arguments",
        offset: 0,
        length: 1
      )
    }
    var parser = SwiftExpressionParser(code)
    let expression = try parser.wholeExpression()
    entries.append(
      Entry(
        name: name,
        type: String(match.1),
        member: String(match.2),
        code: code,
        expression: expression,
        probes: parser.typedQuantities(reportedBy: name) + parser.quotients,
        range: range
      )
    )
  }

  /// Whether an entry may be about a call; its receiver's type is the compiler's to know.
  ///
  /// The receiver is named once more to evaluate the entry on it, so it makes no call itself.
  func mayBe(_ call: FormulaCall) -> Bool {
    !call.isOnType && call.arguments.isEmpty && !call.receiver.contains { "([{$".contains($0) }
      && entries.contains { $0.member == call.member }
  }

  /// The place of an entry's text of which a message speaks.
  func range(_ entry: Int, column: Int?) -> SourceRange {
    let entry = entries[entry]
    guard let source, let column else { return entry.range }
    let own = FormulaProbe.column(column, onLine: 1, of: entry.code, entry.probes)
    let rest = source.line(entry.range.start.line).dropFirst(entry.range.start.column - 1)
    guard rest.hasPrefix(entry.code) else { return entry.range }
    let word = entry.code.dropFirst(own - 1).prefix { $0.isLetter || $0.isNumber || $0 == "_" }
    return SourceRange(
      line: entry.range.start.line,
      column: entry.range.start.column + own - 1,
      length: max(1, word.count)
    )
  }
}

extension LibraryFormulas {
  /// Each line of the declarations of an entry, as messages count them.
  static let expressionLine = 3

  /// What the program declares so that some cells can hold entries against the library.
  ///
  /// - Parameters:
  ///   - calls: Members that the cells read.
  ///   - location: The `#sourceLocation` of an entry.
  /// - Returns: Swift, empty where no entry is about one of the calls.
  func declarations(for calls: [FormulaCall], location: (Int) -> String) -> String {
    var text = ""
    for (index, entry) in entries.enumerated()
    where calls.contains(where: { $0.member == entry.member && mayBe($0) }) {
      text += """
        \(location(index))
        extension \(entry.type) {
        nonisolated func chalktalkFormula\(index)(_ place: Int) { CellRuntime.traced(place,
        \(FormulaProbe.apply(entry.probes, to: entry.code))
        , by: "\(entry.name)") } }
        CellRuntime.register("\(entry.member)") { receiver, place in
        if let receiver = receiver as? \(entry.type) { receiver.chalktalkFormula\(index)(place) } }
        #sourceLocation()

        """
    }
    return text
  }
}

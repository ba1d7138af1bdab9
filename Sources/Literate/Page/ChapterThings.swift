import CellRuntime

/// Everything on a chapter's page that has a name or a number, in the order of the page.
///
/// The one place where figures, tables, equations, exercises and sections are counted; of the equations only those
/// that something in the book refers to, since a number that nobody mentions only stands in the way. A table in the text and
/// an exercise get their names from a link to themselves at their head, `[Table](ref:tab-rates): what it shows`.
struct ChapterThings {
  struct Solution {
    /// The exercise it belongs to.
    var exercise: NamedThing
    var title: [Inline]
    var anchor: String
  }

  private let checked: CheckedChapter
  /// What every number starts with: the number of the chapter or the letter of the appendix.
  let prefix: String?
  /// What the book's links refer to by name.
  private let referred: Set<String>
  private(set) var things: [NamedThing] = []
  private(set) var sections: [(line: Int, section: HeadingNumbers.Section)] = []
  /// Captions of tables in the text, by the line of the paragraph; the table shows them.
  private(set) var captions: Set<Int> = []
  /// Solutions by the line of their box.
  private(set) var solutions: [Int: Solution] = [:]
  /// Solutions of no exercise, by the line of their box.
  private(set) var strayBoxes: [Int] = []
  /// Ids of the page that no heading may get.
  private(set) var taken: Set<String> = []
  private var onLine: [Int: Int] = [:]
  private var byName: [String: Int] = [:]
  private var counts: [NamedThing.Kind: Int] = [:]
  private var cellsSeen = 0
  private var lastExercise: NamedThing?
  private var solutionAnchors = AnchorNames()
  /// Our anchor of each section by the one that GitHub gives it.
  private var gitHubAnchors: [String: String] = [:]

  private var chapter: Chapter { checked.chapter }
  var page: String { chapter.stem }
  var title: String { chapter.title }

  /// - Parameters:
  ///   - checked: The chapter.
  ///   - prefix: What every number starts with.
  ///   - referred: The names that links of the book's chapters lead to.
  init(_ checked: CheckedChapter, prefix: String?, referred: Set<String>) {
    self.checked = checked
    self.prefix = prefix
    self.referred = referred
    add(.chapter, named: page, anchor: "", number: prefix ?? "", SourceRange(line: 1), .chapter)
    visit(chapter.document.blocks)
    collectSections()
  }

  /// The thing of a name, sections aside.
  subscript(name: String) -> NamedThing? { byName[name].map { things[$0] } }

  /// The formula, table or exercise that starts on a line.
  func thing(onLine line: Int) -> NamedThing? { onLine[line].map { things[$0] } }

  /// What an anchor of the page leads to: the page itself, a thing, or a section by our anchor or by GitHub's.
  func thing(at anchor: String) -> NamedThing? {
    if anchor.isEmpty { return self[page] }
    if let shown = things.first(where: { $0.kind != .chapter && $0.anchor == anchor }) {
      return shown
    }
    if let own = gitHubAnchors[anchor] { return things.first { $0.anchor == own } }
    // The title stands at the head of the page.
    return anchor == AnchorNames.gitHubSlug(title) ? self[page] : nil
  }

  /// The solutions of an exercise, in order.
  func solutions(of exercise: NamedThing) -> [Solution] {
    solutions.sorted { $0.key < $1.key }.map(\.value).filter { $0.exercise.name == exercise.name }
  }

  // MARK: - Things

  private mutating func visit(_ blocks: [Block]) {
    for (index, block) in blocks.enumerated() {
      let line = block.lines.lowerBound
      switch block.kind {
      case .code(let code) where code.language == "swift":
        add(chapter.cells[cellsSeen])
        cellsSeen += 1
      case .formula(let latex, let start):
        guard let options = chapter.equations[start], let id = options.id else { break }
        add(.equation, named: id, options.range, .formula(latex), line: line)
      case .table(let table):
        guard index > 0, let (link, caption) = Self.caption(blocks[index - 1]) else { break }
        captions.insert(blocks[index - 1].lines.lowerBound)
        add(.table, named: link, .pipeTable(table, caption: caption), line: line)
      case .box(.exercise, let title, let inner):
        let (link, words) = Self.name(.exercise, in: title) ?? (nil, title)
        let content = NamedThing.Content.exercise(title: words, inner)
        if let link {
          add(.exercise, named: link, content, line: line)
        } else {
          let name = "exercise-\((counts[.exercise] ?? 0) + 1)"
          add(.exercise, named: name, SourceRange(line: line), content, line: line)
        }
        lastExercise = things.last
        visit(inner)
      case .box(.solution, let title, let inner):
        addSolution(title, line: line)
        visit(inner)
      case .quote(let inner), .box(_, _, let inner): visit(inner)
      case .list(_, let items): for item in items { visit(item) }
      default: break
      }
    }
  }

  private mutating func add(_ cell: Cell) {
    let place = cell.fence
    if cell.options.isFormula, cell.options.id != nil {
      add(.equation, named: cell.id, place, .cell(cell))
    } else {
      let anchor = Self.anchor(of: cell, in: checked)
      add(.cell, named: cell.id, anchor: anchor, number: "", place, .cell(cell))
    }
    for case .figure(let shown) in checked.record?.transcript.output[cell.id] ?? [] {
      let isTable = shown.kind == .table
      let place = cell.range(line: shown.line, column: 1)
      add(isTable ? .table : .figure, named: shown.id, place, .figure(shown))
      taken.formUnion(PageNames.inside(shown.id))
    }
  }

  /// The id of a cell on the page: a hidden one is seen by what comes out of it; nil if nothing does.
  static func anchor(of cell: Cell, in checked: CheckedChapter) -> String? {
    guard cell.options.isHidden, !cell.options.isFormula else { return cell.id }
    guard cell.isInProgram else {
      switch checked.apart[cell.id] {
      case .failed, .trapped: return cell.id
      default: return nil
      }
    }
    var figure: String?
    for piece in checked.record?.transcript.output[cell.id] ?? [] {
      switch piece {
      case .text: return cell.id
      case .figure(let shown): figure = figure ?? shown.id
      }
    }
    return figure
  }

  private mutating func addSolution(_ title: [Inline], line: Int) {
    var exercise = lastExercise
    var title = title
    if let (link, words) = Self.name(.exercise, in: title) {
      exercise = self[link.target]
      title = words
    }
    guard let exercise, exercise.kind == .exercise else {
      strayBoxes.append(line)
      return
    }
    let anchor = solutionAnchors.next(
      for: "solution-\(exercise.number.split(separator: ".").last ?? "1")"
    )
    taken.insert(anchor)
    solutions[line] = Solution(exercise: exercise, title: title, anchor: anchor)
  }

  private mutating func add(
    _ kind: NamedThing.Kind,
    named link: SchemeLink,
    _ content: NamedThing.Content,
    line: Int
  ) {
    let place = SourceRange(link.targetPosition, length: link.target.count)
    add(kind, named: link.target, place, content, line: line)
  }

  private mutating func add(
    _ kind: NamedThing.Kind,
    named name: String,
    _ place: SourceRange,
    _ content: NamedThing.Content,
    line: Int? = nil
  ) {
    var number = ""
    if kind != .equation || referred.contains(name) {
      counts[kind, default: 0] += 1
      number = [prefix, "\(counts[kind] ?? 1)"].compactMap(\.self).joined(separator: ".")
    }
    if let line { onLine[line] = things.count }
    add(kind, named: name, anchor: name, number: number, place, content)
  }

  private mutating func add(
    _ kind: NamedThing.Kind,
    named name: String,
    anchor: String?,
    number: String,
    _ place: SourceRange,
    _ content: NamedThing.Content
  ) {
    byName[name] = byName[name] ?? things.count
    if kind != .chapter { taken.insert(name) }
    things.append(
      NamedThing(
        kind: kind,
        name: name,
        page: page,
        anchor: anchor,
        number: number,
        place: place,
        content: content
      )
    )
  }

  // MARK: - Names in the text

  /// The link to itself at the head of a thing, and the words behind it.
  private static func name(
    _ kind: NamedThing.Kind,
    in inlines: [Inline]
  ) -> (SchemeLink, [Inline])? {
    let inlines = inlines.drop { $0.plainText.allSatisfy { $0 == " " } }
    guard case .scheme(let link, let text)? = inlines.first, link.scheme == .ref,
      NamedThing.kind(namedBy: text.plainText) == kind
    else { return nil }
    var rest = Array(inlines.dropFirst())
    if case .text(let words)? = rest.first {
      rest[0] = .text(String(words.drop { ".:, ".contains($0) }))
    }
    return (link, rest)
  }

  /// `[Table](ref:tab-rates): what it shows`, right above a table.
  private static func caption(_ block: Block) -> (SchemeLink, [Inline])? {
    guard case .paragraph(let inlines) = block.kind, let found = name(.table, in: inlines),
      case .text(let words)? = inlines.dropFirst().first, let mark = words.first,
      ".:".contains(mark)
    else { return nil }
    return found
  }

  // MARK: - Sections

  private mutating func collectSections() {
    var numbers = HeadingNumbers(.chapter(prefix), taken: taken)
    let blocks = chapter.document.blocks.withInner
    var slugs: [String: Int] = [:]
    for (index, block) in blocks.enumerated() {
      guard case .heading(let level, let inlines) = block.kind else { continue }
      if level == 1, inlines.plainText == chapter.title { continue }
      let section = numbers.next(level: max(2, level), text: inlines.plainText)
      let line = block.lines.lowerBound
      sections.append((line, section))
      let slug = AnchorNames.gitHubSlug(section.text)
      let repeated = (slugs[slug] ?? 0) == 0 ? "" : "-\(slugs[slug] ?? 0)"
      slugs[slug, default: 0] += 1
      gitHubAnchors[slug + repeated] = section.anchor
      var start: [Inline] = []
      if index + 1 < blocks.count, case .paragraph(let words) = blocks[index + 1].kind {
        start = words
      }
      things.append(
        NamedThing(
          kind: .section,
          name: section.anchor,
          page: page,
          anchor: section.anchor,
          number: section.number,
          place: SourceRange(line: line),
          content: .section(title: section.text, start: start)
        )
      )
    }
  }
}

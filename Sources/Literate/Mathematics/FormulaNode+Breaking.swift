/// Breaking long formulas into lines: at the outermost sums, else at products, else inside brackets and
/// above and below bars of fractions.
extension FormulaNode {
  /// The lines that this takes in a column; their first may be shorter by what stands before it.
  ///
  /// - Parameters:
  ///   - limit: The width of the column, in ems.
  ///   - indent: What each line behind the first leaves free.
  /// - Returns: One line or more, each as narrow as its pieces allow.
  func lines(within limit: Double, indent: Double = 0) -> [FormulaNode] {
    if width <= limit { return [self] }
    if let lines = factorsBeforeBar(within: limit, indent: indent) { return lines }
    guard case .row(let pieces) = self else { return [fitted(within: limit)] }
    for signs in ["+−", "⋅×", "=<>≤≥≠"] {
      let parts = Self.split(pieces, before: signs)
      guard parts.count > 1 else { continue }
      var lines: [[FormulaNode]] = []
      for part in parts {
        let room = limit - (lines.isEmpty ? 0 : indent)
        if let last = lines.last, Self.width(last + part) <= room {
          lines[lines.count - 1] += part
        } else {
          lines.append(part)
        }
      }
      // A sum's line that is still too wide is broken at its products.
      return lines.enumerated().flatMap { index, line in
        let room = limit - (index == 0 ? 0 : indent)
        let whole = FormulaNode.row(line)
        return line == pieces ? [whole.fitted(within: room)] : whole.lines(within: room)
      }
    }
    return [fitted(within: limit)]
  }

  /// A fraction with a product above its bar in two lines or more, with as few factors before the fraction as need be:
  /// `2,400`, `⋅ (37 GB)/(18 GB/s)`.
  ///
  /// - Returns: nil where this is no such fraction, or is too wide even so.
  private func factorsBeforeBar(within limit: Double, indent: Double) -> [FormulaNode]? {
    let pieces = if case .row(let pieces) = self { pieces } else { [self] }
    guard let bar = pieces.lastIndex(where: \.isVisible),
      case .fraction(.row(let product), let below, let style) = pieces[bar],
      pieces[..<bar].allSatisfy(\.isSign), Self.split(product, before: "+−=<>≤≥≠").count == 1
    else { return nil }
    let factors = Self.split(product, before: "⋅×")
    for count in factors.indices.dropFirst() {
      let rest = factors[count...].flatMap(\.self)
      let fraction = FormulaNode.fraction(.row(Array(rest.dropFirst())), below, style: style)
      let line = FormulaNode.row([rest[0], fraction] + pieces[(bar + 1)...])
      guard line.width <= limit - indent else { continue }
      let before = FormulaNode.row(pieces[..<bar] + factors[..<count].flatMap(\.self))
      return before.lines(within: limit, indent: indent) + [line]
    }
    return nil
  }

  private var isSign: Bool {
    if case .op = self { true } else { !isVisible }
  }

  /// This as one piece that is no wider than need be.
  private func fitted(within limit: Double) -> FormulaNode {
    if width <= limit { return self }
    switch self {
    case .fraction(let above, let below, let style):
      let room = limit - 0.2
      return .fraction(above.stacked(within: room), below.stacked(within: room), style: style)
    case .fenced(let left, let body, let right):
      return .fenced(left, body.stacked(within: limit - 1), right)
    case .root(let body, let degree):
      return .root(body.stacked(within: limit - 1), degree: degree)
    case .scripts(let base, let sub, let sup):
      return .scripts(base.fitted(within: limit - 1), sub: sub, sup: sup)
    case .table(.cases, let rows):
      // A condition comes below its branch.
      return .table(
        .cases,
        rows.flatMap { row in row.flatMap { $0.lines(within: limit - 2) }.map { [$0] } }
      )
    case .row(let pieces):
      guard let widest = pieces.indices.max(by: { pieces[$0].width < pieces[$1].width }) else {
        return self
      }
      var pieces = pieces
      let others = width - pieces[widest].width
      pieces[widest] = pieces[widest].fitted(within: limit - others)
      return .row(pieces)
    default: return self
    }
  }

  /// The lines one below the other, as one piece.
  private func stacked(within limit: Double) -> FormulaNode {
    let lines = argumentLines(within: limit)
    return lines.count > 1 ? .table(.stack, lines.map { [$0] }) : lines[0]
  }

  /// Arguments of a function each begin a line.
  private func argumentLines(within limit: Double) -> [FormulaNode] {
    if width <= limit { return [self] }
    guard case .row(let pieces) = self else { return lines(within: limit) }
    var parts: [[FormulaNode]] = [[]]
    for piece in pieces {
      parts[parts.count - 1].append(piece)
      if case .op(",", .punctuation) = piece { parts.append([]) }
    }
    return parts.flatMap { FormulaNode.row($0).lines(within: limit) }
  }

  private static func split(_ pieces: [FormulaNode], before signs: String) -> [[FormulaNode]] {
    let closed = timesOfPowers(in: pieces)
    var parts: [[FormulaNode]] = [[]]
    for (index, piece) in pieces.enumerated() {
      if case .op(let sign, let kind) = piece, kind == .binary || kind == .relation,
        signs.contains(sign), !closed.contains(index),
        parts.last?.contains(where: \.isVisible) == true
      {
        parts.append([])
      }
      parts[parts.count - 1].append(piece)
    }
    return parts
  }

  private static func width(_ pieces: [FormulaNode]) -> Double {
    pieces.reduce(0) { $0 + $1.width }
  }
}

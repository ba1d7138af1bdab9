/// What the tangled program writes around a stretch of a formula cell's code, so that it reports its value.
package struct FormulaProbe: Hashable, Sendable {
  /// Characters before the stretch and up to its end.
  let start: Int
  let end: Int
  let opening: String
  let closing: String

  /// Writes probes into code; no line is added, so that a place in it can be led back.
  ///
  /// - Parameters:
  ///   - probes: In the order in which their stretches end; nested, or apart.
  ///   - code: What they count characters of.
  /// - Returns: The code that reports.
  static func apply(_ probes: [FormulaProbe], to code: String) -> String {
    var text = ""
    for (offset, character) in code.enumerated() {
      text += insertions(of: probes, at: offset) + String(character)
    }
    return text + insertions(of: probes, at: code.count)
  }

  /// The column in the author's code of a column in the code that reports.
  static func column(_ column: Int, onLine line: Int, of code: String, _ probes: [FormulaProbe])
    -> Int
  {
    var offset = 0
    for text in code.split(separator: "\n", omittingEmptySubsequences: false).prefix(line - 1) {
      offset += text.count + 1
    }
    // The columns that are still to be passed; what a probe wrote belongs to the character behind it.
    var left = column - 1
    var result = 1
    let rest = code.dropFirst(offset).prefix { $0 != "\n" }
    for (place, character) in rest.enumerated() {
      left -= insertions(of: probes, at: offset + place).utf8.count
      if left <= 0 { break }
      left -= character.utf8.count
      result += 1
    }
    return result
  }

  /// What ends at a place, the innermost first, and then what begins there, the outermost first.
  private static func insertions(of probes: [FormulaProbe], at offset: Int) -> String {
    let ends = probes.filter { $0.end == offset }.map(\.closing)
    let starts = probes.filter { $0.start == offset }.reversed().map(\.opening)
    return ends.joined() + starts.joined()
  }
}

/// The last member or method of an operand, `knee(of: model)` of `rack.roofline.knee(of: model)`.
struct FormulaCall: Hashable, Sendable {
  let member: String
  /// The code before its dot.
  let receiver: String
  var arguments = ""

  /// Whether it is a member of a type itself, such as `Lecture.batch`.
  var isOnType: Bool {
    receiver.split(separator: ".").last?.first?.isUppercase ?? false
  }
}

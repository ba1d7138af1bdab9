/// A regular expression over UTF-8 text, matched as Oniguruma does: alternatives in order, the first that fits.
struct Pattern: Sendable {
  /// As it was written.
  let source: String
  private let program: PatternProgram

  /// - Throws: `PatternError` for what is not understood, and for patterns that match the empty text.
  init(_ source: String) throws(PatternError) {
    let node = try PatternParser.node(of: source)
    guard node.least > 0 else {
      throw PatternError(reason: "it matches the empty text", place: 0)
    }
    self.source = source
    program = try PatternProgram(node)
  }

  /// The pattern that matches a text literally.
  init(literal: String) throws(PatternError) {
    guard !literal.isEmpty else {
      throw PatternError(reason: "it matches the empty text", place: 0)
    }
    source = literal
    let nodes = literal.unicodeScalars.map { scalar in
      var set = ScalarSet(scalars: [scalar])
      set.close()
      return PatternNode.one(set)
    }
    program = try PatternProgram(.sequence(nodes))
  }

  /// Memory and steps of matching, shared by all matches of a text.
  struct Scratch {
    /// What may still be spent; a sane pattern needs about ten steps a byte.
    var steps: Int
    fileprivate var frames: [Frame] = []

    init(byteCount: Int) {
      steps = 1_000_000 + 1_000 * byteCount
    }
  }

  fileprivate struct Frame {
    let instruction: Int
    /// Where to go on; a repetition goes on one scalar earlier each time.
    var position: Int
    /// The earliest position of a repetition; equal to `position` for an alternative.
    let floor: Int
  }

  /// Calls a function with each match in a range of valid UTF-8, from left to right.
  func forEachMatch(
    in bytes: [UInt8],
    _ range: Range<Int>,
    _ scratch: inout Scratch,
    _ body: (Range<Int>) -> Void
  ) throws(TokenizerError) {
    var start = range.lowerBound
    while start < range.upperBound {
      let end = match(bytes, start, range.upperBound, 0, &scratch)
      guard scratch.steps > 0 else { throw TokenizerError(.patternTooSlow(source)) }
      if let end {
        body(start..<end)
        start = end
      } else {
        start += Self.length(bytes[start])
      }
    }
  }

  /// The end of the match that starts at a position.
  private func match(
    _ bytes: [UInt8],
    _ start: Int,
    _ end: Int,
    _ first: Int,
    _ scratch: inout Scratch
  ) -> Int? {
    let base = scratch.frames.count
    var position = start
    var instruction = first
    while scratch.steps > 0 {
      scratch.steps -= 1
      var isMatching = true
      switch program.instructions[instruction] {
      case .one(let set):
        let next = after(position, end, bytes, set)
        isMatching = next > position
        position = next
        instruction += 1
      case .many(let set, let least, let most):
        let from = position
        var count = 0
        var floor = position
        while count < most {
          let next = after(position, end, bytes, set)
          if next == position { break }
          position = next
          count += 1
          if count == least { floor = position }
        }
        scratch.steps -= position - from
        isMatching = count >= least
        instruction += 1
        if isMatching && position > floor {
          scratch.frames.append(Frame(instruction: instruction, position: position, floor: floor))
        }
      case .all(let set, let least, let most):
        let from = position
        var count = 0
        while count < most {
          let next = after(position, end, bytes, set)
          if next == position { break }
          position = next
          count += 1
        }
        scratch.steps -= position - from
        isMatching = count >= least
        instruction += 1
      case .fork(let other, let first):
        if position < end && program.firstBytes[first][Int(bytes[position])]
          || position == end && program.firstBytes[first][0xC0]
        {
          scratch.frames.append(Frame(instruction: other, position: position, floor: position))
          instruction += 1
        } else {
          instruction = other
        }
      case .jump(let target): instruction = target
      case .ahead(let after, let isNegated):
        isMatching = (match(bytes, position, end, instruction + 1, &scratch) == nil) == isNegated
        instruction = after
      case .accept:
        scratch.frames.removeLast(scratch.frames.count - base)
        return position
      }
      if isMatching { continue }
      guard scratch.frames.count > base else { return nil }
      var frame = scratch.frames.removeLast()
      if frame.position > frame.floor {
        repeat { frame.position -= 1 } while bytes[frame.position] & 0xC0 == 0x80
        if frame.position > frame.floor { scratch.frames.append(frame) }
      }
      position = frame.position
      instruction = frame.instruction
    }
    scratch.frames.removeLast(scratch.frames.count - base)
    return nil
  }

  /// The position after the scalar here if it is in a set; the same position if it is not.
  @inline(__always)
  private func after(_ position: Int, _ end: Int, _ bytes: [UInt8], _ set: Int) -> Int {
    guard position < end else { return position }
    let byte = bytes[position]
    if byte < 0x80 { return program.sets[set].contains(ascii: byte) ? position + 1 : position }
    let length = Self.length(byte)
    guard position + length <= end else { return position }
    let scalar = Self.scalar(bytes, position, length)
    return program.sets[set].contains(scalar) ? position + length : position
  }

  /// How many bytes the scalar has that starts with this one.
  @inline(__always)
  static func length(_ byte: UInt8) -> Int {
    byte < 0x80 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4
  }

  /// The scalar at a position of valid UTF-8.
  @inline(__always)
  static func scalar(_ bytes: [UInt8], _ position: Int, _ length: Int) -> UInt32 {
    let first = UInt32(bytes[position])
    if length == 1 { return first }
    var scalar = first & (length == 2 ? 0x1F : length == 3 ? 0x0F : 0x07)
    for next in 1..<length { scalar = scalar << 6 | UInt32(bytes[position + next] & 0x3F) }
    return scalar
  }
}

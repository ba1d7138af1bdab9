/// Keeps together on a page what no line should break: names of models (`Llama-3.1-8B`), and a formula with the comma
/// behind it.
///
/// Letters stay as they are, so that who copies or searches `GPT-4` finds it; an element around them holds the line.
package struct FirmWords {
  /// Elements in which nothing is a word of the text.
  private static let passed = [
    "script", "style", "svg", "pre", "code", "title", "button", "select",
  ]
  .map { Array($0.utf8) }
  private static let start = Array("<span class=\"firm\">".utf8)
  private static let end = Array("</span>".utf8)
  private static let card = Array("<span class=\"card\"".utf8)
  private static let math = Array("math".utf8)
  private static let span = Array("span".utf8)
  /// Longer ones would not fit a phone.
  private static let longest = 24

  private let bytes: [UInt8]
  private var place = 0
  private var result: [UInt8] = []

  private init(_ html: String) {
    bytes = Array(html.utf8)
    result.reserveCapacity(bytes.count + bytes.count / 64)
  }

  /// The HTML of a page with its firm words.
  package static func set(_ html: String) -> String {
    var words = FirmWords(html)
    words.run()
    return String(decoding: words.result, as: UTF8.self)
  }

  private mutating func run() {
    while place < bytes.count {
      if bytes[place] == UInt8(ascii: "<") {
        takeTag()
      } else if Self.isOfName(bytes[place]) {
        takeWord()
      } else {
        take(1)
      }
    }
  }

  private mutating func take(_ count: Int) {
    result += bytes[place..<place + count]
    place += count
  }

  // MARK: - Elements

  private mutating func takeTag() {
    let name = Array(bytes[(place + 1)...].prefix { $0 >= 0x61 && $0 <= 0x7A })
    if name == Self.math {
      takeMath()
    } else if Self.passed.contains(name) {
      take(length(of: name))
    } else if bytes[place...].starts(with: Self.card) {
      take(length(of: Self.span))
    } else {
      take((bytes[place...].firstIndex(of: UInt8(ascii: ">")) ?? bytes.count - 1) + 1 - place)
    }
  }

  /// A formula of the text and what ends the part of the sentence there.
  private mutating func takeMath() {
    let length = length(of: Self.math)
    let marks = bytes[(place + length)...].prefix { ".,;:)".utf8.contains($0) }.count
    if marks > 0 { result += Self.start }
    take(length + marks)
    if marks > 0 { result += Self.end }
  }

  /// How long the element is that begins here, others of its name in it included.
  private func length(of name: [UInt8]) -> Int {
    let (opening, closing) = ([UInt8(ascii: "<")] + name, Array("</".utf8) + name)
    var depth = 0
    var index = place
    while index < bytes.count {
      if bytes[index] == UInt8(ascii: "<") {
        let rest = bytes[index...]
        if rest.starts(with: closing) {
          depth -= 1
          if depth == 0 { return index + closing.count + 1 - place }
        } else if rest.starts(with: opening) {
          depth += 1
        }
      }
      index += 1
    }
    return bytes.count - place
  }

  // MARK: - Names

  private mutating func takeWord() {
    let before = place > 0 ? bytes[place - 1] : UInt8(ascii: " ")
    let word = Array(bytes[place...].prefix(while: Self.isOfName))
    let after = place + word.count < bytes.count ? bytes[place + word.count] : UInt8(ascii: " ")
    // A part of an address, or of an entity, is no name.
    let isAlone = !"/&#@_".utf8.contains(before) && !"/@_;".utf8.contains(after)
    let name = Array(word.reversed().drop { ".-".utf8.contains($0) }.reversed())
    guard isAlone, name.count <= Self.longest, Self.isName(name) else { return take(word.count) }
    result += Self.start
    take(name.count)
    result += Self.end
    take(word.count - name.count)
  }

  private static func isLetter(_ byte: UInt8) -> Bool { byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A }

  private static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }

  private static func isOfName(_ byte: UInt8) -> Bool {
    isLetter(byte) || isDigit(byte) || ".-".utf8.contains(byte)
  }

  /// Whether letters begin it and a number comes behind a hyphen.
  private static func isName(_ word: [UInt8]) -> Bool {
    guard let first = word.first, isLetter(first),
      let hyphen = word.firstIndex(of: UInt8(ascii: "-"))
    else { return false }
    return word[hyphen...].contains(where: isDigit)
  }
}

extension StringProtocol {
  /// The text with `&`, `<`, `>` and `"` as entities: safe between tags and in attributes.
  package var htmlEscaped: String {
    guard utf8.contains(where: { "&<>\"".utf8.contains($0) }) else { return String(self) }
    var result = ""
    result.reserveCapacity(utf8.count + 16)
    for character in unicodeScalars {
      switch character {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      default: result.unicodeScalars.append(character)
      }
    }
    return result
  }

  /// The text as CommonMark writes it into `href` and `src`: what a URL cannot hold is percent-encoded.
  package var htmlEscapedURL: String {
    let safe = "!#$%()*+,-./:;=?@_~"
    let digits = Array("0123456789ABCDEF")
    var result = ""
    for byte in utf8 {
      let character = Character(UnicodeScalar(byte))
      switch byte {
      case UInt8(ascii: "&"): result += "&amp;"
      case UInt8(ascii: "'"): result += "&#x27;"
      case _
      where byte < 0x80 && (character.isLetter || character.isNumber || safe.contains(character)):
        result.append(character)
      default:
        result += "%\(digits[Int(byte >> 4)])\(digits[Int(byte & 15)])"
      }
    }
    return result
  }
}

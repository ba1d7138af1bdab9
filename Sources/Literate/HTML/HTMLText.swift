extension StringProtocol {
  /// The text with `&`, `<`, `>` and `"` as entities: safe between tags and in attributes.
  package var htmlEscaped: String {
    var result: [UInt8] = []
    for (index, byte) in utf8.enumerated() {
      guard let entity = Self.entity(byte) else {
        if !result.isEmpty { result.append(byte) }
        continue
      }
      if result.isEmpty {
        result.reserveCapacity(utf8.count + 16)
        result += utf8.prefix(index)
      }
      result += entity.utf8
    }
    return result.isEmpty ? String(self) : String(decoding: result, as: UTF8.self)
  }

  private static func entity(_ byte: UInt8) -> String? {
    switch byte {
    case UInt8(ascii: "&"): "&amp;"
    case UInt8(ascii: "<"): "&lt;"
    case UInt8(ascii: ">"): "&gt;"
    case UInt8(ascii: "\""): "&quot;"
    default: nil
    }
  }

  /// The text as CommonMark writes it into `href` and `src`: what a URL cannot hold is percent-encoded.
  package var htmlEscapedURL: String {
    let digits = Array("0123456789ABCDEF".utf8)
    var result: [UInt8] = []
    result.reserveCapacity(utf8.count + 8)
    for byte in utf8 {
      switch byte {
      case UInt8(ascii: "&"): result += "&amp;".utf8
      case UInt8(ascii: "'"): result += "&#x27;".utf8
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"):
        result.append(byte)
      case _ where "!#$%()*+,-./:;=?@_~".utf8.contains(byte): result.append(byte)
      default: result += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      }
    }
    return String(decoding: result, as: UTF8.self)
  }
}

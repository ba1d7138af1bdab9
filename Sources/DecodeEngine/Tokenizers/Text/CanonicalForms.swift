/// The canonical composition of texts (NFC).
///
/// The standard library composes only behind an interface that is not public; its combining classes are.
/// Of Unicode 9, as Hugging Face's library has it (by the crate unicode-normalization-alignments 0.1.12): to it, later
/// marks are no marks, so they stay where they are.
///
/// > Source: Unicode Standard Annex 15, sections 1.3 and 16; The Unicode Standard, section 3.12 for Hangul.
struct CanonicalForms: Sendable {
  /// Read once, at the first text with a scalar from U+0300 on.
  static let shared = CanonicalForms()

  private var decomposed: [UInt32: (first: UInt32, second: UInt32)] = [:]
  private var composed: [UInt64: UInt32] = [:]
  /// A bit for each scalar of planes 0 to 2 that composition may change.
  private var changes = [UInt64](repeating: 0, count: 0x30000 / 64)

  private init() {
    var code: UInt32 = 0
    for entry in Self.decompositions.utf8.split(whereSeparator: { $0 == 0x20 || $0 == 0x0A }) {
      var numbers: [UInt32] = [0]
      var isComposing = false
      for byte in entry {
        switch byte {
        case UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: ","):
          if byte == UInt8(ascii: "+") { isComposing = true }
          numbers.append(0)
        default:
          let digit = byte < 0x3A ? byte - 0x30 : byte - 0x57
          numbers[numbers.count - 1] = numbers[numbers.count - 1] << 4 | UInt32(digit)
        }
      }
      code += numbers[0]
      guard Self.isKnown(code) else { continue }
      let second = numbers.count > 2 ? numbers[2] : 0
      decomposed[code] = (numbers[1], second)
      if isComposing {
        composed[UInt64(numbers[1]) << 32 | UInt64(second)] = code
        mark(second)
      } else {
        mark(code)
      }
    }
    for jamo in Hangul.vowels.lowerBound..<Hangul.trails.upperBound { mark(jamo) }
    for number in 0x300..<0x30000 as Range<UInt32> where Self.combiningClass(number) > 0 {
      mark(number)
    }
  }

  private mutating func mark(_ scalar: UInt32) {
    if scalar < 0x30000 { changes[Int(scalar / 64)] |= 1 << UInt64(scalar % 64) }
  }

  /// Whether composition leaves valid UTF-8 as it is, as far as one scalar at a time can tell.
  func isSurelyComposed(_ bytes: [UInt8]) -> Bool {
    var index = 0
    while index < bytes.count {
      let length = Pattern.length(bytes[index])
      // The lead byte 0xCC starts at U+0300; nothing before it combines.
      if bytes[index] >= 0xCC {
        let scalar = Pattern.scalar(bytes, index, length)
        guard scalar < 0x30000, changes[Int(scalar / 64)] >> UInt64(scalar % 64) & 1 == 0 else {
          return false
        }
      }
      index += length
    }
    return true
  }

  /// The composition of valid UTF-8.
  func composed(_ bytes: [UInt8]) -> [UInt8] {
    var scalars: [(scalar: UInt32, order: UInt8)] = []
    for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars {
      decompose(scalar.value, &scalars)
    }
    sortMarks(&scalars)
    compose(&scalars)
    var text = ""
    for entry in scalars {
      if let scalar = Unicode.Scalar(entry.scalar) { text.unicodeScalars.append(scalar) }
    }
    return Array(text.utf8)
  }

  private func decompose(_ scalar: UInt32, _ result: inout [(scalar: UInt32, order: UInt8)]) {
    if scalar < 0xC0 {
      result.append((scalar, 0))
    } else if Hangul.syllables.contains(scalar) {
      let index = scalar - Hangul.syllables.lowerBound
      result.append((Hangul.leads.lowerBound + index / 588, 0))
      result.append((Hangul.vowels.lowerBound + index % 588 / 28, 0))
      if index % 28 > 0 { result.append((Hangul.trailBase + index % 28, 0)) }
    } else if let (first, second) = decomposed[scalar] {
      // No decomposition of the database is more than four deep.
      decompose(first, &result)
      if second > 0 { decompose(second, &result) }
    } else {
      result.append((scalar, Self.combiningClass(scalar)))
    }
  }

  /// Puts each run of marks into the order of their classes; equal ones keep theirs.
  private func sortMarks(_ scalars: inout [(scalar: UInt32, order: UInt8)]) {
    var index = 0
    while index < scalars.count {
      guard scalars[index].order > 0 else {
        index += 1
        continue
      }
      let end = scalars[index...].firstIndex { $0.order == 0 } ?? scalars.count
      let sorted = scalars[index..<end].enumerated().sorted {
        ($0.element.order, $0.offset) < ($1.element.order, $1.offset)
      }
      scalars.replaceSubrange(index..<end, with: sorted.map(\.element))
      index = end
    }
  }

  private func compose(_ scalars: inout [(scalar: UInt32, order: UInt8)]) {
    var starter: Int?
    var kept = 0
    for index in scalars.indices {
      let (scalar, order) = scalars[index]
      if let place = starter {
        let isAdjacent = kept == place + 1
        // A mark is blocked by one of its own class or a higher one before it.
        let isFree = isAdjacent || (scalars[kept - 1].order < order && scalars[kept - 1].order > 0)
        if isFree, let whole = composition(scalars[place].scalar, scalar) {
          scalars[place].scalar = whole
          continue
        }
      }
      if order == 0 { starter = kept }
      scalars[kept] = (scalar, order)
      kept += 1
    }
    scalars.removeLast(scalars.count - kept)
  }

  private func composition(_ first: UInt32, _ second: UInt32) -> UInt32? {
    if Hangul.leads.contains(first), Hangul.vowels.contains(second) {
      let pair = (first - Hangul.leads.lowerBound) * 21 + second - Hangul.vowels.lowerBound
      return Hangul.syllables.lowerBound + pair * 28
    }
    if Hangul.syllables.contains(first), Hangul.trails.contains(second),
      (first - Hangul.syllables.lowerBound).isMultiple(of: 28)
    {
      return first + second - Hangul.trailBase
    }
    return composed[UInt64(first) << 32 | UInt64(second)]
  }

  private static let lastVersion = 9

  private static func isKnown(_ scalar: UInt32) -> Bool {
    guard let age = Unicode.Scalar(scalar)?.properties.age else { return false }
    return age.major <= lastVersion
  }

  private static func combiningClass(_ number: UInt32) -> UInt8 {
    guard let scalar = Unicode.Scalar(number) else { return 0 }
    let rank = scalar.properties.canonicalCombiningClass.rawValue
    return rank > 0 && isKnown(number) ? rank : 0
  }

  private enum Hangul {
    static let syllables: Range<UInt32> = 0xAC00..<0xD7A4
    static let leads: Range<UInt32> = 0x1100..<0x1113
    static let vowels: Range<UInt32> = 0x1161..<0x1176
    static let trails: Range<UInt32> = 0x11A8..<0x11C3
    static let trailBase: UInt32 = 0x11A7
  }
}

import Foundation

/// The top-level items of the compiler's syntax tree, one at a time.
///
/// The tree of a large chapter has tens of megabytes of JSON, and ten times that as dictionaries: only one item is
/// ever decoded.
struct SyntaxTreeItems {
  /// The bytes of each item, in order.
  private let ranges: [Range<Int>]
  private let tree: Data

  /// Finds the items; nil if this is no syntax tree.
  init?(_ tree: Data) {
    self.tree = tree
    var scan = Scan()
    for (index, byte) in tree.enumerated() { scan.take(byte, at: index) }
    guard scan.isWhole else { return nil }
    ranges = scan.items
  }

  /// Decodes one item after the other and lends it out.
  func visit(_ body: ([String: Any]) -> Void) throws {
    for range in ranges {
      let start = tree.startIndex + range.lowerBound
      let bytes = Data(tree[start..<(start + range.count)])
      if let item = try JSONSerialization.jsonObject(with: bytes) as? [String: Any] { body(item) }
    }
  }

  /// What is known between two bytes.
  private struct Scan {
    var items: [Range<Int>] = []
    private var depth = 0
    private var isInString = false
    private var isEscaped = false
    /// The last string that began in the outermost object, to know the key `items` by.
    private var name: [UInt8] = []
    private var isInItems = false
    private var sawItems = false
    private var start = 0

    var isWhole: Bool { sawItems && depth == 0 && !isInString }

    mutating func take(_ byte: UInt8, at index: Int) {
      if isInString {
        if isEscaped {
          isEscaped = false
        } else if byte == UInt8(ascii: "\\") {
          isEscaped = true
        } else if byte == UInt8(ascii: "\"") {
          isInString = false
        }
        if isInString, depth == 1 { name.append(byte) }
        return
      }
      switch byte {
      case UInt8(ascii: "\""):
        isInString = true
        if depth == 1 { name = [] }
      case UInt8(ascii: "{"), UInt8(ascii: "["):
        if depth == 1 {
          isInItems = byte == UInt8(ascii: "[") && name.elementsEqual("items".utf8)
          if isInItems { sawItems = true }
        }
        if depth == 2, isInItems { start = index }
        depth += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        depth -= 1
        if depth == 2, isInItems { items.append(start..<(index + 1)) }
        if depth == 1 { isInItems = false }
      default: break
      }
    }
  }
}

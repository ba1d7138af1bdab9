/// The words that Swift keeps for itself, and those that it uses in places.
enum SwiftKeywords {
  static let all = Set(
    """
    actor any as associatedtype async await borrowing break case catch class consuming continue \
    convenience default defer deinit didSet distributed do dynamic each else enum extension \
    fallthrough false fileprivate final for func get guard if import in indirect infix init inout \
    internal is isolated lazy let macro mutating nil nonisolated nonmutating open operator override \
    package postfix precedencegroup prefix private protocol public repeat required rethrows return \
    self Self sending set some static struct subscript super switch throw throws true try \
    typealias unowned unsafe var weak where while willSet yield
    """.split(separator: " ").map(String.init)
  )

  /// The keyword that some bytes spell, if they spell one.
  static func word(_ bytes: ArraySlice<UInt8>) -> String? {
    guard let first = bytes.first else { return nil }
    return byFirstLetter[Int(first)].first { bytes.elementsEqual($0.utf8) }
  }

  private static let byFirstLetter = (0...0xFF).map { letter in
    all.filter { $0.utf8.first == UInt8(letter) }.sorted()
  }

  /// Those that are values wherever they stand.
  static let values: Set = ["self", "Self", "super", "true", "false", "nil"]

  /// Those that are names unless a declaration or a type follows: `open class`, but `open[rack]`.
  static let modifiers: Set = [
    "actor", "convenience", "distributed", "dynamic", "each", "final", "indirect", "infix", "lazy",
    "macro", "mutating", "nonmutating", "open", "override", "package", "postfix", "prefix",
    "required", "sending", "weak",
  ]

  /// Those that may stand first in brackets; any other one there is an argument label.
  static let startExpressions: Set = [
    "any", "await", "borrowing", "case", "consuming", "each", "inout", "isolated", "is", "let",
    "sending", "some", "try", "unsafe", "var",
  ]
}

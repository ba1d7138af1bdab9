/// A stretch of a program that is compiled as a module of its own and sees all stretches before it.
///
/// A cell that changes costs the compiling of its unit alone, as long as what the unit declares stays as it was. To
/// the program nothing changes: all units have one module's name in their symbols and run one after the other.
struct CompilationUnit: Sendable {
  /// Its number, from 0.
  let number: Int
  /// What is compiled.
  let text: String
  /// The same code without reports, for the compiler's syntax tree.
  let bareText: String
  /// Where in the bare text, in bytes, each of its pieces begins.
  let pieceStarts: [Int]

  /// The cells of a unit.
  ///
  /// Each unit costs a tenth of a second, whatever is in it; a chapter of a few cells is one module.
  static let length = 12

  /// The name by which later units import it.
  var module: String { Self.module(number) }

  var moduleFile: String { module + ".swiftmodule" }
  var object: String { module + ".o" }
  /// Its function that runs its cells.
  var entry: String { "\(Compiler.entry)_\(number)" }

  /// What makes a module of it that sees the units before it, in the folder where their modules are.
  var flags: [String] {
    ["-module-abi-name", Compiler.module, "-I", "."]
      + (0..<number).flatMap { ["-testable-import-module", Self.module($0)] }
  }

  /// Words by which code asks for its module or file, or waits where a program of one piece would: such a program
  /// is compiled in one piece.
  private static let inseparable = ["#file", "#function", "await"]

  private static func module(_ number: Int) -> String { "\(Compiler.module)_\(number)" }

  /// The units of a program; none for a short one.
  static func units(of program: Program) throws(OnePieceReason) -> [CompilationUnit] {
    let starts = program.unitStarts
    guard starts.count > 1 else { return [] }
    if let word = inseparable.first(where: program.text.contains) {
      throw .word(word, in: program)
    }
    let (text, bareText) = (Array(program.text.utf8), Array(program.bareText.utf8))
    return starts.indices.map { number in
      let isLast = number + 1 == starts.count
      let end = isLast ? (text.count, bareText.count) : starts[number + 1]
      let start = starts[number]
      return CompilationUnit(
        number: number,
        text: String(decoding: text[start.text..<end.0], as: UTF8.self),
        bareText: String(decoding: bareText[start.bareText..<end.1], as: UTF8.self),
        pieceStarts: program.pieceOffsets.map(\.offset)
          .filter { (start.bareText..<end.1).contains($0) }.map { $0 - start.bareText }
      )
    }
  }
}

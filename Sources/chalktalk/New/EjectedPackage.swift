import ArgumentParser
import Foundation
import Literate

/// The files of a package that is one chapter.
struct EjectedPackage {
  /// Of the package, its program and its module.
  let name: String
  /// By path in the package.
  let files: [String: Data]

  /// Collects the files.
  ///
  /// - Parameters:
  ///   - checked: The chapter after its run.
  ///   - book: The book it is from.
  /// - Throws: `ValidationError` for what cannot be taken along.
  init(_ checked: CheckedChapter, book: Book) throws {
    let engine = book.settings.engine.map {
      URL(fileURLWithPath: $0.folder.hasPrefix("/") ? $0.folder : book.folder + "/" + $0.folder)
        .standardizedFileURL
    }
    let module = engine?.lastPathComponent
    name = Self.name(of: checked.chapter, besides: module)
    let imports = book.settings.imports + (module.map { [$0] } ?? [])
    var files: [String: Data] = [
      "Package.swift": Data(try Self.manifest(name, module: module).utf8),
      "Sources/\(name)/main.swift": Data(EjectedProgram(checked, imports: imports).text.utf8),
      "Sources/\(name)/Support.swift": Data(Self.support.utf8),
      "README.md": Data(Self.readme(checked.chapter, book, name).utf8),
      ".gitignore": Data(".build/\n".utf8),
    ]
    for path in checked.chapter.cells.flatMap(\.options.reads) {
      guard !path.hasPrefix("/"), !path.split(separator: "/").contains("..") else {
        throw ValidationError(
          "'\(path)', which a cell reads, lies outside the book's folder and cannot be taken along"
        )
      }
      files[path] = try Data(contentsOf: URL(fileURLWithPath: book.folder + "/" + path))
    }
    if let engine, let module {
      for path in try FileManager.default.subpathsOfDirectory(atPath: engine.path)
      where path.hasSuffix(".swift") && !"/\(path)".contains("/.") {
        files["Sources/\(module)/\(path)"] = try Data(
          contentsOf: engine.appending(path: path)
        )
      }
    }
    self.files = files
  }

  /// `BatchSize` of `01-batch-size`; no name of a module that it imports.
  private static func name(of chapter: Chapter, besides engine: String?) -> String {
    let words = chapter.stem.split { !$0.isASCII || !($0.isLetter || $0.isNumber) }
    let name = words.drop { $0.allSatisfy(\.isNumber) }
      .map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
    let isFree =
      !name.isEmpty && name.first?.isLetter == true && name != engine
      && !CellModules.taken.contains(name)
    return isFree ? name : "Chapter" + words.joined()
  }

  private static func manifest(_ name: String, module: String?) throws -> String {
    let toolchain = try Toolchain()
    let maps = toolchain.moduleMaps.flatMap { ["-Xcc", "-fmodule-map-file=\($0)"] }
    let checkout = URL(fileURLWithPath: toolchain.products + "/../../..").standardizedFileURL.path
    func list(_ words: [String]) -> String { words.map { "\"\($0)\"" }.joined(separator: ", ") }
    let target =
      module.map { "    .target(name: \"\($0)\", dependencies: engine, swiftSettings: found),\n" }
      ?? ""
    return """
      // swift-tools-version: 6.2
      import Foundation
      import PackageDescription

      // The engine as it was built; where that is gone, the package that it is a part of, which takes minutes. On another
      // machine both paths are to be changed.
      let products = "\(toolchain.products)"
      let checkout = "\(checkout)"
      let isBuilt = FileManager.default.fileExists(atPath: products + "/libChalktalkCells.so")

      let engine: [Target.Dependency] =
        isBuilt ? [] : [.product(name: "ChalktalkCells", package: "\(URL(fileURLWithPath: checkout).lastPathComponent)")]
      let found: [SwiftSetting] = isBuilt ? [.unsafeFlags(["-I", products + "/Modules", \(list(maps))])] : []

      let package = Package(
        name: "\(name)",
        dependencies: isBuilt ? [] : [.package(path: checkout)],
        targets: [
      \(target)    .executableTarget(
            name: "\(name)",
            dependencies: engine\(module.map { " + [\"\($0)\"]" } ?? ""),
            // What the book's cells are compiled with.
            swiftSettings: found + [.defaultIsolation(MainActor.self)],
            linkerSettings: isBuilt
              ? [.unsafeFlags(["-L", products, "-lChalktalkCells", "-Xlinker", "-rpath", "-Xlinker", products])]
              : []
          )
        ]
      )

      """
  }

  private static func readme(_ chapter: Chapter, _ book: Book, _ name: String) -> String {
    """
    # \(chapter.title)

    A chapter of \(book.title) as a program: `swift run` prints what its cells print, and says of each claim of the text
    whether it holds. Change a value in `Sources/\(name)/main.swift` and run it again.

    """
  }

  private static let support = """
    import CellRuntime
    import Foundation
    import Quantities

    // What the book does for its chapters, as far as a program needs it.

    /// Makes the package's folder the one that paths of files start from.
    func enterPackage() {
      var package = URL(fileURLWithPath: #filePath)
      for _ in 0..<3 { package.deleteLastPathComponent() }
      guard FileManager.default.changeCurrentDirectoryPath(package.path) else {
        let words = "\\(package.path) cannot be entered; run this where the package was built\\n"
        FileHandle.standardError.write(Data(words.utf8))
        exit(1)
      }
    }

    /// Says whether a sentence of the text is true.
    func check(_ words: String, _ holds: Bool, disputed: Bool = false) {
      let verdict = holds ? (disputed ? "holds, against the text" : "holds") : disputed ? "disputed" : "off"
      FileHandle.standardError.write(Data("\\(verdict)  \\(words)\\n".utf8))
    }

    /// Says whether a value is one that the text allows, in base units.
    func check(_ words: String, _ value: Quantity, in low: Double, _ high: Double, disputed: Bool = false) {
      check(words, value.baseValue >= low && value.baseValue <= high, disputed: disputed)
    }

    func check(_ words: String, _ value: Double, in low: Double, _ high: Double, disputed: Bool = false) {
      check(words, Quantity(value), in: low, high, disputed: disputed)
    }

    func check(_ words: String, _ value: some BinaryInteger, in low: Double, _ high: Double, disputed: Bool = false) {
      check(words, Quantity(Double(value)), in: low, high, disputed: disputed)
    }

    func check(_ words: String, _ value: Sourced<Quantity>, in low: Double, _ high: Double, disputed: Bool = false) {
      check(words, value.value, in: low, high, disputed: disputed)
    }

    func check(_ words: String, _ value: Sourced<Double>, in low: Double, _ high: Double, disputed: Bool = false) {
      check(words, value.value, in: low, high, disputed: disputed)
    }

    func check(_ words: String, _ value: Sourced<Int>, in low: Double, _ high: Double, disputed: Bool = false) {
      check(words, value.value, in: low, high, disputed: disputed)
    }

    /// Says whether a range is the one that the text was held against.
    func check(_ words: String, _ value: ClosedRange<Quantity>, in low: Double, _ high: Double, disputed: Bool = false) {
      let slack = 1e-9 * max(abs(low), abs(high))
      let isSame =
        abs(value.lowerBound.baseValue - low) <= slack && abs(value.upperBound.baseValue - high) <= slack
      check(words, isSame, disputed: disputed)
    }

    func check(_ words: String, _ value: ClosedRange<Double>, in low: Double, _ high: Double, disputed: Bool = false) {
      check(words, Quantity(value.lowerBound)...Quantity(value.upperBound), in: low, high, disputed: disputed)
    }

    func check(_ words: String, _ value: ClosedRange<Int>, in low: Double, _ high: Double, disputed: Bool = false) {
      check(words, Double(value.lowerBound)...Double(value.upperBound), in: low, high, disputed: disputed)
    }

    // Figures are drawn by the book alone.

    func show(_ chart: LineChart, id: String, caption: FigureText, alt: FigureText? = nil, line: Int = #line) {
      print("[\\(id): \\(caption.plainText)]")
    }

    func show(_ timeline: Timeline, id: String, caption: FigureText, alt: FigureText? = nil, line: Int = #line) {
      print("[\\(id): \\(caption.plainText)]")
    }

    func show(_ diagram: Diagram, id: String, caption: FigureText, alt: FigureText? = nil, line: Int = #line) {
      print("[\\(id): \\(caption.plainText)]")
    }

    func show(_ table: CellTable, id: String, caption: FigureText, line: Int = #line) {
      print("[\\(id): \\(caption.plainText)]")
    }

    """
}

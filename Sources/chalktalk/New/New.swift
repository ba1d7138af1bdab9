import ArgumentParser
import Foundation
import Literate

/// `chalktalk new`: a book of one's own.
struct New: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Start a book of your own: a first chapter that builds and checks.",
    discussion: """
      Makes a folder with a chapter that shows how things are done (cells, checked numbers, a computed formula, a \
      figure, a source, an exercise), the files beside it, a README, and a workflow that checks the book on GitHub. \
      With --engine the book has a module of its own, a folder of Swift files that every cell may call. A folder that \
      holds something is left alone.

      Examples:
        chalktalk new mybook
        chalktalk new mybook --title "What light costs" --engine Lighting
      """
  )

  @Argument(help: "The folder to make; its last part is the book's name.", completion: .directory)
  var name: String
  @Option(help: "What the book is called (default: the folder's name).")
  var title: String?
  @Option(
    help: ArgumentHelp(
      "Give the book a module of its own, in a folder of that name.",
      valueName: "module"
    )
  )
  var engine: String?
  @Flag(help: "No module: what cells call stands in the chapters (the default).")
  var noEngine = false

  func run() async throws {
    try await withExitCodes {
      if engine != nil, noEngine {
        throw ValidationError("--engine and --no-engine exclude each other")
      }
      if let engine, engine.wholeMatch(of: /[A-Z][A-Za-z0-9_]*/) == nil {
        throw ValidationError(
          "'\(engine)' is no name for a module: use letters and digits, a capital letter first"
        )
      }
      if let engine, CellModules.taken.contains(engine) {
        throw ValidationError("there already is a module '\(engine)': choose another name")
      }
      let folder = URL(fileURLWithPath: name).standardizedFileURL
      let workflow = NewWorkflow(tool: ToolPackage.folder.flatMap(ToolCheckout.init))
      let template = NewBook(
        title: title ?? folder.lastPathComponent,
        engine: engine,
        workflow: workflow
      )
      try NewFolder.write(template.files.mapValues { Data($0.utf8) }, to: folder)
      print(
        """
        \(name) is a book. Next:
          cd \(name)
          chalktalk check      holds every number of it against what its cells compute
          chalktalk build      renders it to site/index.html
          chalktalk serve      shows it in a browser while you write
        Its first chapter is Chapters/01-first.md\(engine.map { ", its engine is in \($0)/" } ?? "").
        """
      )
      if let task = workflow.task { print("\n" + task) }
    }
  }
}

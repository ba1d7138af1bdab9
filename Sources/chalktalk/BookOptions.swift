import ArgumentParser
import DecodeEngine
import Foundation
import Literate

/// Which book a command is about.
struct BookOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The folder of the chapters (default: Chapters of this folder or the nearest above it).",
      valueName: "dir"
    ),
    completion: .directory
  )
  var book: String?
  @Option(
    help: ArgumentHelp("Colour diagnostics: auto, always or never.", valueName: "when")
  )
  var color = ColorChoice.auto

  @Flag(help: "Do not say on standard error what is running.")
  var quiet = false

  /// The book, or the exit with a word of why there is none.
  ///
  /// - Parameter earlier: What was read of it before.
  /// - Returns: The book.
  /// - Throws: `ValidationError`.
  func open(after earlier: Book? = nil) throws -> Book {
    Self.warnAboutDebugBuild()
    Interruption.watch()
    let folder = try folder()
    do {
      return try Book(folder: folder, after: earlier)
    } catch {
      switch error {
      case .noFolder(let folder): throw ValidationError("there is no folder '\(folder)'")
      case .noChapters(let folder):
        throw ValidationError("'\(folder)' holds no chapter: a chapter is a file that ends in .md")
      }
    }
  }

  /// The book's folder, absolute, whether or not there is a book in it.
  func folder() throws -> String {
    URL(fileURLWithPath: try book ?? Self.nearestBook()).standardizedFileURL.path
  }

  /// What compiles and runs a book's cells, or the exit that names what is missing.
  ///
  /// - Parameter book: The book.
  /// - Returns: The builder.
  /// - Throws: `Fault` for a missing part.
  func builder(for book: Book) throws -> BookBuilder {
    do {
      let toolchain = try Toolchain()
      try StaleLibrary.rebuild(beside: toolchain)
      return BookBuilder(
        book: book,
        executor: try Executor(book: book.folder, settings: book.settings, toolchain: toolchain),
        engineSources: SourceKey.cells,
        sourcesFolder: ToolPackage.sources
      )
    } catch let failure as Toolchain.Failure {
      throw Fault(failure.message)
    }
  }

  /// Checks a book and shows what is running meanwhile.
  ///
  /// - Parameters:
  ///   - book: The book.
  ///   - sample: Which records are held against a new run; none if nil.
  ///   - renews: Whether the records of slow cells are made anew where they are stale.
  /// - Returns: The builder, and what is known of the book.
  /// - Throws: Faults of the tool.
  func check(
    _ book: Book,
    rerunning sample: RerunSample? = nil,
    renewing renews: Bool = false
  ) async throws -> (BookBuilder, BookReport) {
    let builder = try builder(for: book)
    return (builder, try await check(with: builder, rerunning: sample, renewing: renews))
  }

  /// The same with a builder that is there already.
  func check(
    with builder: BookBuilder,
    rerunning sample: RerunSample? = nil,
    renewing renews: Bool = false,
    startingWith changed: Set<String> = []
  ) async throws -> BookReport {
    let progress = quiet ? nil : RunProgress(builder.watch)
    let report: BookReport
    do {
      report = try await builder.check(
        rerunning: sample,
        renewing: renews,
        startingWith: changed
      )
    } catch {
      progress?.end()
      throw error
    }
    progress?.end()
    if let problem = report.cacheProblem {
      Console.note("chalktalk: the next run cannot use this one's records: \(problem)")
    }
    return report
  }

  private static func nearestBook() throws -> String {
    var folder = URL(fileURLWithPath: FileManager.default.currentDirectoryPath)
    while true {
      let isThere = FileManager.default.fileExists(atPath:)
      if isThere(folder.path + "/Chapters/book.yml")
        || isThere(folder.path + "/Package.swift") && isThere(folder.path + "/Chapters")
      {
        return folder.path + "/Chapters"
      }
      guard folder.path != "/" else {
        throw ValidationError("no book here: name its folder with --book DIR")
      }
      folder.deleteLastPathComponent()
    }
  }

  private static func warnAboutDebugBuild() {
    #if DEBUG
    Console.note("chalktalk: this is a debug build; cells and books are built in release")
    #endif
  }
}

/// A fault of the tool or of what it needs, and not of the book: exit code 70.
struct Fault: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) {
    self.description = description
  }
}

/// Runs a command's body so that each kind of failure leaves with its own exit code.
func withExitCodes(_ body: () async throws -> Void) async throws {
  do {
    try await body()
  } catch let failure as Toolchain.Failure {
    Console.note("chalktalk: \(failure.message)")
    throw ExitCode(70)
  } catch let fault as Fault {
    Console.note("chalktalk: \(fault)")
    throw ExitCode(70)
  } catch let refusal as Refusal {
    Console.note("error: \(refusal)")
    throw ExitCode(1)
  } catch let error as GenerationError {
    Console.note("error: \(error)")
    throw ExitCode(1)
  } catch let error as ShardingError {
    Console.note("error: \(error)")
    throw ExitCode(1)
  } catch let error as TransportError {
    Console.note("error: \(error)")
    throw ExitCode(1)
  } catch let error as EngineError {
    Console.note("error: \(error)")
    throw ExitCode(1)
  } catch let error where error is ExitCode || error is ValidationError || error is CleanExit {
    throw error
  } catch {
    Console.note("chalktalk: \(error)")
    throw ExitCode(70)
  }
}

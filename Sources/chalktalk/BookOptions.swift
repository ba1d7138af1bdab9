import ArgumentParser
import DecodeEngine
import Foundation
import Literate

/// Which book a command is about.
struct BookOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The folder of the chapters (default: Chapters of the nearest folder with a Package.swift).",
      valueName: "dir"
    )
  )
  var book: String?

  /// The book, or the exit with a word of why there is none.
  func open() throws -> Book {
    Self.warnAboutDebugBuild()
    let folder = try book ?? Self.nearestBook()
    do {
      return try Book(folder: folder)
    } catch {
      switch error {
      case .noFolder(let folder): throw ValidationError("there is no folder '\(folder)'")
      case .noChapters(let folder):
        throw ValidationError("'\(folder)' holds no chapter: a chapter is a file that ends in .md")
      }
    }
  }

  /// What compiles and runs a book's cells, or the exit that names what is missing.
  ///
  /// - Parameters:
  ///   - book: The book.
  ///   - rerunsHits: Whether records that are found are run again and compared.
  /// - Returns: The builder.
  /// - Throws: `Fault` for a missing part.
  func builder(for book: Book, rerunsHits: Bool = false) throws -> BookBuilder {
    do {
      let toolchain = try Toolchain()
      try StaleLibrary.rebuild(beside: toolchain)
      return BookBuilder(
        book: book,
        executor: try Executor(
          book: book.folder,
          settings: book.settings,
          toolchain: toolchain,
          rerunsHits: rerunsHits
        )
      )
    } catch let failure as Toolchain.Failure {
      throw Fault(failure.message)
    }
  }

  private static func nearestBook() throws -> String {
    var folder = URL(fileURLWithPath: FileManager.default.currentDirectoryPath)
    while true {
      if FileManager.default.fileExists(atPath: folder.path + "/Package.swift"),
        FileManager.default.fileExists(atPath: folder.path + "/Chapters")
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

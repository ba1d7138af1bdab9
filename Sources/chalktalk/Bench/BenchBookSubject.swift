import Foundation
import Literate

/// A tool that builds the bench's book.
protocol BenchBookSubject {
  var name: String { get }
  /// Writes the book with an edit.
  func write(_ edit: BenchBookChain.Edit, salt: Int) throws
  /// Removes all that the tool has made.
  func clean() throws
  /// The command that builds the book.
  var command: [String] { get }
  /// What the page of the edited chapter shows as the last value; nothing where outputs are on no page.
  func shown() throws -> [Double]
  /// Whether that page holds a word.
  func page(holds word: String) throws -> Bool
}

extension BenchBookSubject {
  /// Builds the book and takes the time.
  func build() throws -> Duration {
    let started = ContinuousClock.now
    let result = try ChildProcess.run(command)
    let time = ContinuousClock.now - started
    guard result.status == 0 else {
      let said = String(decoding: result.standardOutput + result.standardError, as: UTF8.self)
      throw Fault("\(name): \(command.joined(separator: " ")) failed\n\(said.suffix(2000))")
    }
    return time
  }
}

/// This tool.
struct OwnBenchBook: BenchBookSubject {
  let name = "chalktalk"
  let folder: String

  static let program = Bundle.main.executablePath ?? CommandLine.arguments[0]

  var command: [String] {
    [Self.program, "build", "--book", folder + "/book", "--site", folder + "/site"]
  }

  func write(_ edit: BenchBookChain.Edit, salt: Int) throws {
    try BenchBookText.write(edit, salt: salt, to: folder)
  }

  func clean() throws {
    for made in [".chalktalk", "site"] {
      let path = folder + "/" + made
      guard FileManager.default.fileExists(atPath: path) else { continue }
      try FileManager.default.removeItem(atPath: path)
    }
  }

  func shown() throws -> [Double] {
    let text = try page().replacing(/<[^>]*>/, with: " ")
    let values = text.matches(of: /\bj = ([0-9][0-9.e+\-]*)/).compactMap { Double($0.1) }
    guard !values.isEmpty else {
      throw Fault("the page of chapter \(BenchBookChain.target) shows no value of j")
    }
    return values
  }

  func page(holds word: String) throws -> Bool { try page().contains(word) }

  private func page() throws -> String {
    let path = folder + "/site/0\(BenchBookChain.target)-step.html"
    return try String(contentsOf: URL(fileURLWithPath: path), encoding: .utf8)
  }
}

/// Another tool, in the folder that `.ci/peer-books` made.
struct PeerBenchBook: BenchBookSubject {
  let name: String
  let folder: String

  var command: [String] { ["\(folder)/\(name)/build"] }

  /// The peers of a folder.
  static func all(in folder: String) throws -> [PeerBenchBook] {
    guard FileManager.default.isExecutableFile(atPath: folder + "/peer") else {
      throw Fault("there are no peers in '\(folder)'; make them with: .ci/peer-books \(folder)")
    }
    return try ask(["list"], in: folder).map { PeerBenchBook(name: $0, folder: folder) }
  }

  func write(_ edit: BenchBookChain.Edit, salt: Int) throws {
    _ = try Self.ask([name, "write", edit.rawValue, "\(salt)"], in: folder)
  }

  func clean() throws { _ = try Self.ask([name, "clean"], in: folder) }

  func shown() throws -> [Double] {
    try Self.ask([name, "shown"], in: folder).compactMap { Double($0) }
  }

  func page(holds word: String) throws -> Bool {
    try Self.ask([name, "holds", word], in: folder) == ["yes"]
  }

  /// The lines that the peers' script answers.
  private static func ask(_ words: [String], in folder: String) throws -> [String] {
    let result = try ChildProcess.run([folder + "/peer"] + words)
    guard result.status == 0 else {
      throw Fault("peer \(words): \(String(decoding: result.standardError, as: UTF8.self))")
    }
    return String(decoding: result.standardOutput, as: UTF8.self).split(separator: "\n")
      .map(String.init)
  }
}

import ArgumentParser
import Foundation
import Literate

/// `chalktalk bench book`: the book tool beside others, on one small book in the dialect of each.
struct BenchBook: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "book",
    abstract: "The book tool: cold, unchanged and after edits, beside other tools with --peers.",
    discussion: """
      Writes a book of 8 chapters of 10 cells, builds it as a reader's machine would, edits it and reads the page \
      back: a page that does not show what the edit makes of the values is called stale. Then the same for your own \
      book, on a copy, and how long 'serve' takes from an edit to its page.

      Examples:
        chalktalk bench book
        chalktalk bench book --peers ../peers --repeats 3
      """
  )

  @OptionGroup var options: BookOptions
  @Option(help: "Repetitions; the medians are printed.")
  var repeats: WholeNumber = 5
  @Option(
    help: ArgumentHelp(
      "Run the other tools of this folder in turn; .ci/peer-books makes it.",
      valueName: "dir"
    )
  )
  var peers: String?
  @Option(help: ArgumentHelp("Only write the bench's book into this folder.", valueName: "dir"))
  var write: String?

  func validate() throws {
    guard (1...100).contains(repeats.value) else {
      throw ValidationError("--repeats is a number from 1 to 100")
    }
  }

  func run() async throws {
    try await withExitCodes {
      if let write {
        try BenchBookText.write(.none, salt: 0, to: write)
        print("\(write)/book is the bench's book")
        return
      }
      let own = try options.open()
      let folder = NSTemporaryDirectory() + "chalktalk-bench-" + UUID().uuidString
      defer { try? FileManager.default.removeItem(atPath: folder) }
      try compare(in: folder)
      print("")
      let copy = try BenchBookOwn(own, in: folder + "/own")
      print(try copy.report(repeats: repeats.value))
      Console.note("serve, \(repeats.value) edits of prose and of a cell")
      print(try copy.served(repeats: repeats.value), terminator: "")
    }
  }

  private func compare(in folder: String) throws {
    let tool = OwnBenchBook(folder: folder)
    let others = try peers.map(PeerBenchBook.all) ?? []
    let subjects: [any BenchBookSubject] = [tool] + others
    var times = subjects.map { BenchBookTimes(name: $0.name) }
    // In turn, so that a busy minute of the machine is everybody's.
    for salt in 1...repeats.value {
      for (index, subject) in subjects.enumerated() {
        Console.note("\(subject.name), \(salt) of \(repeats.value)")
        try times[index].measure(subject, salt: salt)
      }
    }
    print(BenchBookTimes.tables(times))
    try tool.clean()
    let cold = try BenchBookMemory.peak(of: tool.command)
    let again = try BenchBookMemory.peak(of: tool.command)
    print(
      "memory of chalktalk itself: \(megabytes(cold.bytes)) cold, \(megabytes(again.bytes)) no change"
    )
  }
}

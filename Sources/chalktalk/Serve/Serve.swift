import ArgumentParser
import Foundation
import Literate

/// `chalktalk serve`: the book in a browser, as it is while it is written.
struct Serve: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Show the book in a browser and keep it as new as its files.",
    discussion: """
      Builds the book, serves it to this machine and watches its folder: after an edit what changed is run, \
      checked and rendered anew, and the pages that differ reload where they were being read. What is wrong with \
      the book is shown on the page and here, above the last pages that were right. Nothing is written beside \
      the book but the cache; with --site each good state is written to a folder as 'build' does it.

      Examples:
        chalktalk serve
        chalktalk serve --port 8080 --book mybook/Chapters
      """
  )

  @OptionGroup var options: BookOptions
  @Option(
    help: ArgumentHelp(
      "The port, 0 for any that is free (default: the first free one from 3000 on).",
      valueName: "n"
    )
  )
  var port: UInt16?
  @Option(
    help: ArgumentHelp(
      "The IPv4 address to listen on; 0.0.0.0 shows the book to the whole network.",
      valueName: "address"
    )
  )
  var host = "127.0.0.1"
  @Option(
    help: ArgumentHelp("Also write every good state of the site to this folder.", valueName: "dir"),
    completion: .directory
  )
  var site: String?

  func run() async throws {
    try await withExitCodes {
      _ = try options.open()
      let isLoopback = host.hasPrefix("127.") || host == "localhost"
      let listener = try ServeListener(
        address: host == "localhost" ? "127.0.0.1" : host,
        port: port
      )
      if !isLoopback {
        Console.note("warning: whoever reaches \(host) on this network can read the book")
      }
      let served = ServedSite()
      let builds = ServeBuilds(options: options, site: site, served: served)
      let place = "http://\(isLoopback ? "127.0.0.1" : host):\(listener.port)/"
      Interruption.isExpected()
      Console.write("Serving at \(place)  (Ctrl-C ends it)\n")
      try await withThrowingTaskGroup { group in
        group.addTask { try await ServeServer(served, checksHost: isLoopback).run(on: listener) }
        group.addTask { try await builds.run() }
        // Both go on until an interrupt; the first to end has met a fault.
        defer { group.cancelAll() }
        try await group.next()
      }
    }
  }
}

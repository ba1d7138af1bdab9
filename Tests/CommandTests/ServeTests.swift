import Foundation
import Literate
import TestSupport
import Testing

/// `chalktalk serve`: what it answers, and what it makes of edits.
@Suite(.serialized)
struct ServeTests {
  @Test
  func aPageIsTheBuiltOneWithTheScriptAndTheSiteIsNotWritten() async throws {
    try await TemporaryBook.with(SmallBook.files) { book in
      let answer = try await RunningServer.with(book) { server in
        let page = try await server.wait(for: "Words before the first cell", at: "/01-small.html")
        #expect(try server.get("/")?.contains("A small chapter") == true)
        let style = try #require(try server.get("/style.css"))
        #expect(style.contains("Content-Type: text/css; charset=utf-8\r\n"))
        let head = try server.answer(
          to: "HEAD /01-small.html HTTP/1.1\r\nHost: 127.0.0.1:\(server.port)\r\n\r\n"
        )
        #expect(head.hasPrefix("HTTP/1.1 200 OK\r\n") && head.hasSuffix("\r\n\r\n"))
        #expect(head == String(page.prefix(head.count)))
        #expect(head.contains("Cache-Control: no-store\r\n"))
        #expect(head.contains("X-Content-Type-Options: nosniff\r\n"))
        return page
      }
      #expect(!FileManager.default.fileExists(atPath: book.site))
      #expect(try book.tool("build", "--site", book.site).status == 0)
      let built = try #require(try book.siteFiles()["01-small.html"])
      let body = answer.components(separatedBy: "\r\n\r\n").dropFirst().joined()
      let plain = body.replacing(
        /<script src="\/\.chalktalk\/live\.js"[^>]*><\/script>\n/,
        with: ""
      )
      #expect(body != plain && plain == String(decoding: built, as: UTF8.self))
    }
  }

  @Test
  func whatIsNoFileOfTheSiteIsNotThere() async throws {
    try await TemporaryBook.with(SmallBook.files) { book in
      try await RunningServer.with(book) { server in
        _ = try await server.wait(for: "A small chapter", at: "/")
        for path in [
          "/../01-small.md", "/%2e%2e/book/01-small.md", "/..%2f01-small.md", "//etc/passwd",
          "/etc/passwd", "/01-small.md", "/.chalktalk/runs", "/style.css/", "/style.css%00.html",
          "/..\\..\\etc\\passwd", "/%5c..%5cetc", "/index.html/..", "/./index.html",
        ] {
          let status = try server.status(of: "GET \(path) HTTP/1.1\r\nHost: localhost\r\n\r\n")
          #expect(status == 404, "\(path)")
        }
      }
    }
  }

  @Test
  func malformedAndForeignRequestsAreRefused() async throws {
    let host = "Host: localhost\r\n"
    let requests: [String: Int] = [
      "nonsense\r\n\r\n": 400, "\r\n\r\n": 400, "GET / HTTP/1.1\r\n\r\n": 400,
      "GET  / HTTP/1.1\r\n\(host)\r\n": 400, "GET / HTTP/2.0\r\n\(host)\r\n": 400,
      "GET http://localhost/ HTTP/1.1\r\n\(host)\r\n": 400, "GET * HTTP/1.1\r\n\(host)\r\n": 400,
      "GET /%zz HTTP/1.1\r\n\(host)\r\n": 400, "GET / HTTP/1.1\r\n\(host)no colon\r\n\r\n": 400,
      "GET / HTTP/1.1\r\n\(host) folded: x\r\n\r\n": 400, "GET /\u{0} HTTP/1.1\r\n\(host)\r\n": 400,
      "GET / HTTP/1.1\r\n\(host)\(host)\r\n": 400,
      "POST / HTTP/1.1\r\n\(host)Content-Length: 3\r\n\r\nabc": 405,
      "DELETE / HTTP/1.1\r\n\(host)\r\n": 405,
      "GET / HTTP/1.1\r\n\(host)Content-Length: 3\r\n\r\nabc": 413,
      "GET / HTTP/1.1\r\n\(host)Content-Length: -1\r\n\r\n": 400,
      "GET / HTTP/1.1\r\n\(host)Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n": 413,
      "GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n": 421,
      "GET / HTTP/1.1\r\nHost: localhost.evil.example\r\n\r\n": 421,
      "GET / HTTP/1.1\r\n\(host)X: \(String(repeating: "x", count: 20_000))\r\n\r\n": 431,
    ]
    try await TemporaryBook.with(SmallBook.files) { book in
      try await RunningServer.with(book) { server in
        _ = try await server.wait(for: "A small chapter", at: "/")
        for (request, status) in requests.sorted(by: { $0.key < $1.key }) {
          #expect(try server.status(of: request) == status, "\(request.prefix(80))")
        }
        let bytes = try server.answer(
          to: Array("GET /".utf8) + [0xff, 0xfe] + Array("\r\n\r\n".utf8)
        )
        #expect(bytes.hasPrefix("HTTP/1.1 400 "))
        #expect(try server.get("/") != nil)
      }
    }
  }

  @Test
  func floodsAndSlowClientsNeitherFillTheMemoryNorBlockOthers() async throws {
    try await TemporaryBook.with(SmallBook.files) { book in
      try await RunningServer.with(book) { server in
        _ = try await server.wait(for: "A small chapter", at: "/")
        let before = try memory(of: server)
        let slow = try (0..<100).map { _ in try server.connect() }
        for client in slow { client.write(Array("GET / HT".utf8)) }
        let chunk = [UInt8](repeating: UInt8(ascii: "x"), count: 1 << 20)
        let flood = try server.connect()
        flood.write(Array("GET / HTTP/1.1\r\nX: ".utf8))
        for _ in 0..<100 { flood.write(chunk) }
        close(flood)
        for _ in 0..<20 { #expect(try server.get("/") != nil) }
        for client in slow { close(client) }
        // A hundred megabytes were sent.
        #expect(try memory(of: server) - before < 50 << 20)
      }
    }
  }

  /// Resident bytes.
  private func memory(of server: RunningServer) throws -> Int {
    let path = "/proc/\(server.process.processIdentifier)/status"
    let status = try String(contentsOfFile: path, encoding: .utf8)
    let line = try #require(status.firstMatch(of: /VmRSS:\s+(\d+) kB/))
    return try #require(Int(line.1)) << 10
  }

  // MARK: - Edits

  @Test
  func editsOfEveryKindReachTheBrowser() async throws {
    try await TemporaryBook.with(SmallBook.files) { book in
      try await RunningServer.with(book) { server in
        let first = try await server.wait(for: "Words before", at: "/01-small.html")
        let digest = try #require(first.firstMatch(of: /data-digest="(\w+)"/)).1
        let events = try server.connect()
        defer { close(events) }
        let query = "page=01-small.html&digest=\(digest)"
        events.write(
          Array("GET /.chalktalk/events?\(query) HTTP/1.1\r\nHost: localhost\r\n\r\n".utf8)
        )
        #expect(events.readToEnd(or: "event: problems").contains("text/event-stream"))

        // Prose, written in place.
        try book.write(SmallBook.replacing("Words before", with: "Prose before"), to: "01-small.md")
        _ = try await server.wait(for: "Prose before", at: "/01-small.html")
        #expect(events.readToEnd(or: "event: reload").contains("event: reload"))

        // A cell, by a file that takes the other's place.
        let edited = SmallBook.replacing("print(\"other\")", with: "print(\"another\")")
        try Data(edited.utf8).write(to: URL(fileURLWithPath: book.root + "/new"))
        try #require(unsafe rename(book.root + "/new", book.folder + "/01-small.md") == 0)
        _ = try await server.wait(for: "<pre>another</pre>", at: "/01-small.html")

        // A new chapter, and one that goes.
        try book.write("# Second\n\nMore of it.\n", to: "02-second.md")
        _ = try await server.wait(for: "More of it", at: "/02-second.html")
        try FileManager.default.removeItem(atPath: book.folder + "/02-second.md")
        _ = try await server.wait(for: "no such page", at: "/02-second.html", status: 404)

        // The whole folder replaced, as a checkout does.
        try FileManager.default.moveItem(atPath: book.folder, toPath: book.root + "/old")
        try FileManager.default.createDirectory(
          atPath: book.folder,
          withIntermediateDirectories: false
        )
        try book.write("# Other\n\nAnother book.\n", to: "01-other.md")
        _ = try await server.wait(for: "Another book", at: "/01-other.html")
        try book.write("# Other\n\nIts new text.\n", to: "01-other.md")
        _ = try await server.wait(for: "Its new text", at: "/01-other.html")
      }
    }
  }

  @Test
  func aFileThatACellReadsIsWatched() async throws {
    let chapter = """
      # Reader

      ```swift id=reader reads=../data/number.txt
      import Foundation
      print(try String(contentsOfFile: "../data/number.txt", encoding: .utf8))
      ```

      """
    try await TemporaryBook.with(["01-reader.md": chapter]) { book in
      let data = book.root + "/data"
      try FileManager.default.createDirectory(atPath: data, withIntermediateDirectories: false)
      try Data("first".utf8).write(to: URL(fileURLWithPath: data + "/number.txt"))
      try await RunningServer.with(book) { server in
        _ = try await server.wait(for: "<pre>first", at: "/01-reader.html")
        try Data("second".utf8).write(to: URL(fileURLWithPath: data + "/number.txt"))
        _ = try await server.wait(for: "<pre>second", at: "/01-reader.html")
      }
    }
  }

  @Test
  func errorsAreShownAboveTheLastGoodPageUntilTheyAreMended() async throws {
    try await TemporaryBook.with(SmallBook.files) { book in
      try await RunningServer.with(book) { server in
        _ = try await server.wait(for: "Words before", at: "/01-small.html")
        let wrong = SmallBook.replacing("[4,800](claim:doubled)", with: "[4,<900](claim:doubled)")
          .replacing("Words before", with: "Text before")
        try book.write(wrong, to: "01-small.md")
        let shown = try await eventually("the error") { try news(server, containing: "error") }
        #expect(shown.contains("01-small.md:") && shown.contains("&lt;900"))
        #expect(!shown.contains("<900"))
        // Readable as it was.
        #expect(try server.get("/01-small.html")?.contains("Words before") == true)
        #expect(server.errors.contains("error:"))

        try book.write(SmallBook.chapter, to: "01-small.md")
        _ = try await eventually("the mended book") { try news(server, containing: "data: \"\"") }
      }
    }
  }

  /// What a page that has just been opened is told, if it is what is looked for.
  private func news(_ server: RunningServer, containing text: String) throws -> String? {
    let events = try server.connect()
    defer { close(events) }
    let path = "/.chalktalk/events?page=01-small.html&digest=x"
    events.write(Array("GET \(path) HTTP/1.1\r\nHost: localhost\r\n\r\n".utf8))
    let told = events.readToEnd(or: "event: problems\ndata: ")
    let rest = told.hasSuffix("\n\n") ? "" : events.readToEnd(or: "\n\n")
    return (told + rest).contains(text) ? told + rest : nil
  }

  @Test
  func aBookThatStartsWrongIsServedWithWhatIsWrong() async throws {
    try await TemporaryBook.with(["01-a.md": "# A\n\nThere are 99 of them.\n"]) { book in
      try await RunningServer.with(book) { server in
        _ = try await server.wait(for: "no such page yet", at: "/", status: 503)
        let page = try await server.wait(for: "01-a.md:3:", at: "/01-a.html", status: 503)
        #expect(page.contains("live.js"))
        try book.write("# A\n\nThere are some of them.\n", to: "01-a.md")
        _ = try await server.wait(for: "There are some", at: "/01-a.html")
      }
    }
  }

  @Test
  func anEditOvertakesABuildAndAnInterruptLeavesNoChild() async throws {
    let endless = "# Loop\n\n```swift id=loop slow\nvar n = 0\nwhile true { n &+= 1 }\n```\n"
      .replacing(" slow", with: "")
    try await TemporaryBook.with(["01-loop.md": endless]) { book in
      try await RunningServer.with(book) { server in
        _ = try await eventually("the runaway cell") {
          try book.processesLeft().first { $0.contains("CellRunner") }
        }
        try book.write("# Loop\n\nIt is gone.\n", to: "01-loop.md")
        _ = try await server.wait(for: "It is gone", at: "/01-loop.html")
        #expect(!server.errors.contains("loop"))

        try book.write(endless, to: "01-loop.md")
        _ = try await eventually("the runaway cell") {
          try book.processesLeft().first { $0.contains("CellRunner") }
        }
        server.interrupt()
        #expect(server.process.terminationStatus == 0)
        #expect(server.process.terminationReason == .exit)
        #expect(try book.processesLeft() == [])
      }
    }
  }

  // MARK: - Usage

  @Test
  func aPortInUseIsRefusedWithAWayOut() async throws {
    try await TemporaryBook.with(SmallBook.files) { book in
      try await RunningServer.with(book) { server in
        let second = try book.tool("serve", "--port", "\(server.port)")
        #expect(second.status == 64)
        #expect(second.errors.contains("port \(server.port) is in use"))
      }
      let host = try book.tool("serve", "--host", "nowhere")
      #expect(host.status == 64 && host.errors.contains("'nowhere' is no IPv4 address"))
    }
  }
}

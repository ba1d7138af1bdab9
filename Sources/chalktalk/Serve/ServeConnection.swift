import FlyingSocks
import Foundation

/// One client: reads one request within bounds, answers it, and is done.
struct ServeConnection: Sendable {
  let socket: AsyncSocket
  let served: ServedSite
  let checksHost: Bool

  /// How long a client may take to ask, and to take an answer.
  private static let patience = Duration.seconds(10)

  /// Answers, or gives up on a client that is too slow or gone.
  func serve() async {
    do {
      let request: ServeRequest
      do {
        request = try await within(Self.patience) { try await read() }
      } catch let refusal as ServeRequest.Refusal {
        try await send(ServeAnswer(refusal))
        return
      } catch is TooSlow {
        try await send(.text(408, "The request did not arrive in time."))
        return
      }
      if request.path == ServeScript.events {
        try await tellNews(request)
      } else {
        try await send(await served.answer(to: request.path), isHead: request.isHead)
      }
    } catch {
      // The client is gone, which is its right.
    }
  }

  private func read() async throws -> ServeRequest {
    var bytes = Data()
    while true {
      bytes += try await socket.read(atMost: 4096)
      if let end = ServeRequest.end(in: bytes), end <= ServeRequest.longest {
        return try ServeRequest(bytes[..<end], checksHost: checksHost)
      }
      guard bytes.count < ServeRequest.longest else { throw ServeRequest.Refusal.tooLarge }
    }
  }

  private func send(_ answer: ServeAnswer, isHead: Bool = false) async throws {
    let bytes = answer.head(length: answer.body.count) + (isHead ? Data() : answer.body)
    try await within(Self.patience) { try await socket.write(bytes) }
    // Closed with bytes unread, the system would take the answer back: what a client still sends is read first, but
    // only so much and so long.
    shutdown(socket.socket.file.rawValue, Int32(SHUT_WR))
    try await within(.seconds(1)) {
      for _ in 0..<64 { _ = try await socket.read(atMost: 4096) }
    }
  }

  /// Server-sent events for one page: when to reload, and what is wrong with the book.
  private func tellNews(_ request: ServeRequest) async throws {
    let head = ServeAnswer(type: "text/event-stream", body: Data()).head(length: nil)
    try await within(Self.patience) { try await socket.write(head) }
    guard !request.isHead else { return }
    let page = request.query["page"] ?? ""
    let digest = request.query["digest"] ?? ""
    var shown: String?
    await served.open(page)
    for await _ in await served.news() {
      let (current, problems) = await served.state(of: page)
      var text = ": still here\n\n"
      if let current, current != digest { text = "event: reload\ndata: \(current)\n\n" }
      if problems != shown {
        shown = problems
        let json = String(decoding: try JSONEncoder().encode(problems), as: UTF8.self)
        text += "event: problems\ndata: \(json)\n\n"
      }
      let bytes = Data(text.utf8)
      try await within(Self.patience) { try await socket.write(bytes) }
    }
  }

  private struct TooSlow: Error {}

  private func within<Result: Sendable>(
    _ time: Duration,
    _ body: @escaping @Sendable () async throws -> Result
  ) async throws -> Result {
    try await withThrowingTaskGroup { group in
      group.addTask { try await body() }
      group.addTask {
        try await Task.sleep(for: time)
        throw TooSlow()
      }
      defer { group.cancelAll() }
      guard let result = try await group.next() else { throw TooSlow() }
      return result
    }
  }
}

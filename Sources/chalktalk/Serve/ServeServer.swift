import FlyingSocks
import Foundation
import Synchronization

/// Answers browsers: pages from memory, and the stream of news that makes them reload.
///
/// Each connection carries one request and is closed after it: there is no second request to be confused about.
struct ServeServer: Sendable {
  let served: ServedSite
  /// Whether only this machine's own names may be asked for.
  let checksHost: Bool

  /// More connections than this at a time are closed unanswered: files stay for what builds open.
  private static let mostConnections = 200
  /// How often a page that listens is written to: what is gone is found out by that.
  private static let heartbeat = Duration.seconds(15)

  init(_ served: ServedSite, checksHost: Bool) {
    self.served = served
    self.checksHost = checksHost
  }

  /// Serves until cancelled.
  ///
  /// - Parameter listener: The open port.
  /// - Throws: When the event loop cannot be started, or ends.
  func run(on listener: ServeListener) async throws {
    let pool: some AsyncSocketPool = .ePoll(maxEvents: 64)
    try await pool.prepare()
    let socket = try AsyncSocket(socket: listener.socket, pool: pool)
    defer { try? socket.close() }
    try await withThrowingTaskGroup { group in
      group.addTask { try await pool.run() }
      group.addTask { try await accept(on: socket) }
      group.addTask {
        while true {
          try await Task.sleep(for: Self.heartbeat)
          await served.wakeAll()
        }
      }
      defer { group.cancelAll() }
      try await group.next()
    }
  }

  private func accept(on socket: AsyncSocket) async throws {
    let connections = ConnectionCount()
    try await withThrowingDiscardingTaskGroup { group in
      while true {
        try Task.checkCancellation()
        let client: AsyncSocket
        do { client = try await socket.accept() } catch {
          // Out of files for a moment, or a client that is gone already: no reason to stop serving.
          try await Task.sleep(for: .milliseconds(50))
          continue
        }
        guard connections.open(below: Self.mostConnections) else {
          try? client.close()
          continue
        }
        group.addTask {
          await ServeConnection(socket: client, served: served, checksHost: checksHost).serve()
          try? client.close()
          connections.close()
        }
      }
    }
  }

  private final class ConnectionCount: Sendable {
    private let count = Mutex(0)

    func open(below limit: Int) -> Bool {
      count.withLock { count in
        guard count < limit else { return false }
        count += 1
        return true
      }
    }

    func close() { count.withLock { $0 -= 1 } }
  }
}

import Dispatch
import Foundation

/// Ctrl-C, or the end of the session, as something to wait for.
enum ServeInterrupt {
  /// Returns at the first interrupt, or when the task is cancelled.
  static func wait() async {
    let (interrupts, continuation) = AsyncStream.makeStream(of: Void.self)
    let sources = [SIGINT, SIGTERM, SIGHUP].map { number in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler { continuation.yield() }
      source.resume()
      return source
    }
    for await _ in interrupts { break }
    for source in sources { source.cancel() }
  }
}

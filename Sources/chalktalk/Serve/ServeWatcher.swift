import Foundation
import Synchronization

/// Says that something in some folders has changed: inotify, and nothing about what it was.
///
/// What is built is made from what is there, so an event that is lost in a full queue costs nothing as long as the
/// queue's overflow is itself an event.
final class ServeWatcher: Sendable {
  /// What is watched: by folder the names in it that matter, nil for all.
  typealias Folders = [String: Set<String>?]

  /// One element for all changes since the last one was taken.
  let changes: AsyncStream<Void>
  private let continuation: AsyncStream<Void>.Continuation
  private let descriptor: Int32
  private let watched = Mutex<[Int32: Set<String>?]>([:])
  /// How many changes have come.
  private let count = Mutex(0)

  /// Files that are written to are looked at when they are closed, and not half-written.
  private static let events = UInt32(
    IN_CLOSE_WRITE | IN_MOVED_FROM | IN_MOVED_TO | IN_CREATE | IN_DELETE | IN_DELETE_SELF
      | IN_MOVE_SELF
  )

  /// Starts to listen.
  ///
  /// - Throws: `Fault` where the system has no more watches for this user.
  init() throws {
    descriptor = inotify_init1(Int32(IN_CLOEXEC))
    guard descriptor >= 0 else {
      throw Fault("cannot watch files: \(unsafe String(cString: strerror(errno)))")
    }
    (changes, continuation) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    Thread { [self] in listen() }.start()
  }

  /// Watches these folders too; one that is not there is left out.
  func add(_ folders: Folders) {
    watched.withLock { watched in
      // A folder that is watched already keeps its number, and one that is there again gets a new one.
      for (folder, names) in folders {
        let number = unsafe inotify_add_watch(descriptor, folder, Self.events)
        guard number >= 0 else { continue }
        watched[number] = .some(names)
      }
    }
  }

  /// Whether more comes within a time.
  func changesWithin(_ time: Duration) async -> Bool {
    let before = count.withLock { $0 }
    try? await Task.sleep(for: time)
    return count.withLock { $0 } != before
  }

  // MARK: -

  private func listen() {
    let events = FileHandle(fileDescriptor: descriptor, closeOnDealloc: false)
    while true {
      guard matters(events.availableData) else { continue }
      count.withLock { $0 += 1 }
      continuation.yield()
    }
  }

  /// Whether one of the events in what was read is about something that a book is made of.
  private func matters(_ bytes: Data) -> Bool {
    var rest = bytes[...]
    while rest.count >= 16 {
      let words = (0..<4).map { word in
        (0..<4).reduce(UInt32(0)) { $0 | UInt32(rest[rest.startIndex + 4 * word + $1]) << (8 * $1) }
      }
      let name = String(
        decoding: rest.dropFirst(16).prefix(Int(words[3])).prefix { $0 != 0 },
        as: UTF8.self
      )
      if matters(Int32(bitPattern: words[0]), mask: words[1], name: name) { return true }
      rest = rest.dropFirst(16 + Int(words[3]))
    }
    return false
  }

  private func matters(_ number: Int32, mask: UInt32, name: String) -> Bool {
    if mask & UInt32(IN_Q_OVERFLOW) != 0 { return true }
    if mask & UInt32(IN_IGNORED) != 0 { return false }
    // What editors keep beside a file while it is open.
    if name.hasPrefix(".") || name.hasSuffix("~") { return false }
    return watched.withLock { watched in
      guard let names = watched[number] else { return false }
      return names.map { $0.contains(name) } ?? true
    }
  }
}

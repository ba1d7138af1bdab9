internal import CKernels
import Synchronization

/// Messages between the threads of one process, each of them a device.
///
/// A message is moved, not copied again; what a receiver then holds is its own.
public struct InProcessTransport: Transport {
  /// The device whose end this is.
  public let rank: Int
  private let mailboxes: [Mailbox]

  private init(rank: Int, _ mailboxes: [Mailbox]) {
    self.rank = rank
    self.mailboxes = mailboxes
  }

  /// The ends of so many devices that can reach each other.
  public static func connecting(_ ranks: Int) -> [InProcessTransport] {
    let mailboxes = (0..<ranks).map { _ in Mailbox(senders: ranks) }
    return (0..<ranks).map { InProcessTransport(rank: $0, mailboxes) }
  }

  /// Devices in all.
  public var ranks: Int { mailboxes.count }

  /// Puts a message into the receiver's mailbox.
  ///
  /// - Throws: `TransportError` when the exchange has ended.
  public func send(_ message: TransportMessage, to receiver: Int) throws(TransportError) {
    guard mailboxes.indices.contains(receiver) else { throw .noDevice(receiver, of: ranks) }
    try mailboxes[receiver].put(message, from: rank)
  }

  /// Takes the next message of a sender out of the device's mailbox, or waits for it.
  ///
  /// - Throws: `TransportError` when the exchange ends before there is one.
  public func receive(from sender: Int) throws(TransportError) -> TransportMessage {
    guard mailboxes.indices.contains(sender) else { throw .noDevice(sender, of: ranks) }
    return try mailboxes[rank].take(from: sender)
  }

  /// Closes all mailboxes.
  public func close(_ error: TransportError) {
    for mailbox in mailboxes { mailbox.close(error) }
  }
}

/// What others have sent to a device and it has not taken yet.
@safe private final class Mailbox: @unchecked Sendable {
  // Sendable: messages stand under a lock, and the word is atomic.

  private struct Content {
    var queues: [Queue]
    var end: TransportError?
  }

  private let content: Mutex<Content>
  // A word to sleep on must not move.
  private let memory = AlignedMemory(bytes: 64)

  init(senders: Int) {
    content = Mutex(Content(queues: Array(repeating: Queue(), count: senders)))
    unsafe changes.initialize(to: Atomic(0))
  }

  /// How often something came; the device sleeps on it.
  private var changes: UnsafeMutablePointer<Atomic<UInt32>> {
    unsafe memory.base.assumingMemoryBound(to: Atomic<UInt32>.self)
  }

  func put(_ message: TransportMessage, from sender: Int) throws(TransportError) {
    let end = content.withLock { content in
      if content.end == nil { content.queues[sender].append(message) }
      return content.end
    }
    if let end { throw end }
    wake()
  }

  func take(from sender: Int) throws(TransportError) -> TransportMessage {
    while true {
      // Looked at before the queue, so that what comes in between ends the sleep.
      let seen = unsafe changes.pointee.load(ordering: .acquiring)
      let (message, end) = content.withLock { ($0.queues[sender].next(), $0.end) }
      if let message { return message }
      if let end { throw end }
      unsafe ck_sleep(UnsafeRawPointer(changes).assumingMemoryBound(to: UInt32.self), seen)
    }
  }

  /// Lets messages that have come be taken, and no more come; the first error stays.
  func close(_ error: TransportError) {
    content.withLock { $0.end = $0.end ?? error }
    wake()
  }

  private func wake() {
    unsafe changes.pointee.add(1, ordering: .releasing)
    unsafe ck_wake(UnsafeRawPointer(changes).assumingMemoryBound(to: UInt32.self))
  }
}

/// Messages in the order in which they came.
private struct Queue {
  private var messages: [TransportMessage?] = []
  private var taken = 0

  mutating func append(_ message: TransportMessage) { messages.append(message) }

  mutating func next() -> TransportMessage? {
    guard taken < messages.count else { return nil }
    defer {
      messages[taken] = nil
      taken += 1
      if taken == messages.count { (messages, taken) = ([], 0) }
    }
    return messages[taken]
  }
}

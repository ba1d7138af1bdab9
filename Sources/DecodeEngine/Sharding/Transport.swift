/// What one device says to another: activations, and a few whole numbers that tell what they are.
public struct TransportMessage: Hashable, Sendable {
  /// Whole numbers, such as which expert each row visits; mostly none.
  public var header: [Int32]
  /// Activations.
  public var payload: [Float]

  /// A message of activations.
  public init(_ payload: [Float], header: [Int32] = []) {
    self.payload = payload
    self.header = header
  }
}

/// How a device exchanges messages with the others of its layout.
///
/// Messages between two devices arrive in the order in which they were sent, and none is lost. One thread at a
/// time sends and receives, but each step of an engine has a new one; `close` may come from any.
public protocol Transport: Sendable {
  /// The device whose end this is, counted from 0.
  var rank: Int { get }

  /// Devices in all.
  var ranks: Int { get }

  /// Sends a message, without waiting for it to be received.
  ///
  /// - Throws: `TransportError` when the exchange has ended.
  func send(_ message: TransportMessage, to receiver: Int) throws(TransportError)

  /// The next message from a device; waits for it.
  ///
  /// - Throws: `TransportError` when the exchange ends before there is one.
  func receive(from sender: Int) throws(TransportError) -> TransportMessage

  /// Ends the exchange for all devices, since this one cannot go on.
  ///
  /// Whoever waits for a message, or would send one, gets the error.
  func close(_ error: TransportError)
}

/// Why devices cannot exchange messages any more.
public enum TransportError: Error, Hashable, Sendable {
  /// A device has failed, for the reason given.
  case ended(rank: Int, reason: String)
  /// A device that there is not.
  case noDevice(Int, of: Int)
  /// A message with another number of activations than was waited for.
  case wrongSize(from: Int, found: Int, expected: Int)
  /// What carries the messages has failed, for the reason given.
  case failed(String)
}

extension TransportError: CustomStringConvertible {
  /// What is wrong.
  public var description: String {
    switch self {
    case .ended(let rank, let reason): "device \(rank) has ended the exchange: \(reason)"
    case .noDevice(let rank, let ranks): "there is no device \(rank) among \(ranks)"
    case .wrongSize(let sender, let found, let expected):
      "device \(sender) has sent \(found) numbers where \(expected) were expected; "
        + "all devices must run the same layout and the same feeds"
    case .failed(let reason): "messages cannot be carried: \(reason)"
    }
  }
}

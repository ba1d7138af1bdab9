public import ServingMath

/// What a device has sent, by kind of exchange and receiver, counted where messages are handed to the
/// transport.
public struct TrafficCounters: Hashable, Sendable {
  /// Messages, and the bytes in them.
  public struct Sent: Hashable, Sendable {
    /// Messages.
    public fileprivate(set) var messages = 0
    /// Bytes of activations, four a number.
    public fileprivate(set) var payloadBytes = 0
    /// Bytes of the whole numbers that say what the activations are, four each.
    public fileprivate(set) var headerBytes = 0

    /// Nothing sent.
    public init() {}

    fileprivate static func += (sum: inout Sent, other: Sent) {
      sum.messages += other.messages
      sum.payloadBytes += other.payloadBytes
      sum.headerBytes += other.headerBytes
    }
  }

  private var sums: [Communication.Kind: [Int: Sent]] = [:]

  /// Nothing sent.
  public init() {}

  /// What was sent to one device in exchanges of one kind.
  public subscript(kind: Communication.Kind, to receiver: Int) -> Sent {
    sums[kind]?[receiver] ?? Sent()
  }

  /// What was sent in exchanges of one kind.
  public subscript(kind: Communication.Kind) -> Sent {
    (sums[kind] ?? [:]).values.reduce(into: Sent()) { $0 += $1 }
  }

  /// All that was sent.
  public var total: Sent { Communication.Kind.allCases.reduce(into: Sent()) { $0 += self[$1] } }

  /// The devices to which something was sent in exchanges of one kind, in rising order.
  public func receivers(_ kind: Communication.Kind) -> [Int] { (sums[kind] ?? [:]).keys.sorted() }

  mutating func add(_ message: TransportMessage, to receiver: Int, as kind: Communication.Kind) {
    var sent = Sent()
    sent.messages = 1
    sent.payloadBytes = message.payload.count * MemoryLayout<Float>.size
    sent.headerBytes = message.header.count * MemoryLayout<Int32>.size
    sums[kind, default: [:]][receiver, default: Sent()] += sent
  }
}

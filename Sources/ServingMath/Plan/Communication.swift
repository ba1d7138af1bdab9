public import Quantities

/// One exchange among devices, as one of them takes part in it.
public struct Communication: Hashable, Sendable {
  /// How bytes go round.
  public enum Kind: String, CaseIterable, Hashable, Sendable {
    /// From one device to another.
    case handOver = "hand-over"
    /// A ring that adds up, then a ring that passes on the sums: 2 · (n − 1) messages a device.
    case allReduce = "all-reduce"
    /// A ring that adds up and leaves each device one chunk of the sums: n − 1 messages a device.
    case reduceScatter = "reduce-scatter"
    /// A ring that passes on what each has: n − 1 messages a device.
    case allGather = "all-gather"
    /// From each device to every other.
    case allToAll = "all-to-all"
    /// From each device to the first.
    case gather
  }

  /// Messages to one device.
  public struct Sending: Hashable, Sendable {
    /// The device they go to.
    public let receiver: Int
    /// How many they are.
    public let messages: Int
    /// What they carry together.
    package let byteCount: Double

    package init(to receiver: Int, messages: Int, bytes: Double) {
      self.receiver = receiver
      self.messages = messages
      byteCount = bytes
    }

    /// What they carry together.
    public var bytes: Quantity { Quantity(byteCount, .bytes) }
  }

  /// How bytes go round.
  public let kind: Kind
  /// All devices that take part, in the order of the ring.
  public let group: [Int]
  /// What this device sends, by receiver.
  public let sendings: [Sending]

  package init(_ kind: Kind, group: [Int], sendings: [Sending]) {
    self.kind = kind
    self.group = group
    self.sendings = sendings
  }

  /// Messages that this device sends.
  public var messages: Int { sendings.reduce(0) { $0 + $1.messages } }

  /// Bytes that this device sends.
  public var bytes: Quantity { Quantity(sendings.reduce(0) { $0 + $1.byteCount }, .bytes) }
}

/// What lies between two devices.
public enum LinkClass: String, CaseIterable, Hashable, Sendable {
  /// The rack's own network: scale-up.
  case rack = "inside a rack"
  /// Network cards and switches between racks: scale-out.
  case network = "between racks"
}

package import ServingMath

/// A device's end of the exchange with the others of its layout: what it sends is counted.
package final class Exchange {
  private let transport: any Transport
  /// What was sent while counting was on.
  package private(set) var traffic = TrafficCounters()
  /// Whether messages are counted; off at first.
  package var counts = false

  /// The end of a device.
  package init(_ transport: any Transport) { self.transport = transport }

  /// The device, counted from 0.
  package var rank: Int { transport.rank }

  /// Sends a message and counts what is in it.
  package func send(
    _ message: TransportMessage,
    to receiver: Int,
    as kind: Communication.Kind
  ) throws(TransportError) {
    if counts { traffic.add(message, to: receiver, as: kind) }
    try transport.send(message, to: receiver)
  }

  /// The activations of the next message from a device, which must be so many.
  package func receive(_ count: Int, from sender: Int) throws(TransportError) -> [Float] {
    let payload = try transport.receive(from: sender).payload
    guard payload.count == count else {
      throw .wrongSize(from: sender, found: payload.count, expected: count)
    }
    return payload
  }

  /// The next message from a device, of any size.
  package func receive(from sender: Int) throws(TransportError) -> TransportMessage {
    try transport.receive(from: sender)
  }

  /// Ends the exchange for all devices.
  package func close(_ error: TransportError) { transport.close(error) }
}

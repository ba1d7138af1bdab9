internal import CMessagePassing
import Glibc

/// Messages between processes, each of them a device, on one machine or several.
///
/// `mpirun` starts the processes, and Open MPI carries the messages where the package was built with its trait `MPI`;
/// in any other build there is no end to be had, and the error says how to make one that has.
///
/// What travels is what is in a message and nothing more: the header's numbers, if there are any, and the
/// activations after them. A message is copied when it is sent; a large one moves on while its sender is in a call
/// of the transport, at the latest in `finish`. A device that waits keeps its core busy; where others want it,
/// `mpirun --mca mpi_yield_when_idle 1` lets them have it. A process that dies ends the others too: `mpirun` sees
/// to it.
public struct MPITransport: Transport {
  /// The device whose end this is.
  public let rank: Int
  /// Devices in all.
  public let ranks: Int

  private init(rank: Int, ranks: Int) {
    (self.rank, self.ranks) = (rank, ranks)
  }

  /// Whether this build has MPI.
  public static var isAvailable: Bool { mp_available() }

  /// Whether this process was started by `mpirun`, or another that speaks PMIx.
  public static var isLaunched: Bool { unsafe getenv("PMIX_RANK") != nil }

  /// Joins the processes that were started together.
  ///
  /// - Parameter ranks: Devices of the layout, one for each process.
  /// - Returns: This process's end of the exchange.
  /// - Throws: `TransportError` when this build has no MPI, or there are more processes or fewer.
  public static func connecting(_ ranks: Int) throws(TransportError) -> MPITransport {
    var (rank, size): (Int32, Int32) = (0, 0)
    try unsafe check(mp_initialise(&rank, &size))
    guard size == ranks else {
      throw .failed(
        "the layout's devices are \(ranks), the processes \(size); start them with 'mpirun -n \(ranks)'"
      )
    }
    return MPITransport(rank: Int(rank), ranks: ranks)
  }

  /// Sends a copy of a message, without waiting for it to be received.
  ///
  /// - Throws: `TransportError` when there is no memory for the copy, or this process has left the exchange.
  public func send(_ message: TransportMessage, to receiver: Int) throws(TransportError) {
    guard (0..<ranks).contains(receiver) else { throw .noDevice(receiver, of: ranks) }
    if !message.header.isEmpty { try send(message.header, as: mp_header, to: receiver) }
    try send(message.payload, as: mp_payload, to: receiver)
  }

  /// The next message from a device; waits for it.
  ///
  /// - Throws: `TransportError` when this process has left the exchange.
  public func receive(from sender: Int) throws(TransportError) -> TransportMessage {
    guard (0..<ranks).contains(sender) else { throw .noDevice(sender, of: ranks) }
    var header: [Int32] = []
    var part = try next(from: sender)
    if part.kind == mp_header {
      header = try take(part.count)
      part = try next(from: sender)
    }
    return TransportMessage(try take(part.count), header: header)
  }

  /// Writes the error to standard error and ends all processes, this one with status 1.
  public func close(_ error: TransportError) { unsafe mp_abort("error: \(error)") }

  /// Leaves the exchange, when all that was sent is received and the other devices leave it too.
  ///
  /// - Throws: `TransportError` when this process has left it already.
  public func finish() throws(TransportError) { try unsafe Self.check(mp_finalise()) }

  /// Bytes that were handed to MPI for a device, headers and activations, since the start.
  ///
  /// Measured where MPI takes them, by the sizes of MPI's own types; what MPI adds to find the receiver is not known.
  public func bytesSent(to receiver: Int) -> Int {
    (0..<ranks).contains(receiver) ? Int(mp_bytes_sent(Int32(receiver))) : 0
  }

  // MARK: - Parts

  private func send<Number>(
    _ numbers: [Number],
    as kind: Int,
    to receiver: Int
  ) throws(TransportError) {
    try unsafe Self.check(
      numbers.withUnsafeBufferPointer {
        unsafe mp_send($0.baseAddress, $0.count, Int32(kind), Int32(receiver))
      }
    )
  }

  private func next(from sender: Int) throws(TransportError) -> (kind: Int, count: Int) {
    var (kind, count) = (Int32(0), 0)
    try unsafe Self.check(mp_await(Int32(sender), &kind, &count))
    return (Int(kind), count)
  }

  private func take<Number>(_ count: Int) throws(TransportError) -> [Number] {
    var reason: UnsafePointer<CChar>?
    let numbers = unsafe [Number](unsafeUninitializedCapacity: count) { room, filled in
      unsafe reason = mp_take(room.baseAddress)
      filled = unsafe reason == nil ? count : 0
    }
    try unsafe Self.check(reason)
    return numbers
  }

  private static func check(_ reason: UnsafePointer<CChar>?) throws(TransportError) {
    if let reason = unsafe reason { throw .failed(unsafe String(cString: reason)) }
  }
}

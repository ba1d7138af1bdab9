import ArgumentParser
import FlyingSocks
import Foundation

/// A socket that browsers can connect to.
struct ServeListener {
  let socket: Socket
  let port: UInt16

  /// Where ports are tried when none was asked for.
  private static let usual: ClosedRange<UInt16> = 3000...3019

  /// Opens a port.
  ///
  /// - Parameters:
  ///   - address: An IPv4 address of this machine.
  ///   - wanted: The port, 0 for any; the first free one of the usual if nil.
  /// - Throws: `ValidationError` for an address or port that cannot be had.
  init(address: String, port wanted: UInt16?) throws {
    for port in wanted.map({ $0...$0 }) ?? Self.usual {
      let place: sockaddr_in
      do { place = try .inet(ip4: address, port: port) } catch {
        throw ValidationError("'\(address)' is no IPv4 address")
      }
      let socket = try Socket(domain: AF_INET, type: .stream)
      do {
        try socket.setValue(true, for: .localAddressReuse)
        try socket.bind(to: place)
        try socket.listen()
      } catch {
        let isTaken = errno == EADDRINUSE
        let reason = unsafe String(cString: strerror(errno))
        try? socket.close()
        if wanted == nil, isTaken { continue }
        throw ValidationError(
          isTaken
            ? "port \(port) is in use: another program, perhaps another 'chalktalk serve', has it; "
              + "choose another --port, or leave --port away for the first free one"
            : "cannot listen on \(address), port \(port): \(reason)"
        )
      }
      guard case .ip4(_, let given) = try socket.sockname() else { continue }
      self.socket = socket
      self.port = given
      if wanted == nil, port != Self.usual.lowerBound {
        Console.note("port \(Self.usual.lowerBound) is in use, this is \(port)")
      }
      return
    }
    throw ValidationError(
      "ports \(Self.usual.lowerBound) to \(Self.usual.upperBound) are all in use; choose a --port"
    )
  }
}

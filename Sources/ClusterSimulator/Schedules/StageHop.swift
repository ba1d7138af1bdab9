public import Quantities

/// What it takes to hand one microbatch's activations, gradients or tokens to another stage.
///
/// The stage computes on while it sends. Its link is busy for the transfer, one message after the
/// other in the order in which they were ready; the latency delays the message but holds up nothing
/// else.
public struct StageHop: Hashable, Sendable {
  /// Time from the last byte sent to the last byte there.
  public let latency: Quantity
  /// Time for which the message keeps the sender's link busy.
  public let transfer: Quantity

  /// A hop with its two times, in the unit of the passes.
  public init(latency: Quantity, transfer: Quantity) {
    self.latency = latency
    self.transfer = transfer
  }

  /// Time of a message that finds the link free.
  public var time: Quantity { latency + transfer }
}

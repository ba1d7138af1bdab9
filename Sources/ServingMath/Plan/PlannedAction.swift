public import Quantities

/// One thing that a device does in a step: some operations by itself, or one exchange with others.
///
/// The list of a device's actions is its program. The engine executes it action by action, and the clocked
/// cluster gives each a time.
public struct PlannedAction: Hashable, Sendable {
  /// What is done.
  public enum Step: Hashable, Sendable {
    /// Looks up the device's part of the vocabulary; other tokens give zeros.
    case embed
    /// Takes the device's columns of the residual stream from the stage before.
    case receive
    /// Norm, projections of queries, keys and values, rotation, cache, scores and weighted sums.
    case attention
    /// Puts together what the context ranks attended to.
    case mergeContext
    /// The product out of attention: a part of the sum over heads.
    case attentionOutput
    /// Adds what attention made to the residual stream, behind its norm where there is one.
    case addAttention
    /// Norm and network: a part of the sum over its width.
    case network
    /// Norm and scores of the experts.
    case route
    /// Sends rows to the devices of their experts.
    case dispatch
    /// Experts that every row visits: a part of the sum over their width.
    case sharedExperts
    /// The routed experts of this device, of the rows that visit them.
    case experts
    /// Sends what experts made back to where the rows came from.
    case combine
    /// Adds what the visited experts made onto each row.
    case mix
    /// Adds what the network or the experts made to the residual stream, behind its norm where there is one.
    case addNetwork
    /// Adds up what the devices of a group have.
    case sum
    /// Gives each device of a group the columns that the others have.
    case gather
    /// Final norm and the device's part of the vocabulary's logits.
    case head
    /// Collects the logits on the first device of the tensor-parallel group.
    case collectLogits
    /// Hands the device's columns of the residual stream to the next stage.
    case send
    /// Adds up the gradients of what the device shares with its replicas, each of which keeps a chunk.
    case sumGradients
    /// The optimiser's step on the device's chunk.
    case update
    /// Gives the replicas the new weights of the chunk.
    case shareWeights
  }

  /// What is done.
  public let step: Step
  /// The layer for which it is done; none for the ends of the model and of a stage.
  public let layer: Int?
  /// What the device computes.
  public package(set) var operations: [PlannedOperation] = []
  /// What the device says to others.
  public package(set) var communication: Communication?

  package init(_ step: Step, layer: Int? = nil) {
    self.step = step
    self.layer = layer
  }

  /// The sums over its operations.
  package var amounts: Amounts {
    operations.reduce(into: Amounts()) { $0 += $1.amounts }
  }

  /// Arithmetic of all operations, in FLOP.
  public var work: Quantity { Quantity(amounts.flop, .flop) }
}

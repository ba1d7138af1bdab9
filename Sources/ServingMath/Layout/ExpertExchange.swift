public import Quantities

/// What a layer of experts sends for one token: out to the chosen experts, and back.
///
/// One copy of the token's activations goes to each chosen expert, and each sends one result back. Copies
/// to experts on the token's own device are counted too; `RackTraffic` says what leaves a rack.
///
/// > Source: lecture, 0:34:39 to 0:35:20 (C053); the default precisions are those of DeepSeek's
/// production system.
public struct ExpertExchange: Hashable, Sendable {
  /// Experts that a token visits.
  public let copies: Int
  /// Elements of the activations of one token.
  public let hiddenSize: Int
  /// How activations travel to the experts.
  public let dispatch: Precision
  /// How results travel back.
  public let combine: Precision

  /// The exchange of a model, or nothing for a dense one.
  public init?(
    _ config: TransformerConfig,
    dispatch: Precision = .fp8,
    combine: Precision = .bf16
  ) {
    guard let experts = config.experts else { return nil }
    copies = experts.chosen
    hiddenSize = config.hiddenSize
    self.dispatch = dispatch
    self.combine = combine
  }

  /// Bytes that one token sends out in one layer.
  ///
  ///     copies · hidden size · bytes per element
  public var dispatchBytes: Quantity { bytes(in: dispatch) }

  /// Bytes that come back for one token in one layer.
  public var combineBytes: Quantity { bytes(in: combine) }

  /// Both ways.
  public var bytes: Quantity { dispatchBytes + combineBytes }

  /// How many times the way back outweighs the way out: 1 where both travel in one precision.
  public var combineOverDispatch: Quantity { combineBytes / dispatchBytes }

  /// Both ways if the token is sent not once for each expert but so many times on average.
  ///
  /// - Parameter copies: A plain number, such as the other nodes that a token visits.
  /// - Returns: In bytes, for one token and layer.
  public func bytes(copies: Quantity) -> Quantity { bytes * copies / Quantity(self.copies) }

  private func bytes(in precision: Precision) -> Quantity {
    Quantity(copies * hiddenSize) * precision.bytesPerElement
  }
}

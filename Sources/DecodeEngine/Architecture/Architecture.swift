public import ServingMath

/// What must be known of a model, besides its weights, to compute with it.
///
/// The shape says how many weights there are; this adds what they mean: how positions turn queries and keys,
/// what a gate does, how a router scores, what norms add. One description serves all families, and `Blocks/`
/// compute from it without asking which family it is.
public struct Architecture: Hashable, Sendable {
  /// Sizes of all matrices and of the cache.
  public let shape: TransformerConfig
  /// What is beyond the shape, layer by layer.
  public let layers: [Layer]
  /// Positions that the model was made for.
  public let contextLength: Int
  /// Added to the mean square before its root is taken.
  public let normEpsilon: Float
  /// What stored norm weights are added to: 1 where a family stores their distance from one.
  public let normOffset: Float
  /// What looked-up embeddings are multiplied with.
  public let embeddingScale: Float
  /// Bounds the logits by cap · tanh(logit / cap).
  public let logitSoftcap: Float?
  /// How the tensors of a checkpoint are named and laid out.
  public internal(set) var naming: WeightNaming
  /// The token that starts a text, if the configuration names one.
  public let beginningToken: Int32?
  /// Tokens that end a text.
  public let endTokens: [Int32]

  /// What a layer does beyond its shape.
  public struct Layer: Hashable, Sendable {
    /// How positions turn queries and keys.
    package let rotary: RotaryRule
    /// What scores are multiplied with before the softmax.
    public let attentionScale: Float
    /// Bounds scores by cap · tanh(score / cap).
    public let attentionSoftcap: Float?
    /// Whether attention's and the network's results pass a norm of their own before they are added.
    public let normsResults: Bool
    /// What the network's gate does.
    public let activation: Activation
    /// How experts are chosen, where there are any.
    public let routing: Routing?
  }
}

/// How a checkpoint names its tensors where families differ, and how it orders their rows.
public struct WeightNaming: Hashable, Sendable {
  /// How the experts of a layer are stored.
  public enum Experts: Hashable, Sendable {
    /// `mlp.experts.N.gate_proj`, `up_proj`, `down_proj`; the router is `mlp.gate`.
    case separate
    /// `mlp.experts.gate_up_proj`, experts × (gate, then up) × inputs, and `down_proj`; the router is `mlp.gate`.
    case fused
    /// `block_sparse_moe.experts.N.w1` (gate), `w3` (up), `w2` (down).
    case mixtral
    /// One tensor for all experts, inputs × outputs, gate and up in turn column by column.
    case fusedInTurn
  }

  /// How the experts of a layer are stored.
  public var experts: Experts = .separate
  /// Whether the norm before the feed-forward network is `pre_feedforward_layernorm`, and
  /// `post_attention_layernorm` is one of attention's result.
  public var hasSandwichNorms = false
  /// Whether rotary columns are stored in adjacent pairs rather than in halves.
  public var rotaryPairsAreAdjacent = false
  /// What stands before the names of the text model: `model.`, or more where it is part of another.
  public var prefix = "model."
  /// The output head.
  public var head = "lm_head"
  /// Layers behind the last that guess further tokens; they are not read.
  public var guessingLayers = 0
}

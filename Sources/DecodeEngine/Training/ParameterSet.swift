public import Quantities
import ServingMath

/// One number for every weight of a model: the weights themselves, their gradients or their moments.
///
/// Names are those of published Llama checkpoints; matrices are [outputs, inputs], row by row.
public struct ParameterSet: Hashable, Sendable {
  /// A tensor of the set.
  public struct Tensor: Hashable, Sendable {
    /// Name as in a checkpoint.
    public let name: String
    /// Rows and columns of a matrix, or the width of a norm.
    public let shape: [Int]
    /// Elements in row-major order.
    public internal(set) var values: [Float]

    /// Whether the tensor multiplies vectors as a matrix; the input embedding does not, it is looked up.
    public var isMatrix: Bool { shape.count == 2 && name != ParameterSet.embeddingName }
  }

  /// All tensors: embedding, layers from first to last, final norm, output head.
  public internal(set) var tensors: [Tensor]

  /// Names of all tensors, in the same order.
  public var names: [String] { tensors.map(\.name) }

  /// Elements of all tensors.
  public var count: Int { tensors.reduce(0) { $0 + $1.values.count } }

  /// Memory that the elements take.
  public var bytes: Quantity { Quantity(count * MemoryLayout<Float>.size, .bytes) }

  /// The largest absolute element; a plain number.
  public var largest: Quantity {
    Quantity(
      Double(
        tensors.reduce(Float(0)) { $1.values.reduce($0) { max($0, abs($1)) } }
      )
    )
  }

  /// The largest absolute difference to another set; a plain number.
  ///
  /// Stops if the other set is of another shape.
  public func largestDifference(to other: ParameterSet) -> Quantity {
    if tensors.map(\.shape) != other.tensors.map(\.shape) {
      stop(
        "sets of \(count) and of \(other.count) elements, or of other shapes, cannot be compared"
      )
    }
    let largest = zip(tensors, other.tensors).reduce(Float(0)) { largest, pair in
      zip(pair.0.values, pair.1.values).reduce(largest) { max($0, abs($1.0 - $1.1)) }
    }
    return Quantity(Double(largest))
  }

  /// The elements of the tensor with a name; nil if there is none.
  public subscript(name: String) -> [Float]? { tensors.first { $0.name == name }?.values }

  /// Gives a tensor other elements.
  ///
  /// - Throws: `unknownParameter`, `elementsDoNotFit`.
  public mutating func replace(_ name: String, with values: [Float]) throws(TrainingError) {
    guard let index = tensors.firstIndex(where: { $0.name == name }) else {
      throw .unknownParameter(name: name, nearest: nearestSpelling(of: name, among: names))
    }
    let expected = tensors[index].values.count
    if values.count != expected {
      throw .elementsDoNotFit(name: name, expected: expected, given: values.count)
    }
    tensors[index].values = values
  }
}

// MARK: - Places

extension ParameterSet {
  static let embeddingName = "model.embed_tokens.weight"

  /// The tensors of a layer, in the order in which they stand.
  enum LayerPart: Int, CaseIterable {
    case attentionNorm
    case query
    case key
    case value
    case attentionOutput
    case feedForwardNorm
    case gate
    case up
    case down

    var name: String {
      switch self {
      case .attentionNorm: "input_layernorm"
      case .query: "self_attn.q_proj"
      case .key: "self_attn.k_proj"
      case .value: "self_attn.v_proj"
      case .attentionOutput: "self_attn.o_proj"
      case .feedForwardNorm: "post_attention_layernorm"
      case .gate: "mlp.gate_proj"
      case .up: "mlp.up_proj"
      case .down: "mlp.down_proj"
      }
    }

    func shape(in model: TrainingShape) -> [Int] {
      let (hidden, inner) = (model.hiddenSize, model.feedForwardSize)
      let queries = model.heads * model.headDimension
      let keys = model.keyValueHeads * model.headDimension
      return switch self {
      case .attentionNorm, .feedForwardNorm: [hidden]
      case .query: [queries, hidden]
      case .key, .value: [keys, hidden]
      case .attentionOutput: [hidden, queries]
      case .gate, .up: [inner, hidden]
      case .down: [hidden, inner]
      }
    }
  }

  static let embedding = 0
  var finalNorm: Int { tensors.count - 2 }
  var head: Int { tensors.count - 1 }

  /// The place of a part of a layer among the tensors.
  static func place(_ part: LayerPart, layer: Int) -> Int {
    1 + layer * LayerPart.allCases.count + part.rawValue
  }

  /// A set of zeros.
  init(zerosFor model: TrainingShape) {
    var described = [(Self.embeddingName, [model.vocabularySize, model.hiddenSize])]
    for layer in 0..<model.layers {
      for part in LayerPart.allCases {
        described.append(("model.layers.\(layer).\(part.name).weight", part.shape(in: model)))
      }
    }
    described.append(("model.norm.weight", [model.hiddenSize]))
    described.append(("lm_head.weight", [model.vocabularySize, model.hiddenSize]))
    tensors = described.map { name, shape in
      Tensor(
        name: name,
        shape: shape,
        values: [Float](repeating: 0, count: shape.reduce(1, *))
      )
    }
  }

  /// Weights to begin with, the same for a seed on every machine.
  ///
  /// Norms are 1. Everything else is even between ±√3·σ with σ = 1 for the embedding and 1 / √inputs for a
  /// matrix; the matrices that a branch ends with are smaller by √(2 · layers), so that the residual
  /// stream keeps its size at any depth.
  init(initialFor model: TrainingShape, seed: UInt64) {
    self.init(zerosFor: model)
    var random = SplitMix64(seed: seed)
    let branches = Float(2 * model.layers)
    for index in tensors.indices {
      let tensor = tensors[index]
      guard tensor.shape.count == 2 else {
        tensors[index].values = [Float](repeating: 1, count: tensor.values.count)
        continue
      }
      var variance: Float = tensor.isMatrix ? 1 / Float(tensor.shape[1]) : 1
      let endsBranch = [.attentionOutput, .down].contains { (part: LayerPart) in
        tensor.name.hasSuffix(part.name + ".weight")
      }
      if endsBranch { variance /= branches }
      let bound = (3 * variance).squareRoot()
      for element in tensor.values.indices {
        tensors[index].values[element] = bound * (2 * random.nextUnit() - 1)
      }
    }
  }
}

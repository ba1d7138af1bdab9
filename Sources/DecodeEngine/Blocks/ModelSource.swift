public import ServingMath

/// Where a model comes from: a folder as published, one file that says everything, or a shape and a seed.
public enum ModelSource: Hashable, Sendable {
  /// `config.json` beside `model.safetensors` or its shards.
  case folder(String)
  /// A `.gguf` file.
  case gguf(String)
  /// A llama2.c checkpoint.
  case llama2C(String)
  /// Weights by seed for a shape.
  case synthetic(TransformerConfig, contextLength: Int, seed: UInt64)

  /// What a path names, by its ending: `.gguf`, `.bin` (llama2.c), or a folder.
  public init(path: String) {
    self =
      path.hasSuffix(".gguf")
      ? .gguf(path) : path.hasSuffix(".bin") ? .llama2C(path) : .folder(path)
  }

  /// What the weights mean, without reading them.
  ///
  /// - Throws: `ModelError`, with file and place.
  public func architecture() throws(ModelError) -> Architecture { try open().0 }

  func open() throws(ModelError) -> (Architecture, any Checkpoint) {
    do {
      switch self {
      case .folder(let folder):
        return (try Architecture(folder: folder), try SafetensorsCheckpoint(folder: folder))
      case .gguf(let path):
        let checkpoint = try GGUFCheckpoint(file: path)
        let hasBias = checkpoint.shape(of: "model.layers.0.self_attn.q_proj.bias") != nil
        let stored = try checkpoint.architecture()
        return (Architecture(stored, hasInputBias: hasBias), checkpoint)
      case .llama2C(let path):
        let checkpoint = try Llama2CCheckpoint(file: path)
        return (Architecture(checkpoint.architecture), checkpoint)
      case .synthetic(let shape, let contextLength, let seed):
        let architecture = Architecture(shape: shape, contextLength: contextLength)
        return (architecture, SyntheticCheckpoint(architecture, seed: seed))
      }
    } catch let error as CheckpointError {
      throw .weights(error)
    } catch let error as ModelError {
      throw error
    } catch {
      throw .unreadable(file: "\(self)", reason: "\(error)")
    }
  }
}

extension Transformer {
  /// Reads and packs the weights of a model.
  ///
  /// - Parameters:
  ///   - source: Where they are.
  ///   - format: How matrices are kept; by default so that nothing of what is stored is lost.
  ///   - threads: Threads that read and pack.
  /// - Throws: `ModelError`, with file and place.
  public init(
    _ source: ModelSource,
    format: WeightFormat? = nil,
    threads: Int = 1
  ) throws(ModelError) {
    let (architecture, checkpoint) = try source.open()
    try self.init(architecture, checkpoint, format: format, threads: threads)
  }
}

extension SyntheticCheckpoint {
  /// Weights by seed for an architecture.
  ///
  /// - Parameters:
  ///   - architecture: Says which tensors there are.
  ///   - seed: The same seed gives the same weights on every machine.
  public init(_ architecture: Architecture, seed: UInt64) {
    let tensors = architecture.tensors.map { tensor in
      let role: SyntheticTensor.Role =
        switch tensor.role {
        case .matrix(let inputs): .matrix(inputs: inputs)
        case .norm: architecture.normOffset == 0 ? .norm : .offsetNorm
        case .bias: .bias
        }
      return SyntheticTensor(tensor.name, tensor.shape, role)
    }
    self.init(tensors, seed: seed)
  }
}

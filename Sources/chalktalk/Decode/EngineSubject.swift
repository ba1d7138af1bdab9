import ArgumentParser
import DecodeEngine
import Foundation
import Quantities
import ServingMath

/// The model that an engine request names, before its weights are read.
struct EngineSubject {
  /// As a person knows it.
  let name: String
  let source: ModelSource
  let architecture: Architecture
  /// Threads that read and pack: as many as asked for, by default all cores.
  private let threads: Int
  /// The format asked for; without one, that of the stored weights.
  let format: WeightFormat?

  /// Finds the model and reads what its weights mean.
  ///
  /// - Parameters:
  ///   - request: As it stands on the command line.
  ///   - context: Positions that a synthetic model is made for.
  /// - Throws: A usage error for an unknown name or file, exit 1 for a bad model file.
  init(_ request: EngineRequest, context: Int? = nil) throws {
    let text = request.model
    format = request.dtype?.value
    threads = request.threads?.value ?? ProcessInfo.processInfo.activeProcessorCount
    if text.hasPrefix("synthetic:") {
      let wanted = String(text.dropFirst("synthetic:".count))
      let shape = try SyntheticShape.named(wanted)
      name = "\(shape.name), synthetic"
      source = .synthetic(shape.config, contextLength: context ?? 4096, seed: 1)
    } else {
      (name, source) = try Self.file(text)
    }
    let source = source
    architecture = try Refusal.orExit { () throws(ModelError) in try source.architecture() }
  }

  /// Reads and packs the weights.
  ///
  /// - Throws: Exit 1 with file and place for bad weights.
  func transformer() throws -> Transformer {
    try Refusal.orExit { () throws(ModelError) in
      try Transformer(source, format: format, threads: threads)
    }
  }

  private static func file(_ path: String) throws -> (String, ModelSource) {
    var isFolder: ObjCBool = false
    guard unsafe FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
      let known = SyntheticShape.names.contains(path) || (try? Model.named(path)) != nil
      let help = known ? "; did you mean 'synthetic:\(path)'?" : ""
      throw ValidationError("there is no file or folder '\(path)'\(help)")
    }
    let isModelFile = path.hasSuffix(".gguf") || path.hasSuffix(".bin")
    guard isFolder.boolValue || isModelFile else {
      throw ValidationError(
        "'\(path)' is no model: name the folder of its config.json, a .gguf or a .bin file"
      )
    }
    let url = URL(fileURLWithPath: path)
    let name = isFolder.boolValue ? url.standardizedFileURL : url.deletingPathExtension()
    return (name.lastPathComponent, ModelSource(path: isFolder.boolValue ? url.path : path))
  }
}

/// Shapes for weights by seed.
enum SyntheticShape {
  /// The two on which the bench compares engines.
  static let names = ["110M", "1B"]

  static func named(_ text: String) throws -> (name: String, config: TransformerConfig) {
    switch text {
    case "110M": return (text, llama(hidden: 768, layers: 12, heads: 12, kvHeads: 12, width: 2048))
    case "1B": return (text, llama(hidden: 2048, layers: 22, heads: 32, kvHeads: 4, width: 5632))
    default: return try ModelOption.shape(text, besides: names)
    }
  }

  /// A Llama with 32,000 tokens whose head is the embedding.
  private static func llama(
    hidden: Int,
    layers: Int,
    heads: Int,
    kvHeads: Int,
    width: Int
  ) -> TransformerConfig {
    let attention = Attention(
      .grouped(queryHeads: heads, keyValueHeads: kvHeads, headDimension: hidden / heads)
    )
    let layer = TransformerConfig.Layer(
      attention,
      .dense(width: width),
      normParameters: 2 * hidden
    )
    return TransformerConfig(
      hiddenSize: hidden,
      vocabularySize: 32_000,
      tiesEmbeddings: true,
      layers: Array(repeating: layer, count: layers)
    )
  }
}

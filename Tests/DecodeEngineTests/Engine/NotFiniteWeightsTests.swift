import DecodeEngine
import Foundation
import Testing

/// A weight that is no finite number keeps a model from loading, wherever it stands and however it is kept.
@Suite struct NotFiniteWeightsTests {
  @Test(
    arguments: [
      ("llama-linear-biases", "model.embed_tokens.weight", 0),
      ("llama-linear-biases", "model.layers.1.self_attn.k_proj.weight", 349),
      ("llama-linear-biases", "model.layers.0.mlp.down_proj.weight", 100),
      ("llama-linear-biases", "model.layers.1.input_layernorm.weight", 34),
      ("llama-linear-biases", "model.norm.weight", 7),
      ("llama-linear-biases", "model.layers.1.mlp.down_proj.bias", 13),
      ("llama-linear-biases", "model.layers.0.self_attn.q_proj.bias", 49),
      ("gpt-oss", "model.layers.1.mlp.experts.gate_up_proj", 1_001),
      ("gpt-oss", "model.layers.1.mlp.experts.down_proj_bias", 5),
      ("gpt-oss", "model.layers.0.mlp.router.weight", 17),
      ("gpt-oss", "model.layers.0.self_attn.sinks", 1),
      ("deepseek-v3", "model.layers.1.self_attn.kv_b_proj.weight", 200),
      ("deepseek-v3", "model.layers.1.mlp.gate.e_score_correction_bias", 2),
    ],
    [Float.nan, -.infinity]
  )
  func loadingNamesTensorAndIndex(_ place: (String, String, Int), _ value: Float) throws {
    let (model, tensor, index) = place
    let source = Fixture.path("checkpoints/\(model)")
    var bytes = try Fixture.bytes("checkpoints/\(model)/model.safetensors")
    let start = try Self.start(of: tensor, in: bytes) + 4 * index
    bytes.replaceSubrange(start..<start + 4, with: littleEndian(value.bitPattern))
    let folder = try ScratchFolder()
    let file = try folder.write(bytes, to: "model.safetensors")
    let config = try Architecture(folder: source)
    for format in [nil] + WeightFormat.allCases {
      let error = try #require(throws: ModelError.self) {
        let checkpoint = try SafetensorsCheckpoint(folder: folder.path)
        _ = try Transformer(config, checkpoint, format: format)
      }
      guard case .weights(let problem) = error else { throw error }
      #expect(
        problem.problem == .notFinite(tensor: tensor, index: index, value: "\(value)")
      )
      #expect(problem.file == file)
      #expect("\(error)".contains(tensor) && "\(error)".contains("\(index)"))
    }
  }

  /// The byte at which a tensor of single precision begins.
  private static func start(of tensor: String, in bytes: [UInt8]) throws -> Int {
    let length = (0..<8).reduce(0) { $0 | Int(bytes[$1]) << (8 * $1) }
    let header = try JSONSerialization.jsonObject(with: Data(bytes[8..<8 + length]))
    let entry = try #require((header as? [String: Any])?[tensor] as? [String: Any])
    try #require(entry["dtype"] as? String == "F32")
    let offsets = try #require(entry["data_offsets"] as? [Int])
    return 8 + length + offsets[0]
  }
}

import DecodeEngine
import Foundation
import ServingMath
import TestSupport
import Testing

/// What a configuration asks for and no block computes is an error that names the key.
@Suite struct RefusedConfigurationsTests {
  /// A checkpoint's configuration with one key more or another value, and the word that the error must name.
  struct Change: CustomTestStringConvertible {
    let name: String
    let key: String
    let value: String
    var names: String?

    var testDescription: String { "\(name): \(key) = \(value)" }
  }

  private static let changes = [
    Change(
      name: "llama",
      key: "rope_parameters",
      value: #"{"rope_type": "dynamic", "factor": 2}"#,
      names: "'rope_type' is 'dynamic'"
    ),
    Change(
      name: "llama",
      key: "rope_scaling",
      value: #"{"type": "longrope", "factor": 2}"#,
      names: "'type' is 'longrope'"
    ),
    Change(name: "llama", key: "rope_scaling", value: #""yarn""#),
    Change(name: "llama", key: "rope_scaling", value: #"{"type": "linear"}"#, names: "factor"),
    Change(
      name: "llama",
      key: "rope_scaling",
      value: #"{"type": "yarn", "factor": 2, "beta_fast": -1}"#,
      names: "beta_fast"
    ),
    Change(
      name: "llama",
      key: "rope_parameters",
      value: #"{"full_attention": {"rope_type": "default"}}"#
    ),
    Change(name: "gemma3", key: "rope_parameters", value: #"{"rope_type": "default"}"#),
    Change(name: "llama", key: "partial_rotary_factor", value: "0.5"),
    Change(name: "llama", key: "hidden_act", value: #""gelu""#),
    Change(name: "gemma3", key: "hidden_activation", value: #""gelu""#),
    Change(name: "llama", key: "rms_norm_eps", value: "-1"),
    Change(name: "llama", key: "is_causal", value: "false"),
    Change(name: "gemma3", key: "use_bidirectional_attention", value: "true"),
    Change(name: "gemma3", key: "final_logit_softcapping", value: "0"),
    Change(name: "deepseek-v3", key: "quantization_config", value: #"{"quant_method": "fp8"}"#),
    Change(name: "gpt-oss", key: "quantization_config", value: #"{"quant_method": "mxfp4"}"#),
    Change(name: "deepseek-v3", key: "scoring_func", value: #""softmax""#),
    Change(name: "deepseek-v3", key: "topk_method", value: #""greedy""#),
    Change(name: "deepseek-v3", key: "n_group", value: "3"),
    Change(
      name: "mistral-window",
      key: "layer_types",
      value: #"["full_attention", "sliding_attention"]"#
    ),
    Change(
      name: "llama",
      key: "layer_types",
      value: #"["full_attention", "chunked_attention", "full_attention"]"#,
      names: "attention_chunk_size"
    ),
  ]

  @Test(arguments: changes)
  func keyIsNamed(_ change: Change) throws {
    let folder = try ReferenceFile(change.name).folder
    let url = URL(fileURLWithPath: folder + "/config.json")
    var object = try #require(
      try JSONSerialization.jsonObject(with: Data(contentsOf: url)) as? [String: Any]
    )
    object[change.key] = try JSONSerialization.jsonObject(
      with: Data(change.value.utf8),
      options: .fragmentsAllowed
    )
    let bytes = Array(try JSONSerialization.data(withJSONObject: object))
    let error = try #require(throws: ConfigError.self) { try Architecture(huggingFace: bytes) }
    #expect("\(error)".contains(change.names ?? "'\(change.key)'"), "\(error)")
  }
}

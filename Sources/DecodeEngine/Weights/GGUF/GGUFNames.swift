/// Hugging Face's names for the tensors of a GGUF file.
///
/// Known for the families whose weights the converter stores as they are, but for the order of rows: Llama and
/// Mistral, Mixtral (`llama` with experts), Qwen2, Qwen3 and Qwen3-MoE. Tensors of other families, and those
/// without a counterpart, keep their names.
struct GGUFNames: Sendable {
  let family: String
  /// Whether the family is one of those.
  let isKnown: Bool

  private static let families = ["llama", "qwen2", "qwen3", "qwen3moe"]

  init(family: String) {
    self.family = family
    isKnown = Self.families.contains(family)
  }

  /// Families that are known, for messages.
  static var known: String { families.joined(separator: ", ") }

  /// Whether a tensor's rows stand in the order of llama.cpp's turning of neighbours.
  func turnsNeighbours(_ name: String) -> Bool {
    family == "llama" && name.hasPrefix("blk.")
      && [".attn_q.weight", ".attn_k.weight", ".attn_q.bias", ".attn_k.bias"]
        .contains { name.hasSuffix($0) }
  }

  /// The name of a tensor that is stored as a whole, the same name if there is no other.
  func name(of stored: String) -> String {
    guard isKnown else { return stored }
    if let name = Self.outside[stored] { return name }
    guard let (layer, part, suffix) = parts(stored) else { return stored }
    let inner: String? = part == "ffn_gate_inp" ? experts + "gate" : Self.inside[part]
    return inner.map { "model.layers.\(layer).\($0).\(suffix)" } ?? stored
  }

  /// The name of one expert's matrix in a tensor that stacks them, nil for any other tensor.
  func name(of stored: String, expert: Int) -> String? {
    guard isKnown, let (layer, part, suffix) = parts(stored) else { return nil }
    let matrix: String? =
      switch part {
      case "ffn_gate_exps": family == "llama" ? "w1" : "gate_proj"
      case "ffn_down_exps": family == "llama" ? "w2" : "down_proj"
      case "ffn_up_exps": family == "llama" ? "w3" : "up_proj"
      default: nil
      }
    return matrix.map { "model.layers.\(layer).\(experts)experts.\(expert).\($0).\(suffix)" }
  }

  private var experts: String { family == "llama" ? "block_sparse_moe." : "mlp." }

  /// `blk.LAYER.PART.SUFFIX` in its pieces.
  private func parts(_ stored: String) -> (layer: Int, part: String, suffix: String)? {
    let pieces = stored.split(separator: ".", omittingEmptySubsequences: false)
    guard pieces.count == 4, pieces[0] == "blk", let layer = Int(pieces[1]), layer >= 0,
      String(layer) == pieces[1]
    else { return nil }
    return (layer, String(pieces[2]), String(pieces[3]))
  }

  private static let outside = [
    "token_embd.weight": "model.embed_tokens.weight",
    "output_norm.weight": "model.norm.weight",
    "output.weight": "lm_head.weight",
  ]

  private static let inside = [
    "attn_norm": "input_layernorm",
    "attn_q": "self_attn.q_proj",
    "attn_k": "self_attn.k_proj",
    "attn_v": "self_attn.v_proj",
    "attn_output": "self_attn.o_proj",
    "attn_q_norm": "self_attn.q_norm",
    "attn_k_norm": "self_attn.k_norm",
    "ffn_norm": "post_attention_layernorm",
    "ffn_gate": "mlp.gate_proj",
    "ffn_up": "mlp.up_proj",
    "ffn_down": "mlp.down_proj",
  ]
}

import Quantities
import ServingMath

/// A row of the measured sample, with what is needed to plan it again.
struct MeasuredRow {
  let id: String
  let model: Model
  let plan: ServingPlan
  /// Time per output token.
  let time: Quantity

  /// The rows that the plain board can be asked about: prefill and decode on the same devices, no data
  /// parallelism inside the engine, at most eight of them, a model of the catalogue.
  static func all() throws -> [MeasuredRow] {
    let text = String(decoding: try fixture("silicon/measured.csv"), as: UTF8.self)
    let lines = text.split(whereSeparator: \.isNewline).map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
    let header = lines[0]
    return try lines.dropFirst().compactMap { fields in
      try MeasuredRow(Dictionary(uniqueKeysWithValues: zip(header, fields)))
    }
  }

  private init?(_ row: [String: String]) throws {
    func text(_ key: String) -> String { row[key] ?? "" }
    func count(_ key: String) -> Int { Int(text(key)) ?? 0 }
    guard text("mode") == "agg", count("attention_dp_size") <= 1, count("pp_size") == 1,
      (1...8).contains(count("tp_size")), let model = Self.models[text("model_path")],
      let chip = Self.chips[text("system")], let time = Double(text("silicon_tpot_ms")),
      count("batch_size") > 0
    else { return nil }
    let stored = model.config.storedPrecision
    // A checkpoint that is published in four bits is served as it is, whatever the label.
    let isStoredInFours = stored.routedExperts == .fp4
    let labelled = { (key: String) in isStoredInFours ? nil : Self.precisions[text(key)] }
    let rest = labelled("gemm_quant_mode") ?? stored.rest
    let experts = labelled("moe_quant_mode") ?? stored.routedExperts
    let expertDegree = count("moe_ep_size") > 1 && count("moe_ep_size") <= count("tp_size")
    id = text("id")
    self.model = model
    self.time = Quantity(time, .milliseconds)
    plan = try ServingPlan(
      model.config,
      on: chip,
      Layout(
        tensor: count("tp_size"),
        expert: expertDegree && model.config.experts != nil ? count("moe_ep_size") : 1
      ),
      batch: count("batch_size"),
      context: count("isl") + count("osl") / 2,
      weights: StoredPrecision(routedExperts: experts, rest: rest),
      cache: rest == .bf16 ? .bf16 : .fp8
    )
  }

  private static let models: [String: Model] = [
    "deepseek-ai/DeepSeek-R1": .deepSeekV3, "deepseek-ai/DeepSeek-V3": .deepSeekV3,
    "nvidia/DeepSeek-R1-NVFP4": .deepSeekV3, "nvidia/DeepSeek-V3.1-NVFP4": .deepSeekV3,
    "MiniMaxAI/MiniMax-M2.5": .miniMaxM2, "meta-llama/Llama-3.1-70B": .llama70B,
    "openai/gpt-oss-120b": .gptOSS120B, "Qwen/Qwen3-32B": .qwen32B,
    "nvidia/Qwen3-32B-NVFP4": .qwen32B, "Qwen/Qwen3-235B-A22B-FP8": .qwen235B,
  ]
  private static let chips: [String: Chip] = [
    "b200_sxm": .b200, "h200_sxm": .h200, "h100_sxm": .h100, "gb200": .gb200,
  ]
  private static let precisions: [String: Precision] = [
    "fp8": .fp8, "fp8_block": .fp8, "nvfp4": .fp4, "bfloat16": .bf16,
  ]
}

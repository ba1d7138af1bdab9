import ServingMath

extension ArchitectureReader {
  /// Refuses what would change the computation and is not done here.
  func refuseWhatIsNotComputed(_ family: Family) throws(ConfigError) {
    for place in [object, file.outer] where place.has("quantization_config") {
      throw place.error(
        .wrongValue(
          key: "quantization_config",
          found: "an object",
          expected: "absent: packed weights are not read, those in fp32, fp16 and bf16 are"
        ),
        at: "quantization_config"
      )
    }
    for (key, usual) in [("use_bidirectional_attention", false), ("is_causal", true)] {
      if try object.flag(key, default: usual) != usual { throw wrong(key, "\(usual)") }
    }
    guard family.routesBySigmoid else { return }
    // DeepSeek's own keys, which tell its V3 from its V2; the library of Hugging Face does not ask them.
    for (key, value) in [("scoring_func", "sigmoid"), ("topk_method", "noaux_tc")] {
      if let found = try object.text(key), found != value { throw wrong(key, "'\(value)'") }
    }
  }
}

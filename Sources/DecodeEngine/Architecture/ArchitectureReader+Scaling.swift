import ServingMath

extension ArchitectureReader {
  /// How frequencies are scaled.
  func scaling(
    _ parameters: ConfigObject,
    _ family: Family
  ) throws(ConfigError) -> RotaryRule.Scaling {
    let key = parameters.has("rope_type") ? "rope_type" : "type"
    switch try parameters.text(key) ?? "default" {
    case "default": return .none
    case "linear": return .linear(factor: try factor(parameters))
    case "llama3":
      let low = try parameters.number("low_freq_factor", default: 1)
      let high = try parameters.number("high_freq_factor", default: 4)
      guard low < high else {
        throw parameters.error(
          .inconsistent("'low_freq_factor' should be below 'high_freq_factor'"),
          at: "low_freq_factor"
        )
      }
      return .llama3(
        factor: try factor(parameters),
        low: low,
        high: high,
        original: try original(parameters, family)
      )
    case "yarn": return try yarn(parameters, family)
    case let type:
      throw parameters.error(
        .wrongValue(key: key, found: "'\(type)'", expected: "default, linear, llama3 or yarn"),
        at: key
      )
    }
  }

  private func yarn(
    _ parameters: ConfigObject,
    _ family: Family
  ) throws(ConfigError) -> RotaryRule.Scaling {
    let original = try original(parameters, family)
    let factor =
      parameters.has("factor")
      ? try self.factor(parameters) : Double(try contextLength(family)) / original
    let scale = try parameters.number("mscale", default: 0)
    let all = try parameters.number("mscale_all_dim", default: 0)
    let usual =
      scale != 0 && all != 0
      ? Self.yarnFactor(factor, scale) / Self.yarnFactor(factor, all) : Self.yarnFactor(factor, 1)
    let attentionFactor = try parameters.number("attention_factor", default: usual)
    guard attentionFactor.isFinite else {
      throw parameters.error(.inconsistent("'mscale' and 'mscale_all_dim' make no finite factor"))
    }
    // For Gemma the library looks for this key beside the objects of the kinds of layers, not in them.
    let place = family.hasLocalRotary ? try section("rope_parameters") : parameters
    return .yarn(
      factor: factor,
      fast: try turns("beta_fast", usual: 32, parameters),
      slow: try turns("beta_slow", usual: 1, parameters),
      original: original,
      truncates: try place?.flag("truncate", default: true) ?? true,
      attentionFactor: attentionFactor
    )
  }

  /// Turns within the original context at which YaRN's mixing ends; 0 stands for the usual ones.
  private func turns(
    _ key: String,
    usual: Double,
    _ parameters: ConfigObject
  ) throws(ConfigError) -> Double {
    let turns = try parameters.number(key, default: 0)
    guard turns >= 0 else {
      throw parameters.error(
        .wrongValue(key: key, found: "\(turns)", expected: "a number above 0"),
        at: key
      )
    }
    return turns == 0 ? usual : turns
  }

  /// By how much YaRN sharpens attention: 0.1 · weight · ln(factor) + 1.
  static func yarnFactor(_ factor: Double, _ weight: Double) -> Double {
    factor <= 1 ? 1 : 0.1 * weight * PortableMath.logarithm(factor) + 1
  }

  private func factor(_ parameters: ConfigObject) throws(ConfigError) -> Double {
    let factor = try parameters.number("factor")
    guard factor >= 1 else {
      throw parameters.error(
        .wrongValue(key: "factor", found: "\(factor)", expected: "a number from 1"),
        at: "factor"
      )
    }
    return factor
  }

  /// Positions of the training before the scaling; a number beside the object holds before the one in it.
  private func original(
    _ parameters: ConfigObject,
    _ family: Family
  ) throws(ConfigError) -> Double {
    let key = "original_max_position_embeddings"
    let place = object.has(key) && !family.hasLocalRotary ? object : parameters
    return Double(
      try place.integer(key, from: 1, to: 100_000_000, default: contextLength(family))
    )
  }
}

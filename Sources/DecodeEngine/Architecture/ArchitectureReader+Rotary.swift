import Glibc
import ServingMath

extension ArchitectureReader {
  /// The rule of layers that look so far back.
  func rotary(for span: Attention.Span, _ family: Family) throws(ConfigError) -> RotaryRule {
    let isLocal = span != .full && family.hasLocalRotary
    let parameters = try rotaryObject(isLocal ? span : .full)
    let width = try rotaryWidth()
    let theta: Double
    if isLocal, !object.has("rope_parameters") {
      theta = try object.number("rope_local_base_freq", default: 10_000)
    } else {
      let fallback = isLocal ? 10_000 : family.theta
      let outer = try object.number("rope_theta", default: fallback)
      theta =
        if let parameters { try parameters.number("rope_theta", default: outer) } else { outer }
    }
    guard theta > 1 else { throw wrong("rope_theta", "a number above 1") }
    // In the older spelling a scaling is that of the layers that see everything.
    let isScaled = !(isLocal && !object.has("rope_parameters"))
    return RotaryRule(
      width: width,
      theta: theta,
      scaling: isScaled ? try scaling(parameters) : .none
    )
  }

  /// Where the file keeps what it says about rotation: one object, or one for each kind of layer.
  func rotaryObject(_ span: Attention.Span) throws(ConfigError) -> ConfigObject? {
    let key = object.has("rope_parameters") ? "rope_parameters" : "rope_scaling"
    guard let parameters = object.object(key) else { return nil }
    return parameters.object(span == .full ? "full_attention" : "sliding_attention") ?? parameters
  }

  private func rotaryWidth() throws(ConfigError) -> Int {
    guard let attention = shape.layers.first?.attention else { return 2 }
    let width: Int
    switch attention.heads {
    case .grouped(_, _, let headDimension), .linear(_, let headDimension):
      let part = try object.number("partial_rotary_factor", default: 1)
      guard part > 0, part <= 1 else { throw wrong("partial_rotary_factor", "above 0, at most 1") }
      width = Int(Double(headDimension) * part)
    case .latent(_, _, _, let rotary, _, _): width = rotary
    }
    guard width >= 2, width.isMultiple(of: 2) else {
      throw object.error(.inconsistent("\(width) rotary columns a head do not form pairs"))
    }
    return width
  }

  private func scaling(_ parameters: ConfigObject?) throws(ConfigError) -> RotaryRule.Scaling {
    guard let parameters else { return .none }
    let key = parameters.has("rope_type") ? "rope_type" : "type"
    switch try parameters.text(key) ?? "default" {
    case "default", "mrope": return .none
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
        original: try original(parameters)
      )
    case "yarn": return try yarn(parameters)
    case let type:
      throw parameters.error(
        .wrongValue(key: key, found: "'\(type)'", expected: "default, linear, llama3 or yarn"),
        at: key
      )
    }
  }

  private func yarn(_ parameters: ConfigObject) throws(ConfigError) -> RotaryRule.Scaling {
    let factor = try factor(parameters)
    let scale = try parameters.number("mscale", default: 0)
    let all = try parameters.number("mscale_all_dim", default: 0)
    let usual =
      scale > 0 && all > 0
      ? Self.yarnFactor(factor, scale) / Self.yarnFactor(factor, all) : Self.yarnFactor(factor, 1)
    return .yarn(
      factor: factor,
      fast: try parameters.number("beta_fast", default: 32),
      slow: try parameters.number("beta_slow", default: 1),
      original: try original(parameters),
      truncates: try parameters.flag("truncate", default: true),
      attentionFactor: try parameters.number("attention_factor", default: usual)
    )
  }

  /// By how much YaRN sharpens attention: 0.1 · weight · ln(factor) + 1.
  static func yarnFactor(_ factor: Double, _ weight: Double) -> Double {
    factor <= 1 ? 1 : 0.1 * weight * log(factor) + 1
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

  private func original(_ parameters: ConfigObject) throws(ConfigError) -> Double {
    let key = "original_max_position_embeddings"
    if parameters.has(key) {
      return Double(try parameters.integer(key, from: 1, to: 100_000_000))
    }
    let limit = try object.integer("max_position_embeddings", from: 1, to: 100_000_000)
    return Double(try object.integer(key, from: 1, to: 100_000_000, default: limit))
  }
}

import Glibc
import ServingMath

extension ArchitectureReader {
  /// The rule of layers that look so far back.
  ///
  /// One rule for all layers, but for Gemma: its sliding layers have a rule of their own, and in the older
  /// spelling a scaling is that of the layers that see everything.
  func rotary(for span: Attention.Span, _ family: Family) throws(ConfigError) -> RotaryRule {
    let isLocal = family.hasLocalRotary && span != .full
    let parameters = try rotaryObject(isLocal ? span : .full, family)
    let outer =
      isLocal
      ? try object.number("rope_local_base_freq", default: 10_000)
      : try object.number("rope_theta", default: family.theta)
    let theta =
      if let parameters { try parameters.number("rope_theta", default: outer) } else { outer }
    guard theta > 1 else { throw wrong("rope_theta", "a number above 1") }
    let scaling =
      if let parameters { try scaling(parameters, family) } else { family.scaling }
    return RotaryRule(width: try rotaryWidth(parameters), theta: theta, scaling: scaling)
  }

  /// Where the file keeps what it says about rotation: `rope_scaling`, which holds if both are there, or
  /// `rope_parameters`, which for Gemma has an object for each kind of layer.
  func rotaryObject(
    _ span: Attention.Span,
    _ family: Family
  ) throws(ConfigError) -> ConfigObject? {
    let (older, newer) = (try section("rope_scaling"), try section("rope_parameters"))
    let kinds = (full: "full_attention", local: "sliding_attention")
    guard family.hasLocalRotary else {
      if let newer, newer.has(kinds.full) || newer.has(kinds.local) {
        throw wrong("rope_parameters", "one object for all layers in this kind of model")
      }
      return older ?? newer
    }
    guard let newer else { return span == .full ? older : nil }
    guard older == nil, newer.has(kinds.full) || newer.has(kinds.local) else {
      throw wrong("rope_parameters", "an object for each kind of layer, without 'rope_scaling'")
    }
    return newer.object(span == .full ? kinds.full : kinds.local)
  }

  /// The object under a key, if it is there and not empty.
  private func section(_ key: String) throws(ConfigError) -> ConfigObject? {
    guard let found = object.object(key) else { return nil }
    guard case .object(let members) = found.value.kind else { throw wrong(key, "an object") }
    return members.isEmpty ? nil : found
  }

  private func rotaryWidth(_ parameters: ConfigObject?) throws(ConfigError) -> Int {
    for place in [object] + (parameters.map { [$0] } ?? []) {
      let key = "partial_rotary_factor"
      guard try place.number(key, default: 1) != 1 else { continue }
      throw place.error(
        .wrongValue(key: key, found: "another number", expected: "1: heads turn as a whole"),
        at: key
      )
    }
    guard let attention = shape.layers.first?.attention else { return 2 }
    let width: Int
    switch attention.heads {
    case .grouped(_, _, let headDimension), .linear(_, let headDimension): width = headDimension
    case .latent(_, _, _, let rotary, _, _): width = rotary
    }
    guard width >= 2, width.isMultiple(of: 2) else {
      throw object.error(.inconsistent("\(width) rotary columns a head do not form pairs"))
    }
    return width
  }

  private func scaling(
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
    let (fast, slow) = (
      try parameters.number("beta_fast", default: 32),
      try parameters.number("beta_slow", default: 1)
    )
    // For Gemma the library looks for this key beside the objects of the kinds of layers, not in them.
    let place = family.hasLocalRotary ? try section("rope_parameters") : parameters
    return .yarn(
      factor: factor,
      fast: fast == 0 ? 32 : fast,
      slow: slow == 0 ? 1 : slow,
      original: original,
      truncates: try place?.flag("truncate", default: true) ?? true,
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

  /// Positions that the model was made for.
  func contextLength(_ family: Family) throws(ConfigError) -> Int {
    try object.integer(
      "max_position_embeddings",
      from: 1,
      to: 100_000_000,
      default: family.contextLength
    )
  }
}

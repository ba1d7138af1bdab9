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
    guard theta > 1 else {
      throw object.error(.inconsistent("the base of rotation is \(theta); it should be above 1"))
    }
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
  func section(_ key: String) throws(ConfigError) -> ConfigObject? {
    guard let found = object.object(key) else { return nil }
    guard case .object(let members) = found.value.kind else { throw wrong(key, "an object") }
    return members.isEmpty ? nil : found
  }

  private func rotaryWidth(_ parameters: ConfigObject?) throws(ConfigError) -> Int {
    let key = "partial_rotary_factor"
    for place in [object] + (parameters.map { [$0] } ?? []) {
      guard let found = place.value[key], try place.number(key) != 1 else { continue }
      throw place.wrong(key, found, "1: in these models heads turn as a whole")
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
}

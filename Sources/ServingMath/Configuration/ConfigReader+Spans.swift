extension ConfigReader {
  /// How far back each layer looks: as `layer_types` says where the family asks it, else by its own rule.
  ///
  /// A list that the family does not ask and that says something else is an error: either the list or the
  /// kind of model is not what was meant.
  func spans(_ family: GroupedFamily) throws(ConfigError) -> [Attention.Span] {
    let listed = try layerSpans(window: family.defaults.window)
    if let listed, family.hasLayerTypes { return listed }
    let slides = try slidingLayers(family)
    let window = try self.window(default: family.defaults.window)
    let spans = (0..<layerCount).map { index -> Attention.Span in
      guard let window, slides(index) else { return .full }
      return .window(tokens: window)
    }
    if let listed, listed != spans {
      throw object.error(
        .inconsistent("'layer_types' is not what layers of this kind of model do"),
        at: "layer_types"
      )
    }
    return spans
  }

  private func slidingLayers(_ family: GroupedFamily) throws(ConfigError) -> (Int) -> Bool {
    switch family.slides {
    case .never: return { _ in false }
    case .whenGiven: return { _ in true }
    case .onRequest:
      let slides = try object.flag("use_sliding_window", default: false)
      return { _ in slides }
    case .laterOnRequest:
      let slides = try object.flag("use_sliding_window", default: false)
      let first = try object.integer("max_window_layers", default: 28)
      return { slides && $0 >= first }
    case .alternating: return { $0.isMultiple(of: 2) }
    }
  }

  /// What each layer's entry in `layer_types` says, if the file has the list.
  func layerSpans(window: Int? = nil) throws(ConfigError) -> [Attention.Span]? {
    guard let types = try object.texts("layer_types", count: layerCount) else { return nil }
    var spans: [Attention.Span] = []
    for (text, place) in types {
      switch text {
      case "full_attention": spans.append(.full)
      case "sliding_attention":
        spans.append(.window(tokens: try object.count("sliding_window", default: window)))
      case "chunked_attention":
        spans.append(.chunk(tokens: try object.count("attention_chunk_size")))
      default: throw object.wrong("layer_types", place, "full, sliding or chunked attention")
      }
    }
    return spans
  }

  /// The window that the file gives: an absent one is the family's, `null` is none.
  func window(default fallback: Int?) throws(ConfigError) -> Int? {
    guard object.has("sliding_window") else {
      return object.isNull("sliding_window") ? nil : fallback
    }
    return try object.count("sliding_window")
  }
}

public import Quantities

/// How DeepSeek lays the experts of V3 and R1 out over nodes of eight H800, in training and in serving.
public enum DeepSeekDeployment {
  /// Devices over which a layer's experts are dealt in training.
  public static let trainingWidth = fact(64, .deepSeekV3, "2024-12", "EP64 over 8 nodes")
  /// Devices over which they are dealt when prompts are read.
  public static let prefillWidth = fact(32, .deepSeekServing, "2025-03", "EP32 over 4 nodes")
  /// Devices over which they are dealt when tokens are made.
  public static let decodeWidth = fact(144, .deepSeekServing, "2025-03", "EP144 over 18 nodes")
  /// Experts of a layer that are held twice.
  public static let redundantExperts = fact(32, .deepSeekServing, "2025-03", "redundant experts")
  /// Routed experts of a layer on each device when tokens are made.
  public static let expertsPerDevice = fact(2, .deepSeekServing, "2025-03", "EP144, and one shared")

  /// Groups into which the router divides the experts; in training each is a node.
  public static let groups = fact(8, .deepSeekConfig, "2024-12", "n_group")
  /// Groups from which a token may choose.
  public static let groupsChosen = fact(4, .deepSeekConfig, "2024-12", "topk_group")

  /// The layout of one unit that makes tokens.
  public static var decode: Layout {
    get throws(LayoutError) {
      try Layout(expert: decodeWidth.value, redundantExperts: redundantExperts.value)
    }
  }
}

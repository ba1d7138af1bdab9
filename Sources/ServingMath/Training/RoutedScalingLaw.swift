import Glibc
public import Quantities

/// How the loss of a routed model falls with its active size and its number of experts.
///
///     log L = a·log N + b·log Ê + c·log N·log Ê + d            (logarithms to base 10)
///     1/Ê = 1/(E − 1 + 1/(1/E_start − 1/E_max)) + 1/E_max
///
/// N counts the parameters that one token meets, E the experts of a routed layer; every other layer is
/// routed, each token visits one expert, all models saw 130 billion tokens. Ê is E with both ends bent:
/// a few experts help less than the line says, very many no longer help.
///
/// > Source: arXiv 2202.01169, equations 1 and 11; the coefficients of table 3 as public notes transcribe
/// > them, to three digits. With these the law meets every published S-BASE loss within 2 % (`measured`, tested).
public struct RoutedScalingLaw: Sendable {
  /// The routing technique that the coefficients were fitted to.
  public let name: String
  let a: Double
  let b: Double
  let c: Double
  let d: Double
  let start: Double
  let limit: Double

  /// Balanced assignment by Sinkhorn iterations; the technique that does best.
  public static let sBase = fitted(
    "S-BASE",
    a: -0.082,
    b: -0.108,
    c: 0.009,
    d: 1.104,
    start: 1.847,
    limit: 314.478
  )
  /// Routing learnt by reinforcement.
  public static let reinforced = fitted(
    "RL-R",
    a: -0.083,
    b: -0.126,
    c: 0.012,
    d: 1.111,
    start: 1.880,
    limit: 469.982
  )
  /// Routing by a fixed hash of the token.
  public static let hashed = fitted(
    "HASH",
    a: -0.087,
    b: -0.136,
    c: 0.012,
    d: 1.157,
    start: 4.175,
    limit: 477.741
  )
  private static func fitted(
    _ name: String,
    a: Double,
    b: Double,
    c: Double,
    d: Double,
    start: Double,
    limit: Double
  ) -> RoutedScalingLaw {
    whole(
      RoutedScalingLaw(name: name, a: a, b: b, c: c, d: d, start: start, limit: limit),
      "coefficients of the law of \(name)",
      .routedScaling,
      "2022-02",
      "fitted, three digits"
    )
  }

  /// The three techniques of the paper.
  public static let all: [RoutedScalingLaw] = [sBase, reinforced, hashed]

  /// Predicted validation loss, in nats per token.
  ///
  /// - Parameters:
  ///   - parameters: Active parameters N.
  ///   - experts: Experts per routed layer; one is the dense model.
  /// - Returns: The loss, from below 2 for the largest models to above 3 for the smallest.
  public func loss(parameters: Quantity, experts: Quantity) -> Quantity {
    let size = log10(parameters.plain)
    let routed = log10(saturated(experts.plain))
    return Quantity(pow(10, a * size + b * routed + c * size * routed + d))
  }

  /// The dense model that the law expects to reach the same loss.
  ///
  ///     N̄ = N^(α(Ê) / α(E_start)) · (Ê / E_start)^(b / α(E_start)),   α(E) = a + c·log E
  ///
  /// - Returns: Its number of parameters.
  public func effectiveParameters(parameters: Quantity, experts: Quantity) -> Quantity {
    let routed = saturated(experts.plain)
    let dense = a + c * log10(start)
    let share = pow(routed / start, b / dense)
    return Quantity(pow(parameters.plain, (a + c * log10(routed)) / dense) * share)
  }

  private func saturated(_ experts: Double) -> Double {
    1 / (1 / (experts - 1 + 1 / (1 / start - 1 / limit)) + 1 / limit)
  }
}

// MARK: - What was measured

extension RoutedScalingLaw {
  /// The models of one active size, trained with more and more experts.
  public struct Family: Sendable {
    /// The size as the paper labels it.
    public let label: String
    /// Parameters that one token meets, exactly.
    public let activeParameters: Quantity
    /// Weights that each further expert adds, over all routed layers.
    public let parametersPerExpert: Quantity
    /// Final validation loss, in nats per token, for each number of experts; one is the dense model.
    public let losses: [(experts: Int, loss: Quantity)]

    /// All weights of the model with so many experts.
    ///
    ///     active + (experts − 1) · weights per expert
    public func totalParameters(experts: Int) -> Quantity {
      activeParameters + Quantity(experts - 1) * parametersPerExpert
    }

    /// The measured loss with so many experts, if that model was trained.
    public func loss(experts: Int) -> Quantity? {
      losses.first { $0.experts == experts }?.loss
    }
  }

  /// Losses that the authors published for S-BASE, every other layer routed, one expert per token.
  ///
  /// > Source: data/curves.csv.gz of google-deepmind/scaling_laws_for_routing (CC-BY 4.0), field
  /// > loss_validation at the last step, four decimals; the dense 130M is the mean of three seeds.
  public static let measured: [Family] = whole(
    families,
    "measured losses of S-BASE models",
    .routedScaling,
    "2022-02",
    "validation loss at the last step"
  )

  private static let families: [Family] = [
    family(
      "15M",
      16_527_360,
      6_292_992,
      [3.1620, 3.1124, 3.0495, 2.9855, 2.9009, 2.8269, 2.7557, 2.6908, 2.6334, 2.6205]
    ),
    family(
      "25M",
      27_279_360,
      8_390_656,
      [3.0284, 2.9872, 2.9307, 2.8577, 2.7833, 2.7083, 2.6411, 2.5779, 2.5260, 2.4895]
    ),
    family(
      "55M",
      57_369_600,
      16_387_200,
      [2.8486, 2.8078, 2.7491, 2.6856, 2.6215, 2.5518, 2.4938, 2.4382, 2.3934, 2.3732]
    ),
    family(
      "130M",
      132_163_584,
      38_540_544,
      [2.6561, 2.6193, 2.5673, 2.5079, 2.4474, 2.3973, 2.3449, 2.2993, nil, 2.2368]
    ),
    family(
      "370M",
      368_123_904,
      113_255_424,
      [2.4633, 2.4360, 2.3885, 2.3405, 2.2938, 2.2499, 2.2108, 2.1796, 2.1536, 2.1351]
    ),
    family(
      "1.3B",
      1_308_819_456,
      402_677_760,
      [2.2420, 2.2288, 2.1863, 2.1470, 2.1136, 2.0806, 2.0544, 2.0306, 2.0145, 1.9991]
    ),
  ]

  /// The measured family of a label.
  ///
  /// Stops with the known labels if there is none.
  public static func family(_ label: String) -> Family {
    guard let family = measured.first(where: { $0.label == label }) else {
      stop("no family \(label); measured: \(measured.map(\.label).joined(separator: ", "))")
    }
    return family
  }

  /// The paper's claim as the lecture reads it off a plot: 64 experts at 370M active equal this dense model.
  public static let dense13B = figure(
    1.3e9,
    .one,
    .routedScaling,
    "2022-02",
    "dense, as labelled"
  )

  private static func family(
    _ label: String,
    _ active: Int,
    _ perExpert: Int,
    _ losses: [Double?]
  ) -> Family {
    let counted = losses.enumerated().compactMap { index, loss in
      loss.map { (experts: 1 << index, loss: Quantity($0)) }
    }
    return Family(
      label: label,
      activeParameters: Quantity(active),
      parametersPerExpert: Quantity(perExpert),
      losses: counted
    )
  }
}

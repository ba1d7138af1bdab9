public import Quantities
public import ServingMath

/// How long a step takes, by what it works on.
///
/// - `fixed`: the lecture's train, whose journey takes as long full as empty;
/// - `roofline`: the board, max(bytes / bandwidth, FLOP / peak) of a step;
/// - `init(_: ServingPlan)`: the estimate of a model on chips, in any layout;
/// - `custom`: any function of the load, a measured one for instance.
public struct StepCost: Sendable {
  enum Kind: Sendable {
    case fixed(Double)
    case roofline(StepRoofline)
    case plan(PlanCost)
    case custom(@Sendable (StepLoad) -> Quantity)
  }

  let kind: Kind
  /// What the time of `kind` is multiplied by.
  private(set) var factor = 1.0
  /// Seconds that are added to every step.
  private(set) var overhead = 0.0

  private init(_ kind: Kind) {
    self.kind = kind
  }

  /// Every step takes the same time; stops if that is negative or no time.
  public static func fixed(_ time: Quantity) -> StepCost {
    StepCost(.fixed(Self.seconds(time)))
  }

  /// A step takes as long as its memory traffic or its arithmetic, whichever is longer.
  public static func roofline(_ roofline: StepRoofline) -> StepCost {
    StepCost(.roofline(roofline))
  }

  /// A step takes what a plan's estimate says, with all of the network, for the tokens that are in it.
  ///
  /// For sequences that only decode, all at the plan's context, it is the estimate's `stepTime` for so many
  /// sequences. Else each sequence counts at its own context, and prompts bring their tokens' arithmetic; see
  /// `PlanCost` for how. The plan's own batch has no say.
  public init(_ plan: ServingPlan) {
    self.init(.plan(PlanCost(plan)))
  }

  /// A step takes what a function says, which must be a time above or equal to zero.
  ///
  /// The run is refused with `ServingError.badStepTime` where it is not.
  public static func custom(_ time: @escaping @Sendable (StepLoad) -> Quantity) -> StepCost {
    StepCost(.custom(time))
  }

  // MARK: Other costs from this one

  /// All times longer by a plain factor, as where real kernels reach a part of what data sheets promise.
  ///
  /// Stops if the factor is not positive and finite.
  public func slower(by factor: Quantity) -> StepCost {
    guard factor.plain > 0, factor.isFinite else {
      stop("a step takes a positive multiple of its time, not \(factor.plain) times")
    }
    var cost = self
    cost.factor *= factor.plain
    cost.overhead *= factor.plain
    return cost
  }

  /// A time added to every step, as launches of kernels and the scheduler take; stops if it is negative.
  public func adding(overhead: Quantity) -> StepCost {
    var cost = self
    cost.overhead += Self.seconds(overhead)
    return cost
  }

  /// The time of one step.
  ///
  /// Where attention does not reach over the whole context the sequences are taken to be of equal length.
  public func time(of load: StepLoad) -> Quantity {
    var clock = StepClock(self)
    return Quantity(clock.seconds(evenly: load), .seconds)
  }

  private static func seconds(_ time: Quantity) -> Double {
    let seconds = time.value(in: .seconds)
    guard seconds >= 0, seconds.isFinite else {
      stop("a step takes a time of zero or more, not \(time)")
    }
    return seconds
  }
}

/// A step's roofline in six figures: what is read and computed for a token, and how fast.
///
///     time = max((weights + cache · tokens attended) / bandwidth,
///                (work · tokens + work per pair · pairs) / peak)
///
/// A decoding sequence reads its own cache; a part of a prompt reads the prompt's cache once.
///
/// > Source: lecture, E1 to E5.
public struct StepRoofline: Hashable, Sendable {
  let weightTime: Double
  let cacheTimePerToken: Double
  let workTimePerToken: Double
  let workTimePerPair: Double

  /// A roofline.
  ///
  /// Stops where the dimensions are not as said.
  ///
  /// - Parameters:
  ///   - weights: Bytes that every step reads.
  ///   - cachePerToken: Bytes of cache of one token, in bytes per token.
  ///   - workPerToken: Arithmetic of one token on the weights, in FLOP per token.
  ///   - workPerPair: Arithmetic of one token on one that it attends to, in FLOP; none by default.
  ///   - bandwidth: Bytes per time.
  ///   - peak: FLOP per time.
  public init(
    weights: Quantity,
    cachePerToken: Quantity,
    workPerToken: Quantity,
    workPerPair: Quantity = Quantity(0, .flop),
    bandwidth: Quantity,
    peak: Quantity
  ) {
    weightTime = (weights / bandwidth).value(in: .seconds)
    cacheTimePerToken = (cachePerToken / bandwidth).value(in: .seconds / .tokens)
    workTimePerToken = (workPerToken / peak).value(in: .seconds / .tokens)
    workTimePerPair = (workPerPair / peak).value(in: .seconds)
  }

  func seconds(_ load: StepLoad) -> Double {
    let read = Double(load.decodingContext + load.promptContext)
    let pairs = Double(load.decodingContext + load.promptPairs)
    return max(
      weightTime + cacheTimePerToken * read,
      workTimePerToken * Double(load.tokens) + workTimePerPair * pairs
    )
  }
}

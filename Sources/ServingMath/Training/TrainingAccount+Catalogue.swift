public import Quantities

extension TrainingAccount {
  /// DeepSeek-V3, whose matrix multiplications ran in FP8.
  public static let deepSeekV3 = TrainingAccount(
    .deepSeekV3,
    on: .h800,
    .fp8,
    preTraining: hours(2_664_000, .deepSeekV3, "2024-12", "pre-training alone")
  )

  /// Llama 3.1 with 8 billion parameters.
  public static let llama8B = llama(.llama8B, 1_460_000)

  /// Llama 3.1 with 70 billion parameters.
  public static let llama70B = llama(.llama70B, 7_000_000)

  /// Llama 3.1 with 405 billion parameters.
  public static let llama405B = llama(.llama405B, 30_840_000)

  /// Every account of the catalogue.
  public static let all: [TrainingAccount] = [deepSeekV3, llama8B, llama70B, llama405B]

  private static func llama(_ model: Model, _ chipHours: Double) -> TrainingAccount {
    TrainingAccount(
      model,
      on: .h100,
      .bf16,
      preTraining: hours(chipHours, .llama31Card, "2024-07", "training time, all of it")
    )
  }

  fileprivate static func hours(
    _ count: Double,
    _ source: SourceReference,
    _ date: String,
    _ convention: String
  ) -> Sourced<Quantity> {
    figure(count, .hours, source, date, convention)
  }
}

/// What DeepSeek spent on V3 after pre-training, in time of H800 chips.
public enum DeepSeekPostTraining {
  /// Extending the context of V3 to 128k tokens.
  public static let contextExtension = TrainingAccount.hours(
    119_000,
    .deepSeekV3,
    "2024-12",
    "two phases"
  )
  /// Fine-tuning and reinforcement of V3 as released.
  public static let v3 = TrainingAccount.hours(5_000, .deepSeekV3, "2024-12", "post-training")
  /// All of V3's training, as its makers add it up.
  public static let v3Total = TrainingAccount.hours(2_788_000, .deepSeekV3, "2024-12", "all phases")
  /// Chips of the two runs of reinforcement that made R1-Zero and R1.
  public static let reasoningChips = fact(512, .deepSeekR1, "2025-09", "64 nodes of 8 H800")
  /// Duration of the run that made R1-Zero.
  public static let reasoningZeroRun = figure(198, .hours, .deepSeekR1, "2025-09", "about")
  /// Duration of the run that made R1.
  public static let reasoningRun = figure(80, .hours, .deepSeekR1, "2025-09", "about")
  /// Making the examples on which R1 was fine-tuned.
  public static let reasoningData = TrainingAccount.hours(
    5_000,
    .deepSeekR1,
    "2025-09",
    "chip time"
  )

  /// Chip time that turned V3 into R1: both runs and the data.
  ///
  ///     chips · (198 h + 80 h) + 5,000 h
  public static var reasoning: Quantity {
    Double(reasoningChips.value) * (reasoningZeroRun.value + reasoningRun.value)
      + reasoningData.value
  }
}

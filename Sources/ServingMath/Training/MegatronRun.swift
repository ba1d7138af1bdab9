public import Quantities

/// One published training run: model, layout, batch, and the rate that was measured.
///
/// > Source: arXiv 2104.04473, table 1.
public struct MegatronRun: Sendable {
  /// The shape of the model.
  public let model: MegatronModel
  /// How the chips share the model and the batch; microbatches of one sequence.
  public let layout: TrainingLayout
  /// Sequences of one iteration.
  public let batch: Int
  /// Parameters as the paper rounds them.
  public let publishedParameters: Sourced<Quantity>
  /// Arithmetic that one GPU achieved, recomputation counted, in FLOP/s.
  public let publishedRate: Sourced<Quantity>

  /// The weak-scaling series from 1.7 billion to one trillion parameters, on A100s, fully recomputed.
  ///
  /// The paper chose a microbatch for each row and does not print it in the table; one sequence is our
  /// assumption, and interleaving is left off.
  public static let weakScaling: [MegatronRun] = whole(
    runs,
    "shapes and layouts of ten models",
    .megatronTraining,
    "2021-04",
    "weak scaling on A100s; a microbatch of one is assumed"
  )

  private static let runs: [MegatronRun] = [
    run(1.7, layers: 24, hidden: 2304, heads: 24, 1, 1, gpus: 32, batch: 512, 137),
    run(3.6, layers: 30, hidden: 3072, heads: 32, 2, 1, gpus: 64, batch: 512, 138),
    run(7.5, layers: 36, hidden: 4096, heads: 32, 4, 1, gpus: 128, batch: 512, 142),
    run(18.4, layers: 40, hidden: 6144, heads: 48, 8, 1, gpus: 256, batch: 1024, 135),
    run(39.1, layers: 48, hidden: 8192, heads: 64, 8, 2, gpus: 512, batch: 1536, 138),
    run(76.1, layers: 60, hidden: 10_240, heads: 80, 8, 4, gpus: 1024, batch: 1792, 140),
    run(145.6, layers: 80, hidden: 12_288, heads: 96, 8, 8, gpus: 1536, batch: 2304, 148),
    run(310.1, layers: 96, hidden: 16_384, heads: 128, 8, 16, gpus: 1920, batch: 2160, 155),
    run(529.6, layers: 105, hidden: 20_480, heads: 128, 8, 35, gpus: 2520, batch: 2520, 163),
    run(1008.0, layers: 128, hidden: 25_600, heads: 160, 8, 64, gpus: 3072, batch: 3072, 163),
  ]

  /// The time of one iteration that the measured rate implies.
  public var publishedTime: Quantity {
    model.flopPerIteration(batch: batch) / (Double(layout.chips) * publishedRate.value)
  }

  private static func run(
    _ billions: Double,
    layers: Int,
    hidden: Int,
    heads: Int,
    _ tensor: Int,
    _ pipeline: Int,
    gpus: Int,
    batch: Int,
    _ teraflopPerSecond: Double
  ) -> MegatronRun {
    MegatronRun(
      model: MegatronModel(layers: layers, hiddenSize: hidden, heads: heads),
      layout: TrainingLayout(
        tensor: tensor,
        pipeline: pipeline,
        data: gpus / (tensor * pipeline)
      ),
      batch: batch,
      publishedParameters: figure(
        billions * 1e9,
        .one,
        .megatronTraining,
        "2021-04",
        "all parameters, one decimal of a billion"
      ),
      publishedRate: figure(
        teraflopPerSecond,
        .teraflopPerSecond,
        .megatronTraining,
        "2021-04",
        "per GPU, recomputation counted"
      )
    )
  }
}

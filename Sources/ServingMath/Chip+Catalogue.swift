public import Quantities

extension Chip {
  /// Every chip of the catalogue, by vendor and then by year; `rubinEarly` is Rubin at another bandwidth.
  public static let all: [Chip] = [
    a100With40GB, a100, h100, h200, b200, gb200, gb300, rubin, rubinEarly, mi300X, tpuV5e, tpuV5p,
    tpuV6e, tpu7x,
  ]

  private static let dense = "dense, per package"
  private static let decimal = "decimal GB, per package"
  private static let eightBit = "dense 8-bit integer, per chip; no faster FP8"

  // MARK: NVIDIA

  /// A100 SXM with 40 GB, the first of its generation.
  public static let a100With40GB = Chip(
    "A100-40GB",
    memory: figure(40, .gigabytes, .scalingBook, "2025-02", decimal),
    memoryBandwidth: figure(1.555, .terabytesPerSecond, .scalingBook, "2025-02", "peak"),
    peaks: [.bf16: figure(312, .teraflopPerSecond, .aiConfigurator, "2026-08", dense)],
    scaleUpDomain: fact(8, .aiConfigurator, "2026-08", "NVLink, one node")
  )

  /// A100 SXM with "80 GB", which its own tools count as 80 GiB.
  public static let a100 = Chip(
    "A100-80GB",
    memory: figure(80, .gibibytes, .aiConfigurator, "2026-08", "GiB, as the driver reports it"),
    labelledMemory: figure(80, .gigabytes, .scalingBook, "2025-02", "decimal GB, as labelled"),
    memoryBandwidth: figure(2.039, .terabytesPerSecond, .aiConfigurator, "2026-08", "peak"),
    peaks: [
      .bf16: figure(312, .teraflopPerSecond, .aiConfigurator, "2026-08", dense),
      .int8: figure(624, .teraflopPerSecond, .aiConfigurator, "2026-08", dense),
    ],
    scaleUpDomain: fact(8, .aiConfigurator, "2026-08", "NVLink, one node")
  )

  /// H100 SXM.
  public static let h100 = Chip(
    "H100",
    memory: figure(80, .gigabytes, .inferenceX, "2026-04", decimal),
    memoryBandwidth: figure(3.35, .terabytesPerSecond, .inferenceX, "2026-04", "peak"),
    peaks: [
      .bf16: figure(989, .teraflopPerSecond, .inferenceX, "2026-04", dense),
      .fp8: figure(1979, .teraflopPerSecond, .inferenceX, "2026-04", dense),
    ],
    scaleUpDomain: fact(8, .inferenceX, "2026-04", "NVLink, one node"),
    rents: [
      figure(2.35, .dollarsPerHour, .rentIndex, "2026-03", "one year reserved, index"),
      figure(1.70, .dollarsPerHour, .rentIndex, "2025-10", "index"),
      figure(1.30, .dollarsPerHour, .inferenceX, "2026-04", "three-year rental, cost model"),
    ]
  )

  /// H200 SXM: H100's arithmetic with more and faster memory.
  public static let h200 = Chip(
    "H200",
    memory: figure(141, .gigabytes, .inferenceX, "2026-04", decimal),
    memoryBandwidth: figure(4.8, .terabytesPerSecond, .inferenceX, "2026-04", "peak"),
    peaks: [
      .bf16: figure(989, .teraflopPerSecond, .inferenceX, "2026-04", dense),
      .fp8: figure(1979, .teraflopPerSecond, .inferenceX, "2026-04", dense),
    ],
    scaleUpDomain: fact(8, .inferenceX, "2026-04", "NVLink, one node"),
    rents: [figure(4.54, .dollarsPerHour, .rentIndex, "2026-03", "on demand, one provider")]
  )

  /// B200 SXM, eight to a node.
  public static let b200 = Chip(
    "B200",
    memory: figure(180, .gigabytes, .inferenceX, "2026-04", "decimal GB usable"),
    labelledMemory: figure(192, .gigabytes, .scalingBook, "2025-08", "decimal GB fitted"),
    memoryBandwidth: figure(8, .terabytesPerSecond, .inferenceX, "2026-04", "peak"),
    peaks: [
      .bf16: figure(2250, .teraflopPerSecond, .inferenceX, "2026-04", dense),
      .fp8: figure(4500, .teraflopPerSecond, .inferenceX, "2026-04", dense),
      .fp4: figure(9000, .teraflopPerSecond, .inferenceX, "2026-04", dense),
    ],
    scaleUpDomain: fact(8, .inferenceX, "2026-04", "NVLink, one node"),
    rents: [
      figure(6.03, .dollarsPerHour, .rentIndex, "2026-03", "on demand, one provider"),
      figure(2.90, .dollarsPerHour, .inferenceX, "2026-04", "three-year rental, cost model"),
    ]
  )

  /// The Blackwell of a GB200 NVL72 rack, clocked about a tenth above B200.
  public static let gb200 = Chip(
    "GB200",
    memory: figure(186, .gigabytes, .nvl72, "2025", "decimal GB, rack total divided by 72"),
    labelledMemory: figure(192, .gigabytes, .inferenceX, "2026-04", "decimal GB fitted"),
    memoryBandwidth: figure(8, .terabytesPerSecond, .inferenceX, "2026-04", "peak"),
    peaks: [
      .bf16: figure(2500, .teraflopPerSecond, .inferenceX, "2026-04", dense),
      .fp8: figure(5000, .teraflopPerSecond, .inferenceX, "2026-04", dense),
      .fp4: figure(10_000, .teraflopPerSecond, .inferenceX, "2026-04", dense),
    ],
    scaleUpDomain: fact(72, .nvl72, "2025", "packages in one NVLink domain"),
    rents: [
      figure(4.54, .dollarsPerHour, .rentIndex, "2026-03", "per GPU, half of a superchip"),
      figure(3.30, .dollarsPerHour, .inferenceX, "2026-04", "three-year rental, cost model"),
    ]
  )

  /// The Blackwell Ultra of a GB300 NVL72 rack: more memory, FP4 half as fast again.
  public static let gb300 = Chip(
    "GB300",
    memory: figure(288, .gigabytes, .aiConfigurator, "2026-08", "decimal GB, as labelled"),
    memoryBandwidth: figure(8, .terabytesPerSecond, .aiConfigurator, "2026-08", "peak"),
    peaks: [
      .bf16: figure(2500, .teraflopPerSecond, .aiConfigurator, "2026-08", dense),
      .fp8: figure(5000, .teraflopPerSecond, .aiConfigurator, "2026-08", dense),
      .fp4: figure(15_000, .teraflopPerSecond, .aiConfigurator, "2026-08", dense),
    ],
    scaleUpDomain: fact(72, .aiConfigurator, "2026-08", "packages in one NVLink domain"),
    rents: [figure(3.96, .dollarsPerHour, .inferenceX, "2026-04", "three-year rental, estimate")]
  )

  /// Rubin at the announced bandwidth; no data sheet yet says whether its peaks are dense.
  public static let rubin = rubin(
    "Rubin",
    bandwidth: figure(22, .terabytesPerSecond, .rubinAnnounced, "2026-01", "announced peak")
  )

  /// Rubin at the bandwidth the lecture uses, which first shipments are reported to have.
  public static let rubinEarly = rubin(
    "Rubin (early)",
    bandwidth: figure(20, .terabytesPerSecond, .rubinEarly, "2026-03", "reported, early units")
  )

  /// The larger of Rubin's two announced FP4 peaks; reports disagree whether it counts sparsity.
  public static let rubinInferencePeak = figure(
    50_000,
    .teraflopPerSecond,
    .rubinAnnounced,
    "2026-01",
    "NVFP4 inference, sparsity disputed"
  )

  private static func rubin(_ name: String, bandwidth: Sourced<Quantity>) -> Chip {
    Chip(
      name,
      memory: figure(288, .gigabytes, .rubinAnnounced, "2026-01", decimal),
      memoryBandwidth: bandwidth,
      peaks: [
        .fp8: figure(17_500, .teraflopPerSecond, .rubinAnnounced, "2026-01", "disputed"),
        .fp4: figure(35_000, .teraflopPerSecond, .rubinAnnounced, "2026-01", "NVFP4 training"),
      ],
      scaleUpDomain: fact(72, .rubinAnnounced, "2026-01", "packages, two dies each")
    )
  }

  // MARK: AMD

  /// MI300X, eight in a full mesh.
  public static let mi300X = Chip(
    "MI300X",
    memory: figure(192, .gigabytes, .inferenceX, "2026-04", decimal),
    memoryBandwidth: figure(5.3, .terabytesPerSecond, .inferenceX, "2026-04", "peak"),
    peaks: [
      .bf16: figure(1307, .teraflopPerSecond, .inferenceX, "2026-04", dense),
      .fp8: figure(2615, .teraflopPerSecond, .inferenceX, "2026-04", dense),
    ],
    scaleUpDomain: fact(8, .inferenceX, "2026-04", "mesh of seven links a chip"),
    rents: [figure(1.55, .dollarsPerHour, .inferenceX, "2026-04", "three-year rental, cost model")]
  )

  // MARK: Google

  /// TPU v5e, the small inference chip.
  public static let tpuV5e = Chip(
    "TPU v5e",
    memory: figure(16, .gibibytes, .cloudTPU, "2025", "GiB"),
    labelledMemory: figure(16, .gigabytes, .scalingBook, "2025-02", decimal),
    memoryBandwidth: figure(0.819, .terabytesPerSecond, .cloudTPU, "2025", "peak"),
    peaks: [
      .bf16: figure(197, .teraflopPerSecond, .scalingBook, "2025-02", dense),
      .int8: figure(393, .teraflopPerSecond, .scalingBook, "2025-02", eightBit),
    ],
    scaleUpDomain: fact(256, .cloudTPU, "2025", "two-dimensional torus")
  )

  /// TPU v5p.
  public static let tpuV5p = Chip(
    "TPU v5p",
    memory: figure(95, .gibibytes, .cloudTPU, "2025", "GiB"),
    labelledMemory: figure(95, .gigabytes, .scalingBook, "2025-02", decimal),
    memoryBandwidth: figure(2.765, .terabytesPerSecond, .cloudTPU, "2025", "peak"),
    peaks: [
      .bf16: figure(459, .teraflopPerSecond, .scalingBook, "2025-02", dense),
      .int8: figure(918, .teraflopPerSecond, .scalingBook, "2025-02", eightBit),
    ],
    scaleUpDomain: fact(8960, .cloudTPU, "2025", "three-dimensional torus")
  )

  /// TPU v6e, "Trillium".
  public static let tpuV6e = Chip(
    "TPU v6e",
    memory: figure(32, .gibibytes, .cloudTPU, "2025", "GiB"),
    labelledMemory: figure(32, .gigabytes, .scalingBook, "2025-02", decimal),
    memoryBandwidth: figure(1.64, .terabytesPerSecond, .cloudTPU, "2025", "peak"),
    peaks: [
      .bf16: figure(918, .teraflopPerSecond, .scalingBook, "2025-02", dense),
      .int8: figure(1836, .teraflopPerSecond, .scalingBook, "2025-02", eightBit),
    ],
    scaleUpDomain: fact(256, .cloudTPU, "2025", "two-dimensional torus")
  )

  /// TPU7x, "Ironwood".
  public static let tpu7x = Chip(
    "TPU7x",
    memory: figure(192, .gibibytes, .cloudTPU, "2025", "GiB"),
    labelledMemory: figure(192, .gigabytes, .cloudTPU, "2025", decimal),
    memoryBandwidth: figure(7.37, .terabytesPerSecond, .cloudTPU, "2025", "peak"),
    peaks: [
      .bf16: figure(2307, .teraflopPerSecond, .cloudTPU, "2025", dense),
      .fp8: figure(4614, .teraflopPerSecond, .cloudTPU, "2025", dense),
    ],
    scaleUpDomain: fact(9216, .cloudTPU, "2025", "three-dimensional torus")
  )
}

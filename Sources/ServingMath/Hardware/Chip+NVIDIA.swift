import Quantities

extension Chip {
  /// NVIDIA's chips, by year.
  static let nvidia = [
    a100With40GB, a100, h100, h800, h200, b200, gb200, b300, gb300, rubin, rubinEarly, rubinUltra,
  ]

  /// NVLink of one generation: what a chip sends through the switches, in one direction.
  static func nvLink(
    _ gigabytesPerSecond: Double,
    _ source: SourceReference,
    _ date: String
  ) -> Sourced<Quantity> {
    figure(gigabytesPerSecond, .gigabytesPerSecond, source, date, .oneDirection, .perPackage)
  }

  /// Wiring through NVSwitch.
  static func nvSwitch(_ source: SourceReference, _ date: String) -> Sourced<ScaleUpTopology> {
    fact(.switched, source, date, note: "NVSwitch")
  }
}

// MARK: - Ampere

extension Chip {
  /// A100 SXM with 40 GB, the first of its generation.
  public static let a100With40GB = Chip(
    "A100-40GB",
    vendor: .nvidia,
    year: fact(2020, .epochHardware, "2026", .unverified),
    memory: figure(
      40,
      .gigabytes,
      .scalingBook,
      "2025-02",
      .decimalGigabytes,
      .labelled,
      .perPackage
    ),
    memoryBandwidth: figure(1.555, .terabytesPerSecond, .scalingBook, "2025-02", .peak),
    peaks: [
      .bf16: figure(312, .teraflopPerSecond, .aiConfigurator, "2026-08", .dense, .perPackage)
    ],
    scaleUpDomain: fact(8, .aiConfigurator, "2026-08", "NVLink, one node")
  )

  /// A100 SXM with "80 GB", which its own tools count as 80 GiB.
  public static let a100 = Chip(
    "A100-80GB",
    vendor: .nvidia,
    year: fact(2020, .epochHardware, "2026", .unverified),
    memory: figure(
      80,
      .gibibytes,
      .aiConfigurator,
      "2026-08",
      .binaryGibibytes,
      .usable,
      note: "as the driver reports it",
      others: [labelledA100]
    ),
    labelledMemory: labelledA100,
    memoryBandwidth: figure(2.039, .terabytesPerSecond, .aiConfigurator, "2026-08", .peak),
    peaks: [
      .bf16: figure(312, .teraflopPerSecond, .aiConfigurator, "2026-08", .dense, .perPackage),
      .int8: figure(624, .teraflopPerSecond, .aiConfigurator, "2026-08", .dense, .perPackage),
    ],
    scaleUpDomain: fact(8, .aiConfigurator, "2026-08", "NVLink, one node"),
    scaleUpTopology: nvSwitch(.aiConfigurator, "2026-08"),
    scaleUpBandwidth: nvLink(300, .aiConfigurator, "2026-08"),
    scaleOutBandwidth: figure(
      25,
      .gigabytesPerSecond,
      .aiConfigurator,
      "2026-08",
      .oneDirection,
      .perPackage,
      note: "one 200 Gbit/s card a chip"
    ),
    power: figure(400, .watts, .aiConfigurator, "2026-08", .perPackage),
    rents: rentsOfA100
  )

  private static let labelledA100 = figure(
    80,
    .gigabytes,
    .scalingBook,
    "2025-02",
    .decimalGigabytes,
    .labelled
  )
}

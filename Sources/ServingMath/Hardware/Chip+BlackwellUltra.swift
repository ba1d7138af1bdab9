import Quantities

extension Chip {
  /// B300 SXM, eight to a node: FP4 half as fast again as B200, integers and FP64 cut.
  ///
  /// Its "268 GB" are the driver's 275,040 MiB, 268.6 GiB, read as decimal: the same slip as B200's 180.
  public static let b300 = Chip(
    "B300",
    vendor: .nvidia,
    year: fact(2025, .epochHardware, "2026", .unverified),
    memory: figure(
      268,
      .gigabytes,
      .aiConfigurator,
      "2026-08",
      .decimalGigabytes,
      .usable,
      note: "the driver's gibibytes read as decimal",
      others: [
        figure(275_040, .mebibytes, .aiConfigurator, "2026-08", .binaryGibibytes, .usable),
        fittedUltra(.inferenceX, "2026-04"),
      ]
    ),
    labelledMemory: fittedUltra(.inferenceX, "2026-04"),
    memoryBandwidth: figure(
      8,
      .terabytesPerSecond,
      .inferenceX,
      "2026-04",
      .peak,
      others: [
        figure(
          7.75,
          .terabytesPerSecond,
          .aiConfigurator,
          "2026-08",
          .peak,
          note: "62 TB/s of a node divided by 8"
        )
      ]
    ),
    peaks: [
      .bf16: figure(2250, .teraflopPerSecond, .inferenceX, "2026-04", .dense, .perPackage),
      .fp8: figure(4500, .teraflopPerSecond, .inferenceX, "2026-04", .dense, .perPackage),
      .int8: figure(153.5, .teraflopPerSecond, .aiConfigurator, "2026-08", .dense, .perPackage),
      .fp4: figure(
        13_500,
        .teraflopPerSecond,
        .inferenceX,
        "2026-04",
        .dense,
        .perPackage,
        others: [
          figure(14_000, .teraflopPerSecond, .aiConfigurator, "2026-08", .dense, .perPackage)
        ]
      ),
    ],
    scaleUpDomain: fact(8, .inferenceX, "2026-04", "NVLink, one node"),
    scaleUpTopology: nvSwitch(.inferenceX, "2026-04"),
    scaleUpBandwidth: nvLink(900, .inferenceX, "2026-04"),
    scaleOutBandwidth: wideCard,
    power: figure(1100, .watts, .aiConfigurator, "2026-08", .perPackage),
    allInPower: figure(2.17, .kilowatts, .inferenceX, "2026-04", .estimate, .perPackage),
    rents: rentsOfB300
  )

  /// The Blackwell Ultra of a GB300 NVL72 rack: more memory, FP4 half as fast again.
  public static let gb300 = Chip(
    "GB300",
    vendor: .nvidia,
    year: fact(2025, .rackTable, "2025-06"),
    memory: figure(
      288,
      .gigabytes,
      .aiConfigurator,
      "2026-08",
      .decimalGigabytes,
      .labelled,
      others: [
        figure(278, .gigabytes, .inferenceX, "2026-04", .decimalGigabytes, .usable),
        figure(279, .gigabytes, .nvl72Ultra, "2025", .decimalGigabytes, .labelled, .reported),
        figure(284_208, .mebibytes, .aiConfigurator, "2026-08", .binaryGibibytes, .usable),
      ]
    ),
    memoryBandwidth: figure(8, .terabytesPerSecond, .aiConfigurator, "2026-08", .peak),
    peaks: [
      .bf16: figure(2500, .teraflopPerSecond, .aiConfigurator, "2026-08", .dense, .perPackage),
      .fp8: figure(5000, .teraflopPerSecond, .aiConfigurator, "2026-08", .dense, .perPackage),
      .int8: figure(165, .teraflopPerSecond, .aiConfigurator, "2026-08", .dense, .perPackage),
      .fp4: figure(15_000, .teraflopPerSecond, .aiConfigurator, "2026-08", .dense, .perPackage),
    ],
    dies: fact(2, .rackTable, "2025-06", .perPackage),
    scaleUpDomain: fact(72, .aiConfigurator, "2026-08", "packages in one NVLink domain"),
    scaleUpTopology: nvSwitch(.inferenceX, "2026-04"),
    scaleUpBandwidth: nvLink(900, .aiConfigurator, "2026-08"),
    scaleOutBandwidth: wideCard,
    power: figure(1400, .watts, .aiConfigurator, "2026-08", .perPackage),
    allInPower: figure(2.1, .kilowatts, .inferenceX, "2026-04", .estimate, .perPackage),
    rents: rentsOfGB300
  )

  private static func fittedUltra(_ source: SourceReference, _ date: String) -> Sourced<Quantity> {
    figure(288, .gigabytes, source, date, .decimalGigabytes, .fitted)
  }
}

import Quantities

extension Chip {
  /// B200 SXM, eight to a node.
  public static let b200 = Chip(
    "B200",
    vendor: .nvidia,
    year: fact(2024, .launches, "2026", note: "launched in March"),
    memory: figure(
      180,
      .gigabytes,
      .inferenceX,
      "2026-04",
      .decimalGigabytes,
      .usable,
      others: [
        figure(180, .gibibytes, .aiConfigurator, "2026-08", .binaryGibibytes, .usable),
        fittedBlackwell(.scalingBook, "2025-08"),
      ]
    ),
    labelledMemory: fittedBlackwell(.scalingBook, "2025-08"),
    memoryBandwidth: figure(
      8,
      .terabytesPerSecond,
      .inferenceX,
      "2026-04",
      .peak,
      others: [figure(7.7, .terabytesPerSecond, .aiConfigurator, "2026-08", .peak)]
    ),
    peaks: [
      .bf16: figure(2250, .teraflopPerSecond, .inferenceX, "2026-04", .dense, .perPackage),
      .fp8: figure(4500, .teraflopPerSecond, .inferenceX, "2026-04", .dense, .perPackage),
      .fp4: figure(9000, .teraflopPerSecond, .inferenceX, "2026-04", .dense, .perPackage),
    ],
    scaleUpDomain: fact(8, .inferenceX, "2026-04", "NVLink, one node"),
    scaleUpTopology: nvSwitch(.inferenceX, "2026-04"),
    scaleUpBandwidth: nvLink(900, .inferenceX, "2026-04"),
    scaleOutBandwidth: figure(
      50,
      .gigabytesPerSecond,
      .inferenceX,
      "2026-04",
      .oneDirection,
      .perPackage,
      note: "one 400 Gbit/s card a chip",
      others: [wideCard]
    ),
    power: figure(1000, .watts, .aiConfigurator, "2026-08", .perPackage),
    allInPower: figure(2.17, .kilowatts, .inferenceX, "2026-04", .estimate, .perPackage),
    rents: rentsOfB200
  )

  /// The Blackwell of a GB200 NVL72 rack, clocked about a tenth above B200.
  public static let gb200 = Chip(
    "GB200",
    vendor: .nvidia,
    year: fact(2024, .rackTable, "2025-06"),
    memory: figure(
      186,
      .gigabytes,
      .nvl72,
      "2025",
      .decimalGigabytes,
      .usable,
      note: "rack total divided by 72",
      others: [
        figure(189_471, .mebibytes, .aiConfigurator, "2026-08", .binaryGibibytes, .usable),
        fittedBlackwell(.inferenceX, "2026-04"),
      ]
    ),
    labelledMemory: fittedBlackwell(.inferenceX, "2026-04"),
    memoryBandwidth: figure(8, .terabytesPerSecond, .inferenceX, "2026-04", .peak),
    peaks: [
      .bf16: figure(2500, .teraflopPerSecond, .inferenceX, "2026-04", .dense, .perPackage),
      .fp8: figure(5000, .teraflopPerSecond, .inferenceX, "2026-04", .dense, .perPackage),
      .fp4: figure(10_000, .teraflopPerSecond, .inferenceX, "2026-04", .dense, .perPackage),
    ],
    dies: fact(2, .rackTable, "2025-06", .perPackage),
    scaleUpDomain: fact(72, .nvl72, "2025", "packages in one NVLink domain"),
    scaleUpTopology: nvSwitch(.nvl72, "2025"),
    scaleUpBandwidth: nvLink(900, .inferenceX, "2026-04"),
    scaleOutBandwidth: figure(
      50,
      .gigabytesPerSecond,
      .scalingBook,
      "2025-08",
      .oneDirection,
      .perPackage,
      note: "one 400 Gbit/s card a chip",
      others: [wideCard]
    ),
    power: figure(1200, .watts, .aiConfigurator, "2026-08", .perPackage),
    allInPower: figure(2.1, .kilowatts, .inferenceX, "2026-04", .estimate, .perPackage),
    rents: rentsOfGB200
  )

  /// An 800 Gbit/s card a chip, which several systems have where others have half of it.
  static let wideCard = figure(
    100,
    .gigabytesPerSecond,
    .aiConfigurator,
    "2026-08",
    .oneDirection,
    .perPackage,
    note: "one 800 Gbit/s card a chip"
  )

  private static func fittedBlackwell(
    _ source: SourceReference,
    _ date: String
  ) -> Sourced<Quantity> {
    figure(192, .gigabytes, source, date, .decimalGigabytes, .fitted)
  }
}

import Quantities

extension Chip {
  /// AMD's chips, by year.
  static let amd = [mi300X, mi325X, mi355X, mi455X]

  /// MI300X, eight in a full mesh.
  public static let mi300X = Chip(
    "MI300X",
    vendor: .amd,
    year: fact(2023, .launches, "2026", note: "launched in December"),
    memory: figure(
      192,
      .gigabytes,
      .inferenceX,
      "2026-04",
      .decimalGigabytes,
      .usable,
      .perPackage
    ),
    memoryBandwidth: figure(5.3, .terabytesPerSecond, .inferenceX, "2026-04", .peak),
    peaks: peaksOfMI300,
    scaleUpDomain: fact(8, .inferenceX, "2026-04", "mesh of seven links a chip"),
    scaleUpTopology: sevenLinks,
    scaleUpBandwidth: linksOfMI300,
    scaleOutBandwidth: oneCard,
    power: figure(750, .watts, .inferenceX, "2026-04", .perPackage),
    allInPower: figure(1.79, .kilowatts, .inferenceX, "2026-04", .estimate, .perPackage),
    rents: rentsOfMI300X
  )

  /// MI325X: MI300X with a third more memory, somewhat faster.
  public static let mi325X = Chip(
    "MI325X",
    vendor: .amd,
    year: fact(2024, .launches, "2026", note: "launched in October"),
    memory: figure(
      256,
      .gigabytes,
      .inferenceX,
      "2026-04",
      .decimalGigabytes,
      .usable,
      .perPackage
    ),
    memoryBandwidth: figure(6, .terabytesPerSecond, .inferenceX, "2026-04", .peak),
    peaks: peaksOfMI300,
    scaleUpDomain: fact(8, .inferenceX, "2026-04", "mesh of seven links a chip"),
    scaleUpTopology: sevenLinks,
    scaleUpBandwidth: linksOfMI300,
    scaleOutBandwidth: oneCard,
    power: figure(1000, .watts, .inferenceX, "2026-04", .perPackage),
    allInPower: figure(2.18, .kilowatts, .inferenceX, "2026-04", .estimate, .perPackage),
    rents: rentsOfMI325X
  )

  /// MI355X, the first of the vendor with FP4.
  public static let mi355X = Chip(
    "MI355X",
    vendor: .amd,
    year: fact(2025, .launches, "2026", note: "launched in June"),
    memory: figure(
      288,
      .gigabytes,
      .inferenceX,
      "2026-04",
      .decimalGigabytes,
      .usable,
      .perPackage
    ),
    memoryBandwidth: figure(8, .terabytesPerSecond, .inferenceX, "2026-04", .peak),
    peaks: [
      .bf16: figure(2516, .teraflopPerSecond, .inferenceX, "2026-04", .dense, .perPackage),
      .fp8: figure(5033, .teraflopPerSecond, .inferenceX, "2026-04", .dense, .perPackage),
      .fp4: figure(10_066, .teraflopPerSecond, .inferenceX, "2026-04", .dense, .perPackage),
    ],
    scaleUpDomain: fact(8, .inferenceX, "2026-04", "mesh of seven links a chip"),
    scaleUpTopology: sevenLinks,
    scaleUpBandwidth: figure(
      537.6,
      .gigabytesPerSecond,
      .inferenceX,
      "2026-04",
      .oneDirection,
      .perPackage,
      note: "seven links of 76.8 GB/s",
      others: [
        figure(
          576,
          .gigabytesPerSecond,
          .inferenceX,
          "2026-04",
          .oneDirection,
          .perPackage,
          note: "a table of the same source, which would be seven and a half links"
        )
      ]
    ),
    scaleOutBandwidth: oneCard,
    power: figure(1400, .watts, .inferenceX, "2026-04", .perPackage),
    allInPower: figure(2.65, .kilowatts, .inferenceX, "2026-04", .estimate, .perPackage),
    rents: rentsOfMI355X
  )

  private static let peaksOfMI300 = [
    Precision.bf16: figure(
      1307,
      .teraflopPerSecond,
      .inferenceX,
      "2026-04",
      .dense,
      .perPackage
    ),
    .fp8: figure(2615, .teraflopPerSecond, .inferenceX, "2026-04", .dense, .perPackage),
  ]

  private static let sevenLinks = fact(
    ScaleUpTopology.fullMesh(linksPerChip: 7),
    .inferenceX,
    "2026-04",
    note: "Infinity Fabric, one link to each of the other seven"
  )

  private static let linksOfMI300 = figure(
    448,
    .gigabytesPerSecond,
    .inferenceX,
    "2026-04",
    .oneDirection,
    .perPackage,
    note: "seven links of 64 GB/s"
  )
}

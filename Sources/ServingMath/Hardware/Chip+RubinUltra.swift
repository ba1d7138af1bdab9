import Quantities

extension Chip {
  /// Rubin Ultra, four dies to a package; the link of one package is not published.
  public static let rubinUltra = Chip(
    "Rubin Ultra",
    vendor: .nvidia,
    year: fact(2027, .rackTable, "2025-06", .announced),
    memory: figure(
      1,
      .terabytes,
      .rackTable,
      "2025-06",
      .decimalGigabytes,
      .labelled,
      .perPackage,
      .announced
    ),
    memoryBandwidth: figure(
      32,
      .terabytesPerSecond,
      .rackTable,
      "2025-06",
      .announced,
      .peak,
      note: "4,608 TB/s of a rack divided by 144"
    ),
    peaks: [
      .fp8: figure(
        33_000,
        .teraflopPerSecond,
        .rackTable,
        "2025-06",
        .sparsityUnstated,
        .perPackage,
        .announced
      ),
      .fp4: figure(
        100_000,
        .teraflopPerSecond,
        .rackTable,
        "2025-06",
        .dense,
        .perPackage,
        .announced
      ),
    ],
    dies: fact(4, .rackTable, "2025-06", .perPackage),
    scaleUpDomain: fact(144, .rackTable, "2025-06", .announced, note: "packages, four dies each"),
    scaleUpTopology: nvSwitch(.rackTable, "2025-06")
  )
}

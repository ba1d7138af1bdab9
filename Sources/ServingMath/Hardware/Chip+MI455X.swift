import Quantities

extension Chip {
  /// MI455X of the announced Helios rack; its peaks are round numbers of the announcement.
  public static let mi455X = Chip(
    "MI455X",
    vendor: .amd,
    year: fact(2026, .helios, "2026", .announced),
    memory: figure(
      432,
      .gigabytes,
      .helios,
      "2026",
      .decimalGigabytes,
      .labelled,
      .perPackage,
      .announced
    ),
    memoryBandwidth: figure(19.6, .terabytesPerSecond, .helios, "2026", .announced, .peak),
    peaks: [
      .fp8: figure(
        20_000,
        .teraflopPerSecond,
        .helios,
        "2026",
        .sparsityUnstated,
        .perPackage,
        .announced,
        note: "about"
      ),
      .fp4: figure(
        40_000,
        .teraflopPerSecond,
        .helios,
        "2026",
        .sparsityUnstated,
        .perPackage,
        .announced,
        note: "about"
      ),
    ],
    scaleUpDomain: fact(72, .helios, "2026", .announced, note: "packages in one rack"),
    scaleUpTopology: fact(.switched, .helios, "2026", .announced, note: "UALink over Ethernet"),
    scaleUpBandwidth: figure(
      1800,
      .gigabytesPerSecond,
      .helios,
      "2026",
      .oneDirection,
      .perPackage,
      .announced,
      note: "half of 3.6 TB/s"
    ),
    scaleOutBandwidth: figure(
      300,
      .gigabytesPerSecond,
      .helios,
      "2026",
      .oneDirection,
      .perPackage,
      .announced
    )
  )
}

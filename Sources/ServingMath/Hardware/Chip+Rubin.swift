public import Quantities

extension Chip {
  /// Rubin at the announced bandwidth; no data sheet yet says whether its peaks are dense.
  public static let rubin = rubin(
    "Rubin",
    year: fact(2026, .rackTable, "2025-06", .announced),
    bandwidth: figure(
      22,
      .terabytesPerSecond,
      .rubinAnnounced,
      "2026-01",
      .announced,
      .peak,
      others: [
        earlyBandwidth,
        figure(20.5, .terabytesPerSecond, .rubinEarly, "2026-03", .announced, .peak),
        figure(
          13,
          .terabytesPerSecond,
          .rackTable,
          "2025-06",
          .announced,
          .peak,
          note: "plan of 2025, 936 TB/s of a rack divided by 72"
        ),
      ]
    )
  )

  /// Rubin at the bandwidth the lecture uses, which first shipments are reported to have.
  public static let rubinEarly = rubin(
    "Rubin (early)",
    year: fact(2026, .rubinEarly, "2026-03", .reported, .shipped),
    bandwidth: earlyBandwidth
  )

  /// The larger of Rubin's two announced FP4 peaks; reports disagree whether it counts sparsity.
  public static let rubinInferencePeak = figure(
    50_000,
    .teraflopPerSecond,
    .rubinAnnounced,
    "2026-01",
    .sparsityUnstated,
    .perPackage,
    .announced,
    .disputed,
    note: "NVFP4 inference",
    others: [
      figure(
        50_000,
        .teraflopPerSecond,
        .rackTable,
        "2025-06",
        .dense,
        .perPackage,
        .reported,
        note: "3.6 EFLOP/s of a rack divided by 72"
      ),
      figure(25_000, .teraflopPerSecond, .rubinSparsity, "2026", .dense, .perPackage, .reported),
    ]
  )

  private static let earlyBandwidth = figure(
    20,
    .terabytesPerSecond,
    .rubinEarly,
    "2026-03",
    .reported,
    .shipped,
    note: "early units"
  )

  private static func rubin(
    _ name: String,
    year: Sourced<Int>,
    bandwidth: Sourced<Quantity>
  ) -> Chip {
    Chip(
      name,
      vendor: .nvidia,
      year: year,
      memory: figure(
        288,
        .gigabytes,
        .rubinAnnounced,
        "2026-01",
        .decimalGigabytes,
        .labelled,
        .perPackage
      ),
      memoryBandwidth: bandwidth,
      peaks: [
        .fp8: figure(
          17_500,
          .teraflopPerSecond,
          .rubinAnnounced,
          "2026-01",
          .sparsityUnstated,
          .perPackage,
          .announced,
          .disputed
        ),
        .fp4: figure(
          35_000,
          .teraflopPerSecond,
          .rubinAnnounced,
          "2026-01",
          .sparsityUnstated,
          .perPackage,
          .announced,
          note: "NVFP4 training",
          others: [rubinInferencePeak] + rubinInferencePeak.others
        ),
      ],
      dies: fact(2, .rackTable, "2025-06", .perPackage),
      scaleUpDomain: fact(72, .rubinAnnounced, "2026-01", "packages, two dies each"),
      scaleUpTopology: nvSwitch(.rubinAnnounced, "2026-01"),
      scaleUpBandwidth: figure(
        1800,
        .gigabytesPerSecond,
        .rubinAnnounced,
        "2026-01",
        .oneDirection,
        .perPackage,
        .announced
      ),
      scaleOutBandwidth: figure(
        200,
        .gigabytesPerSecond,
        .rubinAnnounced,
        "2026-01",
        .oneDirection,
        .perPackage,
        .announced,
        note: "two 800 Gbit/s cards a chip"
      ),
      power: figure(
        1800,
        .watts,
        .rubinAnnounced,
        "2026-01",
        .perPackage,
        .announced,
        .estimate
      )
    )
  }
}

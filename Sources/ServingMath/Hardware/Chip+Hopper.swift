import Quantities

extension Chip {
  /// H100 SXM.
  public static let h100 = Chip(
    "H100",
    vendor: .nvidia,
    year: fact(2022, .epochHardware, "2026", .unverified),
    memory: figure(
      80,
      .gigabytes,
      .inferenceX,
      "2026-04",
      .decimalGigabytes,
      .perPackage,
      others: [figure(80, .gibibytes, .aiConfigurator, "2026-08", .binaryGibibytes, .usable)]
    ),
    memoryBandwidth: figure(3.35, .terabytesPerSecond, .inferenceX, "2026-04", .peak),
    peaks: hopperPeaks,
    scaleUpDomain: fact(8, .inferenceX, "2026-04", "NVLink, one node"),
    scaleUpTopology: nvSwitch(.inferenceX, "2026-04"),
    scaleUpBandwidth: nvLink(450, .inferenceX, "2026-04"),
    scaleOutBandwidth: oneCard,
    power: figure(700, .watts, .aiConfigurator, "2026-08", .perPackage),
    allInPower: figure(1.73, .kilowatts, .inferenceX, "2026-04", .estimate, .perPackage),
    rents: rentsOfH100
  )

  /// H800 SXM: H100 with its links cut for export; DeepSeek-V3 was trained and is served on it.
  public static let h800 = Chip(
    "H800",
    vendor: .nvidia,
    year: fact(2023, .epochHardware, "2026", .unverified),
    memory: figure(
      80,
      .gigabytes,
      .deepSeekV3,
      "2024-12",
      .decimalGigabytes,
      .perPackage,
      .unverified
    ),
    memoryBandwidth: figure(
      3.35,
      .terabytesPerSecond,
      .deepSeekV3,
      "2024-12",
      .peak,
      .unverified
    ),
    peaks: [
      .bf16: figure(
        989,
        .teraflopPerSecond,
        .deepSeekV3,
        "2024-12",
        .dense,
        .perPackage,
        .unverified
      ),
      .fp8: figure(
        1979,
        .teraflopPerSecond,
        .deepSeekV3,
        "2024-12",
        .dense,
        .perPackage,
        .unverified
      ),
    ],
    scaleUpDomain: fact(8, .deepSeekV3, "2024-12", "NVLink, one node"),
    scaleUpTopology: nvSwitch(.deepSeekV3, "2024-12"),
    scaleUpBandwidth: figure(
      200,
      .gigabytesPerSecond,
      .deepSeekV3,
      "2024-12",
      .oneDirection,
      .perPackage,
      .unverified,
      note: "half of the 400 GB/s left of NVLink",
      others: [
        figure(160, .gigabytesPerSecond, .deepSeekV3, "2024-12", .oneDirection, .achieved)
      ]
    ),
    scaleOutBandwidth: figure(
      50,
      .gigabytesPerSecond,
      .deepSeekV3,
      "2024-12",
      .oneDirection,
      .perPackage,
      .achieved
    ),
    power: figure(700, .watts, .epochHardware, "2026", .perPackage, .unverified),
    rents: rentsOfH800
  )

  /// H200 SXM: H100's arithmetic with more and faster memory.
  public static let h200 = Chip(
    "H200",
    vendor: .nvidia,
    year: fact(2023, .launches, "2026", note: "launched in November"),
    memory: figure(
      141,
      .gigabytes,
      .inferenceX,
      "2026-04",
      .decimalGigabytes,
      .perPackage,
      others: [
        figure(141, .gibibytes, .aiConfigurator, "2026-08", .binaryGibibytes, .usable),
        figure(144, .gigabytes, .inferenceX, "2026-04", .decimalGigabytes, .fitted),
      ]
    ),
    memoryBandwidth: figure(4.8, .terabytesPerSecond, .inferenceX, "2026-04", .peak),
    peaks: hopperPeaks,
    scaleUpDomain: fact(8, .inferenceX, "2026-04", "NVLink, one node"),
    scaleUpTopology: nvSwitch(.inferenceX, "2026-04"),
    scaleUpBandwidth: nvLink(450, .inferenceX, "2026-04"),
    scaleOutBandwidth: oneCard,
    power: figure(700, .watts, .aiConfigurator, "2026-08", .perPackage),
    allInPower: figure(1.73, .kilowatts, .inferenceX, "2026-04", .estimate, .perPackage),
    rents: rentsOfH200
  )

  private static let hopperPeaks = [
    Precision.bf16: figure(989, .teraflopPerSecond, .inferenceX, "2026-04", .dense, .perPackage),
    .fp8: figure(
      1979,
      .teraflopPerSecond,
      .inferenceX,
      "2026-04",
      .dense,
      .perPackage,
      others: [
        figure(1978, .teraflopPerSecond, .aiConfigurator, "2026-08", .dense, .perPackage)
      ]
    ),
  ]
}

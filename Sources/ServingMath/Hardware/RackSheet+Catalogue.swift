import Quantities

extension RackSheet {
  /// Every rack with published totals.
  public static let all = [
    gb200NVL72, gb300NVL72, rubinNVL72, rubinUltraNVL576, helios, trainium2Instance,
    trainium3UltraServer,
  ]

  /// GB200 NVL72, the lecture's reference machine.
  public static let gb200NVL72 = RackSheet(
    "GB200 NVL72",
    of: .gb200,
    packages: fact(72, .rackTable, "2025-06"),
    dies: fact(144, .rackTable, "2025-06"),
    memory: figure(
      13.4,
      .terabytes,
      .nvl72,
      "2025",
      .decimalGigabytes,
      .usable,
      .perRack,
      others: [
        figure(13.8, .terabytes, .nvl72, "2025", .decimalGigabytes, .fitted, .perRack)
      ]
    ),
    memoryBandwidth: figure(576, .terabytesPerSecond, .nvl72, "2025", .peak, .perRack),
    peaks: [
      .fp4: figure(720, .petaflopPerSecond, .rackTable, "2025-06", .dense, .perRack)
    ],
    scaleUpBandwidth: both(130, .nvl72, "2025"),
    power: figure(120, .kilowatts, .nvl72, "2025", .perRack, note: "about")
  )

  /// GB300 NVL72.
  public static let gb300NVL72 = RackSheet(
    "GB300 NVL72",
    of: .gb300,
    packages: fact(72, .rackTable, "2025-06"),
    dies: fact(144, .rackTable, "2025-06"),
    memory: figure(
      20.7,
      .terabytes,
      .nvl72Ultra,
      "2025",
      .decimalGigabytes,
      .labelled,
      .perRack,
      others: [
        figure(21, .terabytes, .rackTable, "2025-06", .decimalGigabytes, .labelled, .perRack)
      ]
    ),
    memoryBandwidth: figure(576, .terabytesPerSecond, .rackTable, "2025-06", .peak, .perRack),
    peaks: [
      .fp4: figure(
        1080,
        .petaflopPerSecond,
        .nvl72Ultra,
        "2025",
        .dense,
        .perRack,
        others: [
          figure(1440, .petaflopPerSecond, .nvl72Ultra, "2025", .structuredSparsity, .perRack)
        ]
      )
    ]
  )

  /// Vera Rubin NVL72, announced in 2025 as NVL144 by its dies.
  public static let rubinNVL72 = RackSheet(
    "Vera Rubin NVL72",
    of: .rubin,
    packages: fact(72, .rubinAnnounced, "2026-01", .announced),
    dies: fact(144, .rackTable, "2025-06", .announced),
    memory: figure(
      20.7,
      .terabytes,
      .rubinAnnounced,
      "2026-01",
      .decimalGigabytes,
      .labelled,
      .perRack,
      .announced
    ),
    peaks: [
      .fp4: figure(
        3600,
        .petaflopPerSecond,
        .rackTable,
        "2025-06",
        .dense,
        .perRack,
        .announced,
        .disputed,
        note: "NVFP4 inference"
      )
    ],
    scaleUpBandwidth: both(260, .rubinAnnounced, "2026-01"),
    power: figure(
      190,
      .kilowatts,
      .rubinAnnounced,
      "2026-01",
      .perRack,
      .announced,
      note: "tuned for efficiency",
      others: [
        figure(
          230,
          .kilowatts,
          .rubinAnnounced,
          "2026-01",
          .perRack,
          .announced,
          note: "tuned for performance"
        )
      ]
    )
  )

  /// Rubin Ultra NVL576, named by its dies.
  public static let rubinUltraNVL576 = RackSheet(
    "Rubin Ultra NVL576",
    of: .rubinUltra,
    packages: fact(144, .rackTable, "2025-06", .announced),
    dies: fact(576, .rackTable, "2025-06", .announced),
    memory: figure(
      147,
      .terabytes,
      .rackTable,
      "2025-06",
      .decimalGigabytes,
      .labelled,
      .perRack,
      .announced
    ),
    memoryBandwidth: figure(
      4608,
      .terabytesPerSecond,
      .rackTable,
      "2025-06",
      .peak,
      .perRack,
      .announced
    ),
    peaks: [
      .fp4: figure(
        14_400,
        .petaflopPerSecond,
        .rackTable,
        "2025-06",
        .dense,
        .perRack,
        .announced
      )
    ],
    power: figure(600, .kilowatts, .rackTable, "2025-06", .perRack, .announced)
  )

  /// A total of links with both directions added up, as vendors print it for a rack.
  static func both(
    _ terabytesPerSecond: Double,
    _ source: SourceReference,
    _ date: String
  ) -> Sourced<Quantity> {
    figure(terabytesPerSecond, .terabytesPerSecond, source, date, .bothDirections, .perRack)
  }
}

import Quantities

extension RackSheet {
  /// AMD's announced Helios rack.
  public static let helios = RackSheet(
    "Helios",
    of: .mi455X,
    packages: fact(72, .helios, "2026", .announced),
    memory: figure(
      31,
      .terabytes,
      .helios,
      "2026",
      .decimalGigabytes,
      .labelled,
      .perRack,
      .announced
    ),
    memoryBandwidth: figure(
      1400,
      .terabytesPerSecond,
      .helios,
      "2026",
      .peak,
      .perRack,
      .announced
    ),
    peaks: [
      .fp8: figure(
        1400,
        .petaflopPerSecond,
        .helios,
        "2026",
        .sparsityUnstated,
        .perRack,
        .announced
      ),
      .fp4: figure(
        2900,
        .petaflopPerSecond,
        .helios,
        "2026",
        .sparsityUnstated,
        .perRack,
        .announced
      ),
    ],
    scaleUpBandwidth: both(260, .helios, "2026"),
    scaleOutBandwidth: both(43, .helios, "2026")
  )

  /// One Trn2 instance of sixteen Trainium2.
  public static let trainium2Instance = RackSheet(
    "Trn2 instance",
    of: .trainium2,
    packages: fact(16, .neuron, "2025-12"),
    memory: figure(1536, .gibibytes, .neuron, "2025-12", .binaryGibibytes, .usable, .perRack),
    memoryBandwidth: figure(46.4, .terabytesPerSecond, .neuron, "2025-12", .peak, .perRack),
    peaks: [
      .bf16: figure(10.7, .petaflopPerSecond, .neuron, "2025-12", .dense, .perRack),
      .fp8: figure(
        20.8,
        .petaflopPerSecond,
        .neuron,
        "2025-12",
        .dense,
        .perRack,
        others: [
          figure(41, .petaflopPerSecond, .neuron, "2025-12", .structuredSparsity, .perRack)
        ]
      ),
    ]
  )

  /// A Trn3 UltraServer of the second generation.
  public static let trainium3UltraServer = RackSheet(
    "Trn3 UltraServer",
    of: .trainium3,
    packages: fact(144, .neuron, "2025-12"),
    memory: figure(
      20,
      .tebibytes,
      .neuron,
      "2025-12",
      .binaryGibibytes,
      .usable,
      .perRack,
      note: "printed as 20 TB"
    ),
    memoryBandwidth: figure(706, .terabytesPerSecond, .neuron, "2025-12", .peak, .perRack),
    peaks: [
      .fp8: figure(
        362,
        .petaflopPerSecond,
        .neuron,
        "2025-12",
        .dense,
        .perRack,
        note: "MXFP8"
      )
    ]
  )
}

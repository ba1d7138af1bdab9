import Quantities

extension Chip {
  /// Amazon's chips, by year.
  static let amazon = [trainium2, trainium3]

  /// Trainium2; its documentation does not say whether 1.28 TB/s of NeuronLink count both directions.
  public static let trainium2 = Chip(
    "Trainium2",
    vendor: .amazon,
    year: fact(2024, .launches, "2026", note: "launched in December"),
    memory: figure(
      96,
      .gibibytes,
      .neuron,
      "2025-12",
      .binaryGibibytes,
      .usable,
      .perPackage
    ),
    memoryBandwidth: figure(2.9, .terabytesPerSecond, .neuron, "2025-12", .peak),
    peaks: [
      .bf16: figure(667, .teraflopPerSecond, .neuron, "2025-12", .dense, .perPackage),
      .fp8: figure(
        1299,
        .teraflopPerSecond,
        .neuron,
        "2025-12",
        .dense,
        .perPackage,
        others: [
          figure(
            2563,
            .teraflopPerSecond,
            .neuron,
            "2025-12",
            .structuredSparsity,
            .perPackage,
            note: "one in four weights kept at best"
          )
        ]
      ),
    ],
    scaleUpDomain: fact(
      16,
      .neuron,
      "2025-12",
      note: "chips of one instance",
      others: [fact(64, .neuron, "2025-12", note: "four instances of an UltraServer")]
    ),
    scaleUpTopology: fact(
      .torus(dimensions: 2, linksPerChip: 4),
      .neuron,
      "2025-12",
      note: "NeuronLink-v3 within an instance"
    ),
    scaleUpBandwidth: figure(
      640,
      .gigabytesPerSecond,
      .neuron,
      "2025-12",
      .oneDirection,
      .perPackage,
      .disputed,
      note: "half of 1.28 TB/s, if those count both directions",
      others: [
        figure(1280, .gigabytesPerSecond, .neuron, "2025-12", .directionUnstated, .perPackage)
      ]
    ),
    scaleOutBandwidth: figure(
      25,
      .gigabytesPerSecond,
      .neuron,
      "2025-12",
      .oneDirection,
      .perPackage,
      note: "3.2 Tbit/s of an instance divided by 16"
    ),
    power: figure(
      500,
      .watts,
      .trainiumAnalysis,
      "2024-12",
      .perPackage,
      .unverified,
      note: "about"
    ),
    rents: rentsOfTrainium2
  )

  /// Trainium3, whose eight-bit and four-bit formats run at one rate.
  public static let trainium3 = Chip(
    "Trainium3",
    vendor: .amazon,
    year: fact(2025, .neuron, "2025-12"),
    memory: figure(
      144,
      .gibibytes,
      .neuron,
      "2025-12",
      .binaryGibibytes,
      .usable,
      .perPackage
    ),
    memoryBandwidth: figure(4.9, .terabytesPerSecond, .neuron, "2025-12", .peak),
    peaks: [
      .bf16: figure(
        671,
        .teraflopPerSecond,
        .neuron,
        "2025-12",
        .dense,
        .perPackage,
        others: [
          figure(
            2517,
            .teraflopPerSecond,
            .neuron,
            "2025-12",
            .structuredSparsity,
            .perPackage
          )
        ]
      ),
      .fp8: figure(
        2517,
        .teraflopPerSecond,
        .neuron,
        "2025-12",
        .dense,
        .perPackage,
        note: "MXFP8"
      ),
      .fp4: figure(
        2517,
        .teraflopPerSecond,
        .neuron,
        "2025-12",
        .dense,
        .perPackage,
        note: "MXFP4"
      ),
    ],
    scaleUpDomain: fact(
      144,
      .neuron,
      "2025-12",
      note: "chips of a second-generation UltraServer",
      others: [fact(64, .neuron, "2025-12", note: "chips of a first-generation UltraServer")]
    ),
    scaleUpTopology: fact(.switched, .neuron, "2025-12", note: "NeuronSwitch-v1"),
    scaleUpBandwidth: figure(
      1280,
      .gigabytesPerSecond,
      .neuron,
      "2025-12",
      .oneDirection,
      .perPackage,
      note: "half of 2.56 TB/s"
    )
  )
}

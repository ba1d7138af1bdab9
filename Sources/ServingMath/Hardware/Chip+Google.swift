import Quantities

extension Chip {
  /// Google's chips, by year.
  static let google = [tpuV4, tpuV5e, tpuV5p, tpuV6e, tpu7x]

  /// TPU v4, the chip of PaLM and of the first published study of its serving.
  public static let tpuV4 = Chip(
    "TPU v4",
    vendor: .google,
    year: fact(2021, .epochHardware, "2026", .unverified),
    memory: gibibytes(32, .scalingBook, "2025-02"),
    labelledMemory: labelled(32, .scalingBook),
    memoryBandwidth: figure(1.2, .terabytesPerSecond, .scalingBook, "2025-02", .peak),
    peaks: [.bf16: dense(275, .scalingBook, "2025-02")],
    scaleUpDomain: fact(4096, .scalingBook, "2025-02", "three-dimensional torus"),
    scaleUpTopology: torus(dimensions: 3, .scalingBook, "2025-02"),
    scaleUpBandwidth: links(270, .scalingBook, "2025-02", note: "six links of 45 GB/s"),
    scaleOutBandwidth: dataCentreNetwork,
    power: figure(192, .watts, .epochHardware, "2026", .perPackage, .unverified, note: "about"),
    rents: rentsOfTPUV4
  )

  /// TPU v5e, the small inference chip.
  public static let tpuV5e = Chip(
    "TPU v5e",
    vendor: .google,
    year: fact(2023, .epochHardware, "2026", .unverified),
    memory: gibibytes(16, .cloudTPU, "2025"),
    labelledMemory: labelled(16, .scalingBook),
    memoryBandwidth: figure(0.819, .terabytesPerSecond, .cloudTPU, "2025", .peak),
    peaks: [
      .bf16: dense(197, .scalingBook, "2025-02"),
      .int8: dense(393, .scalingBook, "2025-02", note: integers),
    ],
    scaleUpDomain: fact(256, .cloudTPU, "2025", "two-dimensional torus"),
    scaleUpTopology: torus(dimensions: 2, .cloudTPU, "2025"),
    scaleUpBandwidth: links(200, .cloudTPU, "2025", note: "half of 400 GB/s"),
    rents: rentsOfTPUV5e
  )

  /// TPU v5p.
  public static let tpuV5p = Chip(
    "TPU v5p",
    vendor: .google,
    year: fact(2023, .launches, "2026", note: "launched in December"),
    memory: gibibytes(95, .cloudTPU, "2025"),
    labelledMemory: labelled(95, .scalingBook),
    memoryBandwidth: figure(2.765, .terabytesPerSecond, .cloudTPU, "2025", .peak),
    peaks: [
      .bf16: dense(459, .scalingBook, "2025-02"),
      .int8: dense(918, .scalingBook, "2025-02", note: integers),
    ],
    scaleUpDomain: fact(8960, .cloudTPU, "2025", "three-dimensional torus"),
    scaleUpTopology: torus(dimensions: 3, .cloudTPU, "2025"),
    scaleUpBandwidth: links(600, .cloudTPU, "2025", note: "half of 1,200 GB/s"),
    scaleOutBandwidth: dataCentreNetwork,
    rents: rentsOfTPUV5p
  )

  /// TPU v6e, "Trillium".
  public static let tpuV6e = Chip(
    "TPU v6e",
    vendor: .google,
    year: fact(2024, .launches, "2026", note: "launched in December"),
    memory: gibibytes(32, .cloudTPU, "2025"),
    labelledMemory: labelled(32, .scalingBook),
    memoryBandwidth: figure(
      1.64,
      .terabytesPerSecond,
      .cloudTPU,
      "2025",
      .peak,
      others: [figure(1.6, .terabytesPerSecond, .scalingBook, "2025-02", .peak)]
    ),
    peaks: [
      .bf16: dense(918, .scalingBook, "2025-02"),
      .int8: dense(1836, .scalingBook, "2025-02", note: integers),
    ],
    scaleUpDomain: fact(256, .cloudTPU, "2025", "two-dimensional torus"),
    scaleUpTopology: torus(dimensions: 2, .cloudTPU, "2025"),
    scaleUpBandwidth: links(400, .cloudTPU, "2025", note: "half of 800 GB/s"),
    rents: rentsOfTPUV6e
  )

  /// TPU7x, "Ironwood".
  public static let tpu7x = Chip(
    "TPU7x",
    vendor: .google,
    year: fact(2025, .epochHardware, "2026", .unverified),
    memory: gibibytes(192, .cloudTPU, "2025"),
    labelledMemory: figure(
      192,
      .gigabytes,
      .cloudTPU,
      "2025",
      .decimalGigabytes,
      .labelled,
      .perPackage
    ),
    memoryBandwidth: figure(
      7.37,
      .terabytesPerSecond,
      .cloudTPU,
      "2025",
      .peak,
      others: [figure(7.38, .terabytesPerSecond, .cloudTPU, "2025", .peak)]
    ),
    peaks: [
      .bf16: dense(2307, .cloudTPU, "2025"),
      .fp8: dense(4614, .cloudTPU, "2025"),
    ],
    scaleUpDomain: fact(9216, .cloudTPU, "2025", "three-dimensional torus"),
    scaleUpTopology: torus(dimensions: 3, .cloudTPU, "2025"),
    scaleUpBandwidth: links(600, .cloudTPU, "2025", note: "half of 1,200 GB/s")
  )
}

// MARK: - What all of them share

extension Chip {
  private static let integers = "8-bit integers; no faster FP8"

  private static let dataCentreNetwork = figure(
    6.25,
    .gigabytesPerSecond,
    .scalingBook,
    "2025-02",
    .oneDirection,
    .perPackage,
    note: "data-centre network, about"
  )

  private static func gibibytes(
    _ value: Double,
    _ source: SourceReference,
    _ date: String
  ) -> Sourced<Quantity> {
    figure(value, .gibibytes, source, date, .binaryGibibytes, .usable, .perPackage)
  }

  private static func labelled(_ value: Double, _ source: SourceReference) -> Sourced<Quantity> {
    figure(value, .gigabytes, source, "2025-02", .decimalGigabytes, .labelled, .perPackage)
  }

  private static func dense(
    _ value: Double,
    _ source: SourceReference,
    _ date: String,
    note: String = ""
  ) -> Sourced<Quantity> {
    figure(value, .teraflopPerSecond, source, date, .dense, .perPackage, note: note)
  }

  private static func torus(
    dimensions: Int,
    _ source: SourceReference,
    _ date: String
  ) -> Sourced<ScaleUpTopology> {
    fact(.torus(dimensions: dimensions, linksPerChip: 2 * dimensions), source, date, note: "ICI")
  }

  private static func links(
    _ value: Double,
    _ source: SourceReference,
    _ date: String,
    note: String
  ) -> Sourced<Quantity> {
    figure(value, .gigabytesPerSecond, source, date, .oneDirection, .perPackage, note: note)
  }
}

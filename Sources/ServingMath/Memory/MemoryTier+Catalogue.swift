public import Quantities

extension MemoryTier {
  /// The tiers below high-bandwidth memory whose size and speed are published, quickest to drain first.
  public static let belowHighBandwidth: [MemoryTier] = [
    grace, vera, micron9650, micron9550, micron9650Large, micron9550Large, gen4Flash,
    dualActuatorDisk,
    disk,
  ]

  /// The high-bandwidth memory of a chip, at the chip's whole rent.
  ///
  /// - Parameters:
  ///   - chip: Gives capacity and bandwidth.
  ///   - labelled: Whether to count the memory as the product label does, rather than what is usable.
  ///   - rent: Of one chip; by default the catalogue's first, and no price where there is none.
  public init(of chip: Chip, labelled: Bool = false, rent: Sourced<Quantity>? = nil) {
    self.init(
      "HBM of \(chip.name)",
      kind: .highBandwidth,
      capacity: labelled ? chip.labelledMemory : chip.memory,
      bandwidth: chip.memoryBandwidth,
      price: (rent ?? chip.rents.first).map { .rent($0) }
    )
  }

  // MARK: Host memory

  /// LPDDR5X of one Grace processor, of which a GB200 NVL72 rack has 36.
  public static let grace = MemoryTier(
    "LPDDR5X of Grace",
    kind: .host,
    capacity: figure(480, .gigabytes, .graceMemory, "2025", "per processor, up to"),
    bandwidth: figure(512, .gigabytesPerSecond, .graceMemory, "2025", "per processor, up to"),
    price: .purchase(perByte: hostPrice, life: TierPrice.usualLife)
  )

  /// LPDDR5X of one Vera processor, Grace's successor.
  public static let vera = MemoryTier(
    "LPDDR5X of Vera",
    kind: .host,
    capacity: figure(1.5, .terabytes, .veraMemory, "2026", "per processor, up to"),
    bandwidth: figure(1.2, .terabytesPerSecond, .veraMemory, "2026", "per processor, up to"),
    price: .purchase(perByte: hostPrice, life: TierPrice.usualLife)
  )

  // MARK: Flash

  /// Micron 9650, the first data-centre drive on PCIe 6, at its smallest read-oriented size.
  public static let micron9650 = drive("Micron 9650, 7.68 TB", 7.68, 28, .micron9650, "2025-08")
  /// Micron 9550 on PCIe 5 at the same size.
  public static let micron9550 = drive("Micron 9550, 7.68 TB", 7.68, 14, .micron9550, "2024-07")
  /// Micron 9650 at its largest size: the same interface has four times as much to read.
  public static let micron9650Large = drive(
    "Micron 9650, 30.72 TB",
    30.72,
    28,
    .micron9650,
    "2025-08"
  )
  /// Micron 9550 at its largest size.
  public static let micron9550Large = drive(
    "Micron 9550, 30.72 TB",
    30.72,
    14,
    .micron9550,
    "2024-07"
  )
  /// A 30.72 TB drive on PCIe 4: four lanes of that interface carry about 7 GB/s, whoever makes it.
  public static let gen4Flash = drive("PCIe 4 drive, 30.72 TB", 30.72, 7, .pcie4, "2017-10")

  // MARK: Disk

  /// A 30 TB drive with heat-assisted recording.
  public static let disk = MemoryTier(
    "Disk, 30 TB",
    kind: .disk,
    capacity: figure(30, .terabytes, .seagateMozaic, "2024-01", "decimal TB, conventional tracks"),
    bandwidth: figure(
      275,
      Self.megabytesPerSecond,
      .seagateMozaic,
      "2024-01",
      "outer tracks, up to"
    ),
    price: .purchase(perByte: diskPrice, life: TierPrice.usualLife)
  )

  /// A 14 TB drive with two actuators, which read side by side.
  public static let dualActuatorDisk = MemoryTier(
    "Disk with two actuators, 14 TB",
    kind: .disk,
    capacity: figure(14, .terabytes, .seagateDualActuator, "2021-05", "decimal TB"),
    bandwidth: figure(
      524,
      Self.megabytesPerSecond,
      .seagateDualActuator,
      "2021-05",
      "outer tracks, up to"
    ),
    price: .purchase(perByte: diskPrice, life: TierPrice.usualLife)
  )

  // MARK: Prices

  /// Price of server DDR5, from a 64 GB module that had cost $255 half a year before.
  public static let hostPrice = figure(
    700.0 / 64,
    .dollars / .gigabytes,
    .counterpointMemory,
    "2026-03",
    "64 GB RDIMM at $700, forecast for March"
  )

  /// Price of enterprise flash, from a 30 TB drive that had cost $3,062 three quarters before.
  public static let flashPrice = figure(
    11_000.0 / 30,
    .dollars / .terabytes,
    .vduraFlash,
    "2026-02",
    "30 TB TLC drive at about $11,000"
  )

  /// Price of a nearline disk by the same analysis: flash costs 16 times as much a byte.
  public static let diskPrice = figure(
    11_000.0 / 30 / 16,
    .dollars / .terabytes,
    .vduraFlash,
    "2026-02",
    "a sixteenth of flash"
  )

  private static let megabytesPerSecond: QuantityUnit = .megabytes / .seconds

  private static func drive(
    _ name: String,
    _ terabytes: Double,
    _ gigabytesPerSecond: Double,
    _ source: SourceReference,
    _ date: String
  ) -> MemoryTier {
    MemoryTier(
      name,
      kind: .flash,
      capacity: figure(terabytes, .terabytes, source, date, "decimal TB"),
      bandwidth: figure(gigabytesPerSecond, .gigabytesPerSecond, source, date, "sequential reads"),
      price: .purchase(perByte: flashPrice, life: TierPrice.usualLife)
    )
  }
}

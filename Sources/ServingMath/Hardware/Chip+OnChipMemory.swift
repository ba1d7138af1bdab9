import Quantities

// Machines without memory beside the silicon. Their networks are not held here: one chip stands alone.
extension Chip {
  /// Groq's LPU of the first generation: a model is spread over hundreds of them.
  public static let groqLPU = Chip(
    "Groq LPU",
    vendor: .groq,
    year: fact(2020, .epochHardware, "2026", .unverified),
    memory: figure(
      230,
      .megabytes,
      .groq,
      "2024-02",
      .decimalGigabytes,
      .fitted,
      .perPackage,
      note: "SRAM"
    ),
    memoryBandwidth: figure(80, .terabytesPerSecond, .groq, "2024-02", .peak),
    peaks: [
      .bf16: figure(
        188,
        .teraflopPerSecond,
        .groq,
        "2024-02",
        .dense,
        .perPackage,
        note: "FP16"
      ),
      .int8: figure(750, .teraflopPerSecond, .groq, "2024-02", .dense, .perPackage),
    ],
    scaleUpDomain: fact(1, .groq, "2024-02", note: "one chip alone")
  )

  /// Cerebras' third wafer-scale engine: one wafer is one chip.
  public static let wse3 = Chip(
    "WSE-3",
    vendor: .cerebras,
    year: fact(2024, .cerebras, "2024-03"),
    memory: figure(
      44,
      .gigabytes,
      .cerebras,
      "2024-03",
      .decimalGigabytes,
      .fitted,
      .perPackage,
      note: "SRAM"
    ),
    memoryBandwidth: figure(21_000, .terabytesPerSecond, .cerebras, "2024-03", .peak),
    peaks: [
      .bf16: figure(
        125_000,
        .teraflopPerSecond,
        .cerebras,
        "2024-03",
        .sparsityUnstated,
        .perPackage,
        .disputed,
        note: "FP16, about; advertised for sparse work"
      )
    ],
    scaleUpDomain: fact(1, .cerebras, "2024-03", note: "one wafer alone"),
    power: figure(23, .kilowatts, .cerebras, "2024-03", .perPackage)
  )
}

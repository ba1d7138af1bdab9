public import Quantities

// Prices of an hour of one chip, in the order that `Chip.rents` states.

/// InferenceX's constants for what an hour costs: rented for three years, and to own for two kinds of cloud.
private func costModel(
  threeYears: Double,
  neocloud: Double,
  hyperscaler: Double,
  isEstimate: Bool = false
) -> [Sourced<Quantity>] {
  func constant(_ value: Double, _ party: CountingConvention, _ note: String) -> Sourced<Quantity> {
    Sourced(
      Quantity(value, .dollarsPerHour),
      source: .inferenceX,
      date: "2026-04",
      conventions: [.costModel, party] + (isEstimate ? [.estimate] : []),
      note: note
    )
  }
  return [
    constant(threeYears, .threeYearRental, isEstimate ? "1.2 times the chip before it" : ""),
    constant(neocloud, .neocloud, "cost of ownership"),
    constant(hyperscaler, .hyperscaler, "cost of ownership"),
  ]
}

private func price(
  _ value: Double,
  _ source: SourceReference,
  _ date: String,
  _ conventions: CountingConvention...,
  note: String = ""
) -> Sourced<Quantity> {
  let rent = Quantity(value, .dollarsPerHour)
  return Sourced(rent, source: source, date: date, conventions: conventions, note: note)
}

extension Chip {
  static let rentsOfA100 = [
    price(1.84, .capacityBlocks, "2024", .capacityBlock, .hyperscaler)
  ]

  static let rentsOfH100 =
    [
      price(2.35, .rentIndex, "2026-03", .index, .reserved, note: "one year"),
      price(1.70, .rentIndex, "2025-10", .index),
      price(2.95, .rentSurvey, "2026-05", .onDemand, note: "median of the offers, about"),
      price(
        98.32 / 8,
        .awsPrices,
        "2026-02",
        .onDemand,
        .hyperscaler,
        .disputed,
        note: "an eighth of p5.48xlarge; the price is said to have been cut by 44 % in 2025"
      ),
      price(2.69, .rentListing, "2026", .onDemand, note: "RunPod"),
      price(4.92, .capacityBlocks, "2024", .capacityBlock, .hyperscaler),
    ] + costModel(threeYears: 1.30, neocloud: 1.69, hyperscaler: 1.30)

  static let rentsOfH800 = [
    price(2, .deepSeekServing, "2025-03", .operatorAssumption, note: "DeepSeek's own reckoning")
  ]

  static let rentsOfH200 =
    [
      price(4.54, .rentIndex, "2026-03", .onDemand, note: "one provider"),
      price(3.59, .rentListing, "2026", .onDemand, note: "RunPod"),
      price(5.41, .capacityBlocks, "2024", .capacityBlock, .hyperscaler),
    ] + costModel(threeYears: 1.60, neocloud: 1.74, hyperscaler: 1.41)

  static let rentsOfB200 =
    [
      price(6.03, .rentIndex, "2026-03", .onDemand, note: "one provider"),
      price(6.00, .rentComparison, "2026-03", .onDemand, .neocloud, note: "upper end"),
      price(4.50, .rentComparison, "2026-03", .onDemand, .neocloud, note: "lower end"),
      price(5.98, .rentListing, "2026", .onDemand, note: "RunPod"),
      price(2.25, .rentComparison, "2026-03", .spot),
    ] + costModel(threeYears: 2.90, neocloud: 2.34, hyperscaler: 1.95)

  static let rentsOfB300 = costModel(
    threeYears: 3.48,
    neocloud: 2.81,
    hyperscaler: 2.34,
    isEstimate: true
  )

  /// What one provider asks for a board of two GB200 packages and a host processor.
  public static let gb200SuperchipRent = price(
    9.08,
    .rentIndex,
    "2026-03",
    .onDemand,
    .perSuperchip,
    note: "two GPUs"
  )

  static let rentsOfGB200 =
    [
      price(9.08 / 2, .rentIndex, "2026-03", .onDemand, .perPackage, note: "half of a superchip")
    ] + costModel(threeYears: 3.30, neocloud: 2.75, hyperscaler: 2.21)

  static let rentsOfGB300 = costModel(
    threeYears: 3.96,
    neocloud: 3.30,
    hyperscaler: 2.65,
    isEstimate: true
  )

  static let rentsOfMI300X = costModel(threeYears: 1.55, neocloud: 1.40, hyperscaler: 1.12)
  static let rentsOfMI325X = costModel(threeYears: 1.80, neocloud: 1.59, hyperscaler: 1.28)
  static let rentsOfMI355X = costModel(threeYears: 2.10, neocloud: 1.90, hyperscaler: 1.48)

  static let rentsOfTPUV4 = [listedTPU(3.22)]
  static let rentsOfTPUV5e = [listedTPU(1.20)]
  static let rentsOfTPUV5p = [listedTPU(4.20)]
  static let rentsOfTPUV6e = [listedTPU(2.70)]

  static let rentsOfTrainium2 = [
    price(
      38.43 / 16,
      .awsPrices,
      "2026-02",
      .onDemand,
      .hyperscaler,
      note: "a sixteenth of trn2.48xlarge, upper of two copies"
    ),
    price(
      35.76 / 16,
      .awsPrices,
      "2026-02",
      .onDemand,
      .hyperscaler,
      note: "a sixteenth of trn2.48xlarge, lower of two copies"
    ),
  ]

  private static func listedTPU(_ value: Double) -> Sourced<Quantity> {
    price(value, .cloudTPUPrices, "2025", .onDemand, .hyperscaler, .unverified)
  }
}

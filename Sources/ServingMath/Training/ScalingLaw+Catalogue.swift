import Quantities

extension ScalingLaw {
  /// The coefficients that the Chinchilla paper printed.
  ///
  /// They disagree with the paper's own twenty tokens per parameter at large budgets; see `besiroglu`.
  public static let hoffmann = law(
    "Hoffmann",
    1.69,
    a: (406.4, 0.34),
    b: (410.7, 0.28),
    .chinchilla,
    "2022-03"
  )

  /// The refit to points read off the paper's figure, which restores the twenty.
  public static let besiroglu = law(
    "Besiroglu",
    1.8172,
    a: (482.01, 0.3478),
    b: (2085.43, 0.3658),
    .chinchillaRefit,
    "2024-04"
  )

  /// Both fits, the printed one first.
  public static let all: [ScalingLaw] = [hoffmann, besiroglu]

  private static func law(
    _ name: String,
    _ irreducible: Double,
    a: (Double, exponent: Double),
    b: (Double, exponent: Double),
    _ source: SourceReference,
    _ date: String
  ) -> ScalingLaw {
    func coefficient(_ value: Double, _ convention: String) -> Sourced<Quantity> {
      figure(value, .one, source, date, convention)
    }
    return ScalingLaw(
      name: name,
      irreducibleLoss: coefficient(irreducible, "nats per token"),
      modelCoefficient: coefficient(a.0, "N in parameters"),
      modelExponent: coefficient(a.exponent, "exponent of N"),
      dataCoefficient: coefficient(b.0, "D in tokens"),
      dataExponent: coefficient(b.exponent, "exponent of D")
    )
  }
}

public import Quantities

// The second part of the lecture: experts on racks, 0:31:59 to 0:47:02.
extension Lecture {
  /// How many times slower a GPU sends once it leaves its rack.
  public static let scaleOutPenalty = figure(
    8,
    .one,
    .lecture,
    "2026-04-29",
    "0:38:52, about"
  )

  /// Accelerators in a rack.
  public static let acceleratorsPerRack = fact(64, .lecture, "2026-04-29", "0:37:11, about")

  /// GPUs over which the board deals the experts of a layer.
  public static let expertWidth = fact(64, .lecture, "2026-04-29", "0:33:54, of 72")

  /// Racks in a data centre.
  public static let racksPerDataCentre = fact(1000, .lecture, "2026-04-29", "0:37:38, thousands")

  /// Scale-up domain that the host ascribes to Rubin.
  public static let rubinDomain = fact(500, .lecture, "2026-04-29", "0:40:47, and something")

  /// Parameters of the model that a Blackwell rack is said to have made possible.
  public static let largeModel = figure(5e12, .one, .lecture, "2026-04-29", "0:45:07")
}

public import Quantities

// The second part of the lecture: experts on racks, 0:31:59 to 0:47:02.
extension Lecture {
  /// How many times slower a GPU sends once it leaves its rack.
  public static let scaleOutPenalty = figure(8, .one, .lecture, "2026-04-29", "0:38:52, about")

  /// Parameters of the model that a Blackwell rack is said to have made possible.
  public static let largeModel = figure(5e12, .one, .lecture, "2026-04-29", "0:45:07")
}

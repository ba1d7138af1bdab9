public import Quantities

// The third part of the lecture: layers on racks, 0:47:02 to 1:03:27.
extension Lecture {
  /// Layers that are to be imagined above the one on the board.
  public static let layersAbove = fact(100, .lecture, "2026-04-29", "0:48:34, about")

  /// Experts that a token visits in the drawing of a layer between two racks.
  public static let drawnChoice = fact(3, .lecture, "2026-04-29", "0:50:23, arrows drawn")

  /// Experts to which DeepSeek's model is guessed to send a token; it sends it to eight.
  public static let guessedChoices = [
    fact(32, .lecture, "2026-04-29", "0:51:34, perhaps"),
    fact(16, .lecture, "2026-04-29", "0:51:34, perhaps"),
  ]

  /// Racks of the pipeline in both timetables.
  public static let drawnRacks = fact(4, .lecture, "2026-04-29", "0:56:53")

  /// Microbatches of one batch in the timetable of training.
  public static let drawnMicrobatches = fact(4, .lecture, "2026-04-29", "0:58:53")

  /// Parameters of the model whose weights are held against a rack's memory.
  public static let trillionModel = figure(1e12, .one, .lecture, "2026-04-29", "1:01:44")

  /// Racks over which weights could be spread so that chips need less memory.
  public static let manyRacks = fact(8, .lecture, "2026-04-29", "1:02:16, for example")
}

public import Quantities

/// How requests share a serving instance; terms and defaults are those of the engine's scheduler.
public struct ServingPolicy: Hashable, Sendable {
  /// What a step does while prompts wait to be read.
  public enum Order: String, CaseIterable, Hashable, Sendable {
    /// Every running sequence gains its token, and prompts take what is left of the step's tokens.
    case decodeFirst
    /// The step reads prompts and nothing else; sequences that decode pause.
    case prefillFirst
  }

  /// How much memory a request is given when it is let in.
  public enum Reservation: String, CaseIterable, Hashable, Sendable {
    /// What its text needs so far. When a later token finds no room, the request let in last gives its memory
    /// back and returns to the head of the line; its text is read again later.
    case asNeeded
    /// What its text will need at its full length, so that nothing is ever taken back.
    case wholeLength
  }

  /// What becomes of a request that not even the whole memory could hold.
  public enum Oversized: String, CaseIterable, Hashable, Sendable {
    /// The run is refused, with an error that names the request.
    case refuseRun
    /// The request is turned away when it comes, and counted.
    case turnAway
  }

  /// The most sequences that run at a time.
  public let sequences: Int
  /// The most tokens in a step, of prompts and of decoding sequences together.
  public let tokensPerStep: Int
  /// The most tokens of one prompt in a step.
  public let chunk: Int
  /// What a step does while prompts wait to be read.
  public let order: Order
  /// How much memory a request is given when it is let in.
  public let reservation: Reservation
  /// What becomes of a request that is too large.
  public let oversized: Oversized
  /// Steps leave at multiples of this time only, as trains do; nil to begin whenever there is work.
  public let timetable: Quantity?

  /// A policy; by default continuous batching of up to 256 sequences and 2,048 tokens a step.
  ///
  /// Values below what can work are raised to it: one sequence, one token. There are at most as many
  /// sequences as tokens in a step. Stops if the timetable is no positive time.
  public init(
    sequences: Int = 256,
    tokensPerStep: Int = 2048,
    chunk: Int = .max,
    order: Order = .decodeFirst,
    reservation: Reservation = .asNeeded,
    oversized: Oversized = .refuseRun,
    timetable: Quantity? = nil
  ) {
    if let timetable, timetable <= Quantity(0, .seconds) || !timetable.isFinite {
      stop("steps leave at a positive interval, not every \(timetable)")
    }
    // Far beyond any use, and low enough that sums of budgets cannot overflow.
    let most = 1 << 40
    self.tokensPerStep = min(max(1, tokensPerStep), most)
    self.sequences = min(max(1, sequences), self.tokensPerStep)
    self.chunk = min(max(1, chunk), most)
    self.order = order
    self.reservation = reservation
    self.oversized = oversized
    self.timetable = timetable
  }
}

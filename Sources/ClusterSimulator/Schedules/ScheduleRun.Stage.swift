public import Quantities

extension ScheduleRun {
  /// What one stage did.
  public struct Stage: Sendable {
    /// Its passes in the order of time.
    public let spans: [Span]
    /// The stretch of time over which it is measured.
    ///
    /// In training an iteration: all of it, or, for zero-bubble schedules, from the stage's own
    /// start for as long as the longest stage is at it. In a decode loop the steady rounds, and all
    /// of it if there are none.
    public let window: ClosedRange<Quantity>
    /// Time in the window that it worked.
    public let workTime: Quantity
    /// Time in the window that it had nothing to do.
    public let idleTime: Quantity
    /// Most passes that could have run at one moment of the window but that waited for it.
    public let longestQueue: Int
    /// Mean number of passes that could have run but waited for it; a plain number.
    public let meanQueue: Quantity
    /// Parts of its activations of one microbatch that are made one by one.
    let activationParts: Int

    /// The share of the window in which it had nothing to do; 0 in a window of no time.
    public var idleShare: Quantity {
      ScheduleRun.share(idleTime, of: window.upperBound - window.lowerBound)
    }
  }

  /// A stretch of time in which a stage did one pass, or two beside each other.
  public struct Span: Sendable {
    /// What it did.
    public let pass: PipelinePass
    /// The backward pass that it did beside it, in DualPipe.
    public let beside: PipelinePass?
    /// When all that the pass needs was there.
    public let ready: Quantity
    /// When the stage began.
    public let start: Quantity
    /// When it was done.
    public let end: Quantity

    /// Time that it took.
    public var duration: Quantity { end - start }
    /// Time for which it could have run but had to wait for the stage.
    public var waiting: Quantity { start - ready }
    /// What stands in the box of a timetable: `F3`, or `F3 B1` for two.
    public var label: String { pass.description + (beside.map { " \($0)" } ?? "") }
  }

  /// What one stage handed to another.
  public struct Handover: Sendable {
    /// The pass whose result it was.
    public let pass: PipelinePass
    /// Who sent it.
    public let sender: Int
    /// Who needed it.
    public let receiver: Int
    /// When the pass was done and its result ready to be sent.
    public let ready: Quantity
    /// When the link was free and the transfer began.
    public let start: Quantity
    /// When it was there.
    public let arrival: Quantity
    /// When the receiver began the pass that needed it.
    public let use: Quantity
    /// When the pass that made it began.
    let made: Quantity
    /// When the link was free again.
    let sent: Quantity
  }

  /// A share that is nothing of nothing.
  static func share(_ part: Quantity, of whole: Quantity) -> Quantity {
    whole.baseValue == 0 ? Quantity(0) : part / whole
  }
}

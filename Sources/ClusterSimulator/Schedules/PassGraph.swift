/// The passes of a pipeline as tasks that wait for each other.
///
///     forward          waits for forward of the piece of the model before it
///     backward, B      wait for their own forward, and for the gradient of the piece after it
///     W                waits for its own B
///     decode           waits for the piece before it; on the first piece, for the last one's token
///
/// Servers 0 ..< p are the stages, p ..< 2·p the links by which they send.
struct PassGraph {
  /// Where the pieces of the model are kept.
  enum Placement {
    /// The first chunks of all stages in order, then the second chunks, and so on.
    case chunks(Int)
    /// Every piece twice: chunk 0 in order, chunk 1 from the last stage back to the first.
    case mirrored
  }

  /// What one stage hands to another, and the tasks between which it does.
  struct Message {
    let pass: PipelinePass
    let task: Int
    let link: Int?
    let follower: Int
  }

  private(set) var tasks: TaskGraph
  /// The slot of each task of a stage.
  private(set) var slots: [PassSlot] = []
  private(set) var messages: [Message] = []
  private let stages: Int
  private let placement: Placement
  private var producers: [Work: Int] = [:]

  /// What has to be computed, whoever computes it.
  private struct Work: Hashable {
    enum Kind {
      case activations
      case inputGradient
      case weightGradient
    }
    let kind: Kind
    let microbatch: Int
    /// The piece of the model, in the order of the forward pass.
    let piece: Int
    let round: Int
  }

  /// A pipeline of stages with their orders.
  ///
  /// - Parameters:
  ///   - orders: The slots of each stage.
  ///   - placement: Where the pieces of the model are kept.
  ///   - keepsOrder: Whether a stage takes its slots in just this order, rather than what comes
  ///     first.
  ///   - hop: Latency and time on the link, nil if handing over takes no time.
  ///   - duration: The time of a slot on a stage.
  /// - Throws: `repeated` and `missing`.
  init(
    _ orders: [[PassSlot]],
    placement: Placement,
    keepsOrder: Bool,
    hop: (latency: Double, transfer: Double)?,
    duration: (PassSlot, Int) -> Double
  ) throws(PipelineScheduleError) {
    stages = orders.count
    self.placement = placement
    tasks = TaskGraph(servers: 2 * stages)
    for (stage, order) in orders.enumerated() {
      let first = slots.count
      for slot in order {
        let task = tasks.add(on: stage, lasting: duration(slot, stage))
        slots.append(slot)
        for pass in slot.passes { try register(pass, of: task, on: stage) }
      }
      if keepsOrder { tasks.disciplines[stage] = .inOrder(Array(first..<slots.count)) }
    }
    for task in slots.indices {
      for pass in slots[task].passes { try connect(pass, of: task, hop: hop) }
    }
  }

  /// The stage that has to do a task, or that sends it.
  func stage(of task: Int) -> Int { tasks.tasks[task].server % stages }

  /// Parts of a stage's activations of one microbatch that its forward passes make one by one.
  var activationParts: Int { placement.activationParts }

  // MARK: -

  private var pieces: Int {
    switch placement {
    case .chunks(let count): stages * count
    case .mirrored: stages
    }
  }

  private func piece(_ chunk: Int, of stage: Int) -> Int {
    switch placement {
    case .chunks: chunk * stages + stage
    case .mirrored: chunk == 0 ? stage : stages - 1 - stage
    }
  }

  private func place(ofPiece piece: Int, as pass: PipelinePass) -> (stage: Int, chunk: Int) {
    switch placement {
    case .chunks: (piece % stages, piece / stages)
    case .mirrored: (pass.chunk == 0 ? piece : stages - 1 - piece, pass.chunk)
    }
  }

  private mutating func register(
    _ pass: PipelinePass,
    of task: Int,
    on stage: Int
  ) throws(PipelineScheduleError) {
    let piece = piece(pass.chunk, of: stage)
    let kinds: [Work.Kind] =
      switch pass.kind {
      case .forward, .decode: [.activations]
      case .backward: [.inputGradient, .weightGradient]
      case .inputGradient: [.inputGradient]
      case .weightGradient: [.weightGradient]
      }
    for kind in kinds {
      let work = Work(kind: kind, microbatch: pass.microbatch, piece: piece, round: pass.round)
      guard producers.updateValue(task, forKey: work) == nil else {
        throw .repeated(pass, stage: stage)
      }
    }
  }

  private mutating func connect(
    _ pass: PipelinePass,
    of task: Int,
    hop: (latency: Double, transfer: Double)?
  ) throws(PipelineScheduleError) {
    let piece = piece(pass.chunk, of: stage(of: task))
    switch pass.kind {
    case .forward:
      if piece > 0 { try wait(pass, task, .activations, piece - 1, pass.round, hop) }
    case .decode:
      if piece > 0 {
        try wait(pass, task, .activations, piece - 1, pass.round, hop)
      } else if pass.round > 0 {
        try wait(pass, task, .activations, pieces - 1, pass.round - 1, hop)
      }
    case .backward, .inputGradient:
      try wait(pass, task, .activations, piece, pass.round, hop)
      if piece < pieces - 1 { try wait(pass, task, .inputGradient, piece + 1, pass.round, hop) }
    case .weightGradient:
      try wait(pass, task, .inputGradient, piece, pass.round, hop)
    }
  }

  /// Lets a pass wait for what another one computes, with a message if that is on another stage.
  private mutating func wait(
    _ pass: PipelinePass,
    _ task: Int,
    _ kind: Work.Kind,
    _ piece: Int,
    _ round: Int,
    _ hop: (latency: Double, transfer: Double)?
  ) throws(PipelineScheduleError) {
    let work = Work(kind: kind, microbatch: pass.microbatch, piece: piece, round: round)
    guard let producer = producers[work] else {
      let (stage, chunk) = place(ofPiece: piece, as: pass)
      let missing: PipelinePass.Kind =
        kind == .inputGradient ? .inputGradient : pass.kind == .decode ? .decode : .forward
      throw .missing(
        PipelinePass(missing, pass.microbatch, chunk: chunk, round: round),
        stage: stage,
        neededBy: pass
      )
    }
    let sender = stage(of: producer)
    if sender == stage(of: task) {
      tasks.require(producer, before: task)
      return
    }
    var link: Int?
    if let hop {
      let sent = tasks.add(on: stages + sender, lasting: hop.transfer, delay: hop.latency)
      tasks.require(producer, before: sent)
      tasks.require(sent, before: task)
      link = sent
    } else {
      tasks.require(producer, before: task)
    }
    let handed = slots[producer].passes.first { $0.microbatch == pass.microbatch }
    messages.append(
      Message(pass: handed ?? pass, task: producer, link: link, follower: task)
    )
  }
}

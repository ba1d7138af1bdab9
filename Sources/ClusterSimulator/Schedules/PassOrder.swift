internal import ServingMath

/// The order in which each stage takes its passes.
///
/// Four schedules follow one rule: some forward passes to warm up, then backward and forward in
/// turn, then the backward passes left. They differ in how long the warm-up is and in how many
/// backward passes a weight gradient lags behind. With s counted from 0 for the first of p stages,
/// and v chunks:
///
///                   warm-up                          lag of W
///     1F1B          p − s                            (whole backward passes)
///     interleaved   2 · (p − s − 1) + (v − 1)·p + 1  (whole backward passes)
///     ZB-H1         p − s                            s
///     ZB-H2         2 · (p − s) − 1                  2 · s
///
/// Warm-up and lag together are what a stage remembers: p microbatches on every stage of ZB-H1, and
/// 2·p − 1 of ZB-H2. Late stages have little to warm up, so they lag: their input gradients go up
/// early, and at the end, when no forward pass comes any more, the weight gradients that they owe
/// fill the time.
///
/// > Source: arXiv 2104.04473 §2.2 for interleaving. For ZB-H1 and ZB-H2 arXiv 2401.10241 says that
/// > all workers keep equally many microbatches; the numbers here are derived from that and from
/// > the memory in its table 2.
enum PassOrder {
  /// The orders of all stages.
  static func slots(
    of schedule: PipelineSchedule,
    stages: Int,
    microbatches: Int
  ) -> [[PassSlot]] {
    if schedule == .dualPipe {
      return (0..<stages).map {
        DualPipeOrder(stage: $0, stages: stages, microbatches: microbatches).slots
      }
    }
    return (0..<stages).map { stage in
      passes(of: schedule, stage: stage, stages: stages, microbatches: microbatches)
        .map { PassSlot(pass: $0) }
    }
  }

  private static func passes(
    of schedule: PipelineSchedule,
    stage: Int,
    stages: Int,
    microbatches: Int
  ) -> [PipelinePass] {
    let left = stages - stage
    switch schedule {
    case .gPipe:
      // Last in, first out: what went forward last comes back first.
      return (0..<microbatches).map { .forward($0) }
        + (0..<microbatches).reversed().map { .backward($0) }
    case .forwardOnly, .dualPipe:
      return (0..<microbatches).map { .forward($0) }
    case .oneForwardOneBackward:
      return alternating(microbatches, warmup: left)
    case .zeroBubbleH1:
      return alternating(microbatches, warmup: left, lag: stage)
    case .zeroBubbleH2:
      return alternating(microbatches, warmup: 2 * left - 1, lag: 2 * stage)
    case .interleaved(let chunks):
      return alternating(
        microbatches,
        warmup: 2 * (left - 1) + (chunks - 1) * stages + 1,
        deal: ChunkDeal(stages: stages, chunks: chunks)
      )
    }
  }

  /// Some forward passes, then backward and forward in turn, then the backward passes left.
  ///
  /// With a lag the backward passes are halved, and the weight gradient of a microbatch comes after
  /// the input gradient of the one that many later.
  private static func alternating(
    _ microbatches: Int,
    warmup: Int,
    lag: Int? = nil,
    deal: ChunkDeal = ChunkDeal(stages: 1, chunks: 1)
  ) -> [PipelinePass] {
    let count = microbatches * deal.chunks
    let first = min(warmup, count)
    var order = (0..<first).map { deal.pass(.forward, $0) }
    for number in 0..<count {
      if let lag {
        order.append(deal.pass(.inputGradient, number))
        if number >= lag { order.append(deal.pass(.weightGradient, number - lag)) }
      } else {
        order.append(deal.pass(.backward, number))
      }
      if first + number < count { order.append(deal.pass(.forward, first + number)) }
    }
    if let lag {
      order += (max(0, count - lag)..<count).map { deal.pass(.weightGradient, $0) }
    }
    return order
  }
}

/// Which microbatch and chunk a stage takes as its n-th forward or backward pass.
///
/// As many microbatches as there are stages go through one chunk, then the same through the next:
/// so the first of them comes round to the first stage just when the last has left it. Backward
/// from the last chunk down.
private struct ChunkDeal {
  let stages: Int
  let chunks: Int

  func pass(_ kind: PipelinePass.Kind, _ number: Int) -> PipelinePass {
    let (group, place) = number.quotientAndRemainder(dividingBy: stages * chunks)
    let (turn, member) = place.quotientAndRemainder(dividingBy: stages)
    return PipelinePass(
      kind,
      group * stages + member,
      chunk: kind == .forward ? turn : chunks - 1 - turn
    )
  }
}

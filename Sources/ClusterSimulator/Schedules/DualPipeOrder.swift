/// The order of one stage of DualPipe, into which microbatches come from both ends.
///
/// Stage s of p keeps two pieces of the model, the s-th for microbatches that come from the first
/// stage (chunk 0, the first half of the microbatches) and the s-th from the end for those that
/// come from the last stage (chunk 1, the other half). Own microbatches are those from the nearer
/// end. With r stages between this one and that end, of the q = p/2 in its half, and n microbatches
/// each way:
///
///     2 · (q − r − 1)   own F
///     r + 1             own F, far F
///     q − r − 1         far B, its W, far F
///     n − p + r + 1     own F beside far backward, far F beside own backward
///     q − r − 1         far backward, far F beside own backward
///     r + 1             far backward, own backward; their second half leaves W for later
///     q − r − 1         a W that was left, own B
///     r + 1             a W that was left
///
/// The innermost stages run the very first own F and far backward one after the other, since the
/// pair would wait for itself.
///
/// > Source: arXiv 2412.19437, §3.2.1 and figure 5, and the phases of DeepSeek's published
/// > implementation.
struct DualPipeOrder {
  private(set) var slots: [PassSlot] = []
  private let isFromLastStage: Bool
  private let half: Int
  private var started = [Direction.own: 0, .far: 0]
  private var returned = [Direction.own: 0, .far: 0]
  private var owed: [PipelinePass] = []
  private var isHalving = false

  private enum Direction {
    case own
    case far
  }

  init(stage: Int, stages: Int, microbatches: Int) {
    let inHalf = stages / 2
    let edge = min(stage, stages - 1 - stage)
    let inner = inHalf - edge - 1
    half = microbatches / 2
    isFromLastStage = stage >= inHalf
    for _ in 0..<2 * inner { forward(.own) }
    for _ in 0...edge {
      forward(.own)
      forward(.far)
    }
    isHalving = true
    for _ in 0..<inner {
      backward(.far)
      payWeights()
      forward(.far)
    }
    isHalving = false
    for turn in 0..<half - stages + edge + 1 {
      if turn == 0 && inner == 0 {
        forward(.own)
        backward(.far)
      } else {
        forward(.own, besideBackward: .far)
      }
      forward(.far, besideBackward: .own)
    }
    for _ in 0..<inner {
      backward(.far)
      forward(.far, besideBackward: .own)
    }
    for place in 0..<2 * (edge + 1) {
      isHalving = place > edge
      backward(place.isMultiple(of: 2) ? .far : .own)
    }
    for _ in 0..<inner {
      payWeights()
      backward(.own)
    }
    while !owed.isEmpty { payWeights() }
  }

  // MARK: -

  private mutating func forward(_ direction: Direction, besideBackward other: Direction? = nil) {
    let pass = next(.forward, direction, counting: \.started)
    slots.append(
      PassSlot(pass: pass, beside: other.map { next(.backward, $0, counting: \.returned) })
    )
  }

  private mutating func backward(_ direction: Direction) {
    let pass = next(isHalving ? .inputGradient : .backward, direction, counting: \.returned)
    slots.append(PassSlot(pass: pass))
    if isHalving { owed.append(.weightGradient(pass.microbatch, chunk: pass.chunk)) }
  }

  private mutating func payWeights() {
    slots.append(PassSlot(pass: owed.removeFirst()))
  }

  private mutating func next(
    _ kind: PipelinePass.Kind,
    _ direction: Direction,
    counting count: WritableKeyPath<DualPipeOrder, [Direction: Int]>
  ) -> PipelinePass {
    let number = self[keyPath: count][direction, default: 0]
    self[keyPath: count][direction] = number + 1
    let comesFromLast = (direction == .far) != isFromLastStage
    return PipelinePass(
      kind,
      comesFromLast ? half + number : number,
      chunk: comesFromLast ? 1 : 0
    )
  }
}

import Quantities

/// A device's part of a checkpoint: each tensor under its name, with the sides that the device has.
///
/// Only that part is read. Everything else about a tensor stays as it is, so that blocks take their weights from
/// here as from a whole checkpoint.
struct ShardCheckpoint: Checkpoint {
  private let whole: any Checkpoint
  private let shards: [String: Shard]

  /// What a device has of a tensor.
  struct Shard: Hashable {
    /// Of the part.
    let shape: [Int]
    /// The side that is cut, of which ranges of the whole follow each other in the part.
    let side: Int
    let ranges: [Range<Int>]
    /// Of that side in the whole.
    let wholeSide: Int
    /// Whether another device has what is stored, and this one has zeros.
    let isZero: Bool
  }

  /// The part of a device of a checkpoint that has what an architecture asks for.
  init(_ whole: any Checkpoint, _ architecture: Architecture, _ parts: ShardParts) {
    self.whole = whole
    var shards: [String: Shard] = [:]
    for tensor in architecture.tensors where whole.shape(of: tensor.name) == tensor.shape {
      shards[tensor.name] = Shard(tensor, parts)
    }
    self.shards = shards
  }

  var names: [String] { whole.names }

  func shape(of name: String) -> [Int]? { shards[name]?.shape ?? whole.shape(of: name) }

  /// How elements are stored; in single precision where a part of columns begins or ends inside a group that
  /// shares a scale, since other groups would not hold the same numbers.
  func format(of name: String) -> StoredFormat? {
    let format = whole.format(of: name)
    guard format == .int8Groups || format == .int4Groups, let shard = shards[name],
      shard.side == shard.shape.count - 1
    else { return format }
    let size = WeightFormat.groupSize
    let areWhole = shard.ranges.allSatisfy { range in
      range.lowerBound.isMultiple(of: size)
        && (range.upperBound.isMultiple(of: size) || range.upperBound == shard.wholeSide)
    }
    return areWhole ? format : .fp32
  }

  func release(_ name: String) { whole.release(name) }

  func read(
    _ name: String,
    from first: Int,
    into out: inout MutableSpan<Float>
  ) throws(CheckpointError) {
    guard let shard = shards[name] else { return try whole.read(name, from: first, into: &out) }
    let elements = shard.shape.reduce(1, *)
    guard first >= 0, first <= elements, out.count <= elements - first else {
      throw CheckpointError(
        .outsideTensor(name, first: first, count: out.count, elements: elements),
        file: "a device's part of the weights"
      )
    }
    guard !shard.isZero else {
      for index in out.indices { out[index] = 0 }
      return
    }
    var done = 0
    while done < out.count {
      let run = shard.run(from: first + done)
      let count = min(run.count, out.count - done)
      if count == out.count { return try whole.read(name, from: run.lowerBound, into: &out) }
      var piece = [Float](repeating: 0, count: count)
      var span = piece.mutableSpan
      try whole.read(name, from: run.lowerBound, into: &span)
      for (index, element) in piece.enumerated() { out[done + index] = element }
      done += count
    }
  }
}

extension ShardCheckpoint.Shard {
  init(_ tensor: Architecture.Tensor, _ parts: ShardParts) {
    var shape = tensor.shape
    switch tensor.cut {
    case .side(let side, let items, let each, let runs):
      let whole = tensor.shape[side]
      let range = parts.range(of: items, among: whole / (each * runs))
      ranges = (0..<runs).map { run in
        let start = run * (whole / runs)
        return start + range.lowerBound * each..<start + range.upperBound * each
      }
      shape[side] = range.count * each * runs
      (self.side, wholeSide, isZero) = (side, whole, false)
    case .once(let items):
      (side, ranges, wholeSide) = (0, [0..<shape[0]], shape[0])
      isZero = !parts.hasAddend(of: items)
    case .whole:
      (side, ranges, wholeSide, isZero) = (0, [0..<shape[0]], shape[0], false)
    }
    self.shape = shape
  }

  /// Where the elements from one of the part on lie in the whole, as far as they follow each other.
  func run(from element: Int) -> Range<Int> {
    let inner = shape[(side + 1)...].reduce(1, *)
    let (outer, place) = element.quotientAndRemainder(dividingBy: shape[side] * inner)
    var before = 0
    for range in ranges {
      let end = before + range.count * inner
      if place < end {
        let start = (outer * wholeSide + range.lowerBound) * inner
        return start + place - before..<start + range.count * inner
      }
      before = end
    }
    stop("a part of \(shape) has no element \(element)")
  }
}

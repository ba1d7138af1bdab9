import DecodeEngine
import ServingMath
import TestSupport
import Testing

/// Attention over a sequence that several devices keep.
struct ContextPartsTests {
  /// What one case of attention is made of.
  struct Case: CustomStringConvertible, Sendable {
    var ranks = 2
    var heads = 4
    var keyValueHeads = 2
    var keyWidth = 12
    var valueWidth = 12
    var isLatent = false
    var window: Int?
    var softcap: Float?
    var hasSinks = false
    var format = CacheFormat.fp32

    var description: String {
      "\(ranks) ranks, window \(window ?? 0), cap \(softcap ?? 0), \(format), latent \(isLatent)"
    }
  }

  static let cases = [
    Case(), Case(ranks: 3), Case(ranks: 4, window: 5), Case(window: 17, hasSinks: true),
    Case(softcap: 2), Case(ranks: 3, hasSinks: true, format: .bf16), Case(format: .int8),
    Case(ranks: 3, keyValueHeads: 1, keyWidth: 14, valueWidth: 10, isLatent: true, format: .int8),
  ]

  @Test(arguments: cases, [KernelPath.reference, .swift, .vector])
  func partsPutTogetherAreTheWhole(_ case: Case, _ path: KernelPath) throws {
    let shape = KeyValueStore.Shape(
      heads: `case`.keyValueHeads,
      keyWidth: `case`.keyWidth,
      valueWidth: `case`.valueWidth,
      valuesAreKeys: `case`.isLatent
    )
    var random = SeededGenerator(seed: 3)
    func matrix(_ rows: Int, _ columns: Int) -> Matrix {
      let matrix = Matrix(rows: rows, columns: columns)
      let numbers = (0..<rows * columns).map { _ in Float.random(in: -2...2, using: &random) }
      matrix.replace(with: numbers, at: 0)
      return matrix
    }
    let rule = AttentionRule(
      queryHeads: `case`.heads,
      scale: 0.4,
      window: `case`.window,
      sinks: `case`.hasSinks ? (0..<`case`.heads).map { Float($0) / 3 } : nil,
      softcap: `case`.softcap
    )
    let kernels = Kernels(path: path)
    kernels.tally.isOn = true
    // Two sequences of 53 and 16 positions, of which the last 7 and 16 are new.
    let (lengths, new) = ([53, 16], [7, 16])
    let keys = lengths.map { matrix($0, shape.heads * shape.keyWidth) }
    let values = lengths.map { matrix($0, shape.heads * shape.valueWidth) }
    let queries = matrix(23, `case`.heads * shape.keyWidth)
    let width = shape.valueWidth
    /// Attention over the blocks that a rank keeps, in a store of its own.
    func spans(_ share: CacheShare?) -> (KeyValueStore, [AttentionSpan]) {
      let store = KeyValueStore(shape, format: `case`.format, blocks: 8)
      let kept = Kernels(path: path)
      var (next, row) = (Int32(0), 0)
      let spans = lengths.indices.map { index in
        let table = (0..<(lengths[index] + 15) / 16).map { block -> Int32 in
          guard share.map({ block % $0.ranks == $0.rank }) ?? true else { return -1 }
          defer { next += 1 }
          return next
        }
        for position in 0..<lengths[index] where table[position / 16] >= 0 {
          kept.store(
            keys: keys[index][rows: position..<position + 1],
            values: shape.valuesAreKeys ? nil : values[index][rows: position..<position + 1],
            at: [table[position / 16] * 16 + Int32(position % 16)],
            in: store
          )
        }
        defer { row += new[index] }
        return AttentionSpan(
          rows: row..<row + new[index],
          firstPosition: lengths[index] - new[index],
          table: table
        )
      }
      return (store, spans)
    }
    let whole = Matrix(rows: 23, columns: `case`.heads * width)
    let (store, all) = spans(nil)
    kernels.attend(all, queries: queries.all, over: store, rule, into: whole.all)
    let alone = kernels.tally.counters

    let parts = Matrix(rows: `case`.ranks * 23, columns: `case`.heads * (width + 2))
    for rank in 0..<`case`.ranks {
      let (store, own) = spans(CacheShare(rank: rank, ranks: `case`.ranks))
      let part = parts[rows: rank * 23..<(rank + 1) * 23]
      kernels.attendPart(own, queries: queries.all, over: store, rule, into: part)
    }
    let shared = kernels.tally.counters.since(alone)
    // Every pair is attended to once, every position read once, however they are shared.
    #expect(shared[.attention, .flop] == alone[.attention, .flop])
    #expect(shared[.attention, .cacheBytesRead] == alone[.attention, .cacheBytesRead])
    if path == .reference {
      #expect(
        4 * kernels.tally.multiplyAdds == 2 * (alone[.attention, .flop] + shared[.attention, .flop])
      )
    }
    let merged = Matrix(rows: 23, columns: `case`.heads * width)
    kernels.merge(parts.all, rule, into: merged.all)
    let error = relativeError((0..<23).map(merged.row), (0..<23).map(whole.row))
    #expect(error < 2e-6, "\(`case`) by \(path): off by \(error)")
  }

  @Test func aCacheIsSharedBlockByBlock() throws {
    let shape = KeyValueStore.Shape(heads: 1, keyWidth: 4, valueWidth: 4)
    let layout = try Layout(context: 3)
    let caches = (0..<3).map { rank in
      LayerCaches(
        shapes: [shape, shape],
        windows: [nil, 20],
        format: .fp32,
        tokens: 16 * 4,
        share: CacheShare(rank: rank, ranks: 3)
      )
    }
    let sequences = caches.map { SequenceCache($0, capacity: 192) }
    for count in [5, 30, 1, 12, 1, 60, 3, 40] {
      for (rank, sequence) in sequences.enumerated() {
        let length = sequence.length
        try caches[rank].reserve([(sequence, count)])
        let end = length + count
        let blocks = (layout.positionsKept(of: end, context: rank) + 15) / 16
        // The layers that see everything keep every block of theirs.
        #expect(caches[rank].pools[0].used == blocks)
        for position in length..<end {
          let isKept = position / 16 % 3 == rank
          #expect((sequence.slot(of: position, group: 0) >= 0) == isKept)
          #expect((sequence.slot(of: position, group: 1) >= 0) == isKept)
        }
        sequence.append([Int32](repeating: 0, count: count))
        // The others keep what the last token saw.
        let seen = max(0, end - 20) / 16..<(end + 15) / 16
        #expect(caches[rank].pools[1].used == seen.count { $0 % 3 == rank })
      }
    }
    for (cache, sequence) in zip(caches, sequences) {
      sequence.release()
      #expect(cache.pools.allSatisfy { $0.used == 0 })
    }
  }
}

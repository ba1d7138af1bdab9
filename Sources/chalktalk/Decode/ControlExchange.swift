import DecodeEngine
import Foundation
import ServingMath

/// What processes tell each other besides activations: the tokens that were chosen, the routes that were taken.
///
/// Every process feeds the same tokens and makes the same plan; a device knows only its own rows' part of it.
final class ControlExchange {
  let transport: MPITransport
  /// Bytes sent to each device that are no part of the plan.
  private var bytes: [Int: Int] = [:]

  init(_ transport: MPITransport) { self.transport = transport }

  private var others: [Int] { (0..<transport.ranks).filter { $0 != transport.rank } }

  /// Fills in what other devices know.
  func share(_ tokens: inout [Int32?], _ routes: inout [Int: [[Int]]]) throws {
    var words: [Int32] = []
    for (index, token) in tokens.enumerated() {
      if let token { words += [-1, Int32(index), token] }
    }
    for (layer, rows) in routes.sorted(by: { $0.key < $1.key }) {
      for (row, experts) in rows.enumerated() where !experts.isEmpty {
        words += [Int32(layer), Int32(row), Int32(rows.count), Int32(experts.count)]
        words += experts.map(Int32.init)
      }
    }
    for other in others { try send(words, to: other) }
    for other in others {
      let words = try transport.receive(from: other).header
      try Self.read(words, &tokens, &routes)
    }
  }

  /// Bytes between all devices, on the one that speaks; nothing on the others.
  func wire(_ engine: ShardedEngine, _ totals: [PlannedTotals]) throws -> [ShardedOutcome.Wire] {
    guard let report = engine.reports.first, let total = totals.first else { return [] }
    let mine: [ShardedOutcome.Wire] = others.compactMap { receiver in
      let headers = Communication.Kind.allCases.reduce(0) {
        $0 + report.traffic[$1, to: receiver].headerBytes
      }
      let sent = transport.bytesSent(to: receiver) - headers - (bytes[receiver] ?? 0)
      let planned = total.bytes(to: receiver)
      guard sent > 0 || planned > 0 else { return nil }
      return ShardedOutcome.Wire(
        from: transport.rank,
        to: receiver,
        planned: planned,
        sent: sent
      )
    }
    guard transport.rank > 0 else {
      var all = mine
      for other in others {
        let words = try transport.receive(from: other).header
        for start in stride(from: 0, to: words.count, by: 5) {
          let (planned, sent) = (Self.whole(words, start + 1), Self.whole(words, start + 3))
          all.append(
            .init(from: other, to: Int(words[start]), planned: planned, sent: sent)
          )
        }
      }
      return all
    }
    let words = mine.flatMap { [Int32($0.to)] + Self.halves($0.planned) + Self.halves($0.sent) }
    try send(words, to: 0)
    return []
  }

  // MARK: -

  private func send(_ words: [Int32], to receiver: Int) throws {
    try transport.send(TransportMessage([], header: words), to: receiver)
    bytes[receiver, default: 0] += 4 * words.count
  }

  private static func read(
    _ words: [Int32],
    _ tokens: inout [Int32?],
    _ routes: inout [Int: [[Int]]]
  ) throws {
    var place = 0
    while place + 2 < words.count {
      let index = Int(words[place + 1])
      if words[place] == -1 {
        guard tokens.indices.contains(index) else { throw unlike }
        tokens[index] = words[place + 2]
        place += 3
        continue
      }
      guard place + 3 < words.count else { throw unlike }
      let (rows, count) = (Int(words[place + 2]), Int(words[place + 3]))
      guard place + 4 + count <= words.count, (0..<rows).contains(index) else { throw unlike }
      let layer = Int(words[place])
      var all = routes[layer] ?? [[Int]](repeating: [], count: rows)
      guard all.count == rows else { throw unlike }
      all[index] = words[place + 4..<place + 4 + count].map(Int.init)
      routes[layer] = all
      place += 4 + count
    }
  }

  private static let unlike = Refusal(
    "processes feed different tokens; start all of them with the same arguments"
  )

  private static func halves(_ whole: Int) -> [Int32] {
    [Int32(truncatingIfNeeded: whole), Int32(truncatingIfNeeded: whole >> 32)]
  }

  private static func whole(_ words: [Int32], _ place: Int) -> Int {
    Int(UInt32(bitPattern: words[place])) | Int(words[place + 1]) << 32
  }
}

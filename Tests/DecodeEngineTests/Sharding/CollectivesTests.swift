import DecodeEngine
import ServingMath
import TestSupport
import Testing

/// Exchanges among devices, each on a thread of its own.
struct CollectivesTests {
  /// What each device of a group of all devices makes of an exchange.
  private func onDevices<Result: Sendable>(
    _ count: Int,
    _ body: @escaping @Sendable (Exchange, _ group: [Int]) throws -> Result
  ) throws -> [(Result, TrafficCounters)] {
    let ends = InProcessTransport.connecting(count)
    let results = onThreads(count) { rank in
      Swift.Result {
        let exchange = Exchange(ends[rank])
        exchange.counts = true
        return (try body(exchange, Array(0..<count)), exchange.traffic)
      }
    }
    return try #require(results).map { try $0.get() }
  }

  @Test(arguments: [1, 2, 3, 5, 8], [0, 1, 3, 24])
  func sumsAreRightAndTheSameOnAllDevices(devices: Int, rows: Int) throws {
    let columns = 7
    @Sendable func number(_ rank: Int, _ place: Int) -> Float {
      Float((rank + 1) * (place % 13) - 4) / 8
    }
    let results = try onDevices(devices) { exchange, group in
      let matrix = Matrix(rows: rows, columns: columns)
      matrix.replace(with: (0..<rows * columns).map { number(exchange.rank, $0) }, at: 0)
      try exchange.allReduce(matrix, over: group)
      return matrix.numbers(0..<rows * columns)
    }
    // Eighths of small whole numbers are added without rounding, in any order.
    let sums = (0..<rows * columns).map { place in
      (0..<devices).reduce(Float(0)) { $0 + number($1, place) }
    }
    for (rank, (result, traffic)) in results.enumerated() {
      #expect(result == sums)
      let sent = traffic[.allReduce]
      #expect(sent.messages == 2 * (devices - 1))
      #expect(traffic.total == sent)
      #expect(sent.headerBytes == 0)
      if devices > 1 { #expect(traffic.receivers(.allReduce) == [(rank + 1) % devices]) }
    }
    // Over all devices each number travels 2 · (g − 1) times, whatever the chunks.
    let bytes = results.reduce(0) { $0 + $1.1.total.payloadBytes }
    #expect(bytes == 2 * (devices - 1) * 4 * rows * columns)
  }

  /// Half of the ring: each device has the sums of one chunk, and all chunks together are all numbers.
  @Test(arguments: [1, 2, 3, 5, 8], [0, 1, 7, 96])
  func eachDeviceIsLeftWithTheSumsOfItsChunk(devices: Int, count: Int) throws {
    let results = try onDevices(devices) { exchange, group in
      let matrix = Matrix(rows: 1, columns: count)
      let mine = (0..<count).map { Float((exchange.rank + 1) * ($0 % 11) - 3) }
      matrix.replace(with: mine, at: 0)
      let chunk = try exchange.reduceScatter(matrix, over: group)
      return (chunk, matrix.numbers(chunk))
    }
    for (rank, (result, traffic)) in results.enumerated() {
      #expect(result.0 == Layout.chunk(of: count, leftWith: rank, of: devices))
      #expect(
        result.1
          == result.0.map { place in
            (0..<devices).reduce(Float(0)) { $0 + Float(($1 + 1) * (place % 11) - 3) }
          }
      )
      #expect(traffic[.reduceScatter].messages == devices - 1)
      #expect(traffic[.reduceScatter].payloadBytes == 4 * (count - result.0.count) || devices == 1)
      #expect(traffic.total == traffic[.reduceScatter])
    }
    #expect(results.flatMap(\.0.0).sorted() == Array(0..<count))
  }

  @Test func sumsThatRoundAreTheSameBitsOnAllDevices() throws {
    let results = try onDevices(6) { exchange, group in
      var random = SeededGenerator(seed: UInt64(exchange.rank))
      let matrix = Matrix(rows: 5, columns: 17)
      matrix.replace(with: (0..<85).map { _ in Float.random(in: -1...1, using: &random) }, at: 0)
      try exchange.allReduce(matrix, over: group)
      return matrix.numbers(0..<85).map(\.bitPattern)
    }
    #expect(Set(results.map(\.0)).count == 1)
  }

  @Test(arguments: [1, 2, 4, 7])
  func partsOfAllSizesGoRound(devices: Int) throws {
    let sizes = (0..<devices).map { ($0 * 5) % 4 }
    let parts = sizes.enumerated().map { rank, size in (0..<size).map { Float(10 * rank + $0) } }
    let results = try onDevices(devices) { exchange, group in
      try exchange.allGather(parts[exchange.rank], sizes: sizes, over: group)
    }
    for (rank, (result, traffic)) in results.enumerated() {
      #expect(result == parts)
      #expect(traffic[.allGather].messages == devices - 1)
      // All parts but the one that the next device has already.
      let others = sizes.reduce(0, +) - sizes[(rank + 1) % devices]
      #expect(traffic[.allGather].payloadBytes == (devices > 1 ? 4 * others : 0))
    }
  }

  @Test func theFirstDeviceCollects() throws {
    let results = try onDevices(4) { exchange, group in
      try exchange.gather([Float(exchange.rank), 9], sizes: [2, 2, 2, 2], over: group)
    }
    #expect(results.map(\.0) == [[[0, 9], [1, 9], [2, 9], [3, 9]], nil, nil, nil])
    #expect(results.map(\.1[.gather].messages) == [0, 1, 1, 1])
    #expect(results[3].1[.gather, to: 0].payloadBytes == 8)
  }

  @Test func everyDeviceHearsFromEveryOther() throws {
    let results = try onDevices(5) { exchange, group in
      let messages = group.map { receiver in
        // Some of them are empty.
        TransportMessage(
          [Float](repeating: Float(10 * exchange.rank + receiver), count: receiver % 3),
          header: [Int32(exchange.rank)]
        )
      }
      return try exchange.allToAll(messages, over: group)
    }
    for (rank, (received, traffic)) in results.enumerated() {
      #expect(received.map(\.header) == (0..<5).map { [Int32($0)] })
      for (sender, message) in received.enumerated() {
        #expect(
          message.payload == [Float](repeating: Float(10 * sender + rank), count: rank % 3)
        )
      }
      #expect(traffic[.allToAll].messages == 4)
      #expect(traffic[.allToAll].headerBytes == 16)
      #expect(traffic.receivers(.allToAll) == (0..<5).filter { $0 != rank })
      for receiver in (0..<5) where receiver != rank {
        #expect(traffic[.allToAll, to: receiver].payloadBytes == 4 * (receiver % 3))
      }
    }
  }
}

/// What ends when an exchange ends.
struct InProcessTransportTests {
  @Test func aClosedTransportEndsWaitingReceivers() throws {
    let ends = InProcessTransport.connecting(3)
    let reason = TransportError.ended(rank: 2, reason: "it has had enough")
    let results = onThreads(3) { rank in
      Result { () throws(TransportError) in
        guard rank < 2 else { return ends[2].close(reason) }
        // Nobody sends this.
        _ = try ends[rank].receive(from: 1 - rank)
      }
    }
    for result in try #require(results).prefix(2) {
      #expect(throws: reason) { try result.get() }
    }
    #expect(throws: reason) { try ends[0].send(TransportMessage([]), to: 1) }
  }

  @Test func whatHasComeIsTakenInOrderBeforeTheEnd() throws {
    let ends = InProcessTransport.connecting(2)
    try ends[0].send(TransportMessage([1]), to: 1)
    try ends[0].send(TransportMessage([2], header: [7]), to: 1)
    ends[0].close(.failed("the end"))
    #expect(try ends[1].receive(from: 0) == TransportMessage([1]))
    #expect(try ends[1].receive(from: 0) == TransportMessage([2], header: [7]))
    #expect(throws: TransportError.failed("the end")) { try ends[1].receive(from: 0) }
  }

  @Test func devicesThatAreNotThereAreRefused() throws {
    let ends = InProcessTransport.connecting(2)
    #expect(throws: TransportError.noDevice(2, of: 2)) {
      try ends[0].send(TransportMessage([]), to: 2)
    }
    #expect(throws: TransportError.noDevice(-1, of: 2)) { try ends[0].receive(from: -1) }
  }

  @Test func aMessageOfAnotherSizeIsAnError() throws {
    let ends = InProcessTransport.connecting(2)
    try ends[0].send(TransportMessage([1, 2]), to: 1)
    let exchange = Exchange(ends[1])
    #expect(throws: TransportError.wrongSize(from: 0, found: 2, expected: 3)) {
      try exchange.receive(3, from: 0)
    }
  }
}

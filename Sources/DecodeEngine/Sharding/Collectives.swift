import Quantities
package import ServingMath

// Exchanges in which all devices of a group take part, each calling the same one with the same group.
extension Exchange {
  /// Adds up what the devices of a group have, number by number, and leaves each with one chunk of the sums.
  ///
  /// A ring: in g − 1 steps sums of chunks grow from device to device.
  ///
  /// - Parameters:
  ///   - matrix: What this device has; then its chunk has the sums, and the rest is of no use.
  ///   - group: In the order of the ring, this device among them.
  ///   - kind: Under which the messages are counted.
  /// - Returns: Where the chunk lies in the matrix.
  /// - Throws: `TransportError` when the exchange has ended or a message has another size.
  @discardableResult package func reduceScatter(
    _ matrix: Matrix,
    over group: [Int],
    as kind: Communication.Kind = .reduceScatter
  ) throws(TransportError) -> Range<Int> {
    let (index, parts) = (place(in: group), group.count)
    let (next, previous) = (group[(index + 1) % parts], group[(index + parts - 1) % parts])
    for step in 0..<parts - 1 {
      let sums = TransportMessage(matrix.numbers(chunk(index - step, of: matrix, parts)))
      try send(sums, to: next, as: kind)
      let mine = chunk(index - 1 - step, of: matrix, parts)
      matrix.add(try receive(mine.count, from: previous), at: mine.lowerBound)
    }
    return chunk(index + 1, of: matrix, parts)
  }

  private func chunk(_ number: Int, of matrix: Matrix, _ parts: Int) -> Range<Int> {
    let part = (number + 2 * parts) % parts
    return Layout.share(of: matrix.rows * matrix.columns, part: part, of: parts)
  }

  /// Adds up what the devices of a group have, number by number; all of them get the same bits.
  ///
  /// A ring: a reduce-scatter, and then in g − 1 more steps the sums go round.
  ///
  /// - Parameters:
  ///   - matrix: What this device has, and then the sums.
  ///   - group: In the order of the ring, this device among them.
  /// - Throws: `TransportError` when the exchange has ended or a message has another size.
  package func allReduce(_ matrix: Matrix, over group: [Int]) throws(TransportError) {
    let (index, parts) = (place(in: group), group.count)
    let (next, previous) = (group[(index + 1) % parts], group[(index + parts - 1) % parts])
    try reduceScatter(matrix, over: group, as: .allReduce)
    for step in 0..<parts - 1 {
      let sums = TransportMessage(matrix.numbers(chunk(index + 1 - step, of: matrix, parts)))
      try send(sums, to: next, as: .allReduce)
      let mine = chunk(index - step, of: matrix, parts)
      matrix.replace(with: try receive(mine.count, from: previous), at: mine.lowerBound)
    }
  }

  /// Gives each device of a group what the others have, in a ring of g − 1 steps.
  ///
  /// - Parameters:
  ///   - part: What this device has.
  ///   - sizes: Numbers that each device has, in order of the group.
  ///   - group: In the order of the ring, this device among them.
  /// - Returns: What each has, in order of the group.
  /// - Throws: `TransportError` when the exchange has ended or a message has another size.
  package func allGather(
    _ part: [Float],
    sizes: [Int],
    over group: [Int]
  ) throws(TransportError) -> [[Float]] {
    let (index, count) = (place(in: group), group.count)
    var parts = [[Float]](repeating: [], count: count)
    parts[index] = part
    for step in 0..<count - 1 {
      let sent = (index + count - step) % count
      try send(TransportMessage(parts[sent]), to: group[(index + 1) % count], as: .allGather)
      let received = (index + 2 * count - 1 - step) % count
      parts[received] = try receive(sizes[received], from: group[(index + count - 1) % count])
    }
    return parts
  }

  /// Collects on the first device of a group what the others have.
  ///
  /// - Parameters:
  ///   - part: What this device has.
  ///   - sizes: Numbers that each device has, in order of the group.
  ///   - group: This device among them.
  /// - Returns: On the first device what each has, in order of the group; nothing on the others.
  /// - Throws: `TransportError` when the exchange has ended or a message has another size.
  package func gather(
    _ part: [Float],
    sizes: [Int],
    over group: [Int]
  ) throws(TransportError) -> [[Float]]? {
    guard place(in: group) == 0 else {
      try send(TransportMessage(part), to: group[0], as: .gather)
      return nil
    }
    var parts = [part]
    for (size, sender) in zip(sizes, group).dropFirst() {
      parts.append(try receive(size, from: sender))
    }
    return parts
  }

  /// Gives each device of a group a message from every other, also an empty one.
  ///
  /// - Parameters:
  ///   - messages: For each device of the group; the one for this device does not travel.
  ///   - group: This device among them.
  /// - Returns: From each device of the group.
  /// - Throws: `TransportError` when the exchange has ended or a message has another size.
  package func allToAll(
    _ messages: [TransportMessage],
    over group: [Int]
  ) throws(TransportError) -> [TransportMessage] {
    let index = place(in: group)
    for (receiver, message) in zip(group, messages) where receiver != rank {
      try send(message, to: receiver, as: .allToAll)
    }
    var received: [TransportMessage] = []
    for (place, sender) in group.enumerated() {
      received.append(place == index ? messages[index] : try receive(from: sender))
    }
    return received
  }

  private func place(in group: [Int]) -> Int {
    guard let place = group.firstIndex(of: rank) else {
      stop("device \(rank) takes part in an exchange of the others \(group)")
    }
    return place
  }
}

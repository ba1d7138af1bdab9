import Quantities
import ServingMath

// The ends of the model and of a stage.
extension DevicePass {
  /// Looks tokens up in the device's part of the vocabulary; the others give zeros.
  func embed() {
    guard let embedding = device.part.embedding else {
      stop("device \(device.rank) has no embedding")
    }
    let mine = Layout.share(
      of: device.config.vocabularySize,
      part: place.tensor,
      of: layout.tensor
    )
    let tokens = feeds.flatMap(\.tokens).map(Int.init)
    // A token of another device is looked up as if it were the first, so that what is read does not depend on
    // what the text says.
    let places = tokens.map { mine.contains($0) ? Int32($0 - mine.lowerBound) : 0 }
    _ = embedding(places, step)
    for (row, token) in tokens.enumerated() where !mine.contains(token) { stream.clear(row: row) }
    result = (stream, tensorGroup)
  }

  /// Takes the device's columns from the stage before.
  func receiveStream() throws(TransportError) {
    let sender = layout.rank(of: place, stage: place.stage - 1)
    let columns = stream[columns: share(of: place.tensor)]
    let (message, count) = (try exchange.receive(from: sender), columns.height * columns.width)
    guard message.payload.count == count else {
      throw .wrongSize(from: sender, found: message.payload.count, expected: count)
    }
    device.clock?.begin(after: message.header)
    columns.replace(with: message.payload)
  }

  /// Gets the columns of the others.
  func gatherStream() throws(TransportError) {
    let parts = (0..<layout.tensor).map { stream[columns: share(of: $0)] }
    let all = try exchange.allGather(
      parts[place.tensor].numbers,
      sizes: parts.map { $0.height * $0.width },
      over: tensorGroup
    )
    for (part, numbers) in zip(parts, all) { part.replace(with: numbers) }
  }

  /// Hands the device's columns to the next stage.
  func sendStream() throws(TransportError) {
    let receiver = layout.rank(of: place, stage: place.stage + 1)
    let numbers = stream[columns: share(of: place.tensor)].numbers
    let message = TransportMessage(numbers, header: device.clock?.header ?? [])
    try exchange.send(message, to: receiver, as: .handOver)
  }

  /// Makes the device's part of the logits.
  func makeLogits() {
    guard let head = device.part.head else { stop("device \(device.rank) has no output head") }
    var wanted: [Int32] = []
    var end = 0
    for feed in feeds {
      end += feed.tokens.count
      wanted += (Int32(end - feed.logits)..<Int32(end))
    }
    let part = head(of: wanted, in: stream, step)
    lastLogits = part
    if layout.tensor == 1 { logits = (0..<part.rows).map(part.row) }
  }

  /// Puts the logits of all parts of the vocabulary together on the first device.
  func collectLogits() throws(TransportError) {
    guard let part = lastLogits else { stop("logits are collected before they were made") }
    let count = device.config.vocabularySize
    let shares = (0..<layout.tensor).map { Layout.share(of: count, part: $0, of: layout.tensor) }
    let all = try exchange.gather(
      part.all.numbers,
      sizes: shares.map { $0.count * part.rows },
      over: tensorGroup
    )
    guard let all else { return }
    let whole = step.matrix(.allLogits, columns: count, rows: part.rows)
    for (share, numbers) in zip(shares, all) { whole[columns: share].replace(with: numbers) }
    logits = (0..<whole.rows).map(whole.row)
  }

  /// The columns of the residual stream that a tensor rank hands on.
  private func share(of part: Int) -> Range<Int> {
    Layout.share(of: device.config.hiddenSize, part: part, of: layout.tensor)
  }
}

extension StoredTensor {
  /// Converts elements from the file as `decode` does, rows of paired heads put into half-split order.
  ///
  /// Rotary positions turn two elements of a head by one angle. llama.cpp (for Llama) and llama2.c turn neighbours, 2j and
  /// 2j + 1; Hugging Face's weights, and this engine, turn j and j + d/2. Files of the first kind hold the rows of
  /// queries and keys in the matching order, so
  ///
  ///     row (head, h · d/2 + j) of ours  =  row (head, 2j + h) of the file,   h = 0, 1
  func decodeInOrder(
    from first: Int,
    count: Int,
    of file: MappedFile,
    into out: inout MutableSpan<Float>,
    at place: Int
  ) {
    guard let head = pairedHead, let rows = shape.first, rows > 0 else {
      decode(from: first, count: count, of: file, into: &out, at: place)
      return
    }
    let width = self.count / rows
    var done = 0
    while done < count {
      let (row, column) = (first + done).quotientAndRemainder(dividingBy: width)
      let (half, pair) = (row % head).quotientAndRemainder(dividingBy: head / 2)
      let stored = row / head * head + 2 * pair + half
      let piece = min(width - column, count - done)
      decode(from: stored * width + column, count: piece, of: file, into: &out, at: place + done)
      done += piece
    }
  }
}

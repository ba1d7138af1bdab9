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
    of file: MappedFile,
    into out: UnsafeMutableBufferPointer<Float>
  ) {
    guard let head = pairedHead, let rows = shape.first, rows > 0 else {
      unsafe decode(from: first, of: file, into: out)
      return
    }
    let count = out.count
    let width = self.count / rows
    var done = 0
    while done < count {
      let (row, column) = (first + done).quotientAndRemainder(dividingBy: width)
      let (half, pair) = (row % head).quotientAndRemainder(dividingBy: head / 2)
      let stored = row / head * head + 2 * pair + half
      let piece = min(width - column, count - done)
      let part = unsafe UnsafeMutableBufferPointer(rebasing: out[done..<done + piece])
      unsafe decode(from: stored * width + column, of: file, into: part)
      done += piece
    }
  }
}

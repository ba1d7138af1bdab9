/// Who runs a kernel, and on what: threads, the memory each of them needs, and memory for rounded inputs.
@safe final class Crew {
  let pool: WorkerPool
  private var memories: [AlignedMemory]
  private var shared = AlignedMemory(bytes: 4096)

  init(_ pool: WorkerPool) {
    self.pool = pool
    memories = (0..<pool.threads).map { _ in AlignedMemory(bytes: 4096) }
  }

  /// Makes sure that each thread has memory of its own for so many numbers.
  func reserve(numbers: Int) {
    guard memories[0].count < 4 * numbers else { return }
    memories = memories.map { _ in AlignedMemory(bytes: 8 * numbers) }
  }

  /// The memory of a thread.
  func scratch(_ thread: Int) -> UnsafeMutablePointer<Float> { unsafe memories[thread].floats }

  /// Memory that all threads see until the next call; on a cache line.
  func shared(bytes: Int) -> UnsafeMutableRawPointer {
    if shared.count < bytes { shared = AlignedMemory(bytes: 2 * bytes) }
    return unsafe shared.base
  }

  /// Runs rows in parts on all threads, or all at once if there is little to do.
  ///
  /// - Parameters:
  ///   - rows: How many.
  ///   - numbers: Numbers that are read or written for all of them.
  ///   - body: Runs some rows.
  func forRows(_ rows: Int, numbers: Int, _ body: (_ rows: Range<Int>) -> Void) {
    let parts = min(rows, numbers / Self.numbersOfPart, 8 * pool.threads)
    guard parts > 1, pool.threads > 1 else { return body(0..<rows) }
    pool.run(parts: parts) { part, _ in
      body(part * rows / parts..<(part + 1) * rows / parts)
    }
  }

  /// Numbers that are worth a hand-over: some five microseconds' work.
  private static let numbersOfPart = 16_384
}

internal import CKernels
import Synchronization

/// Short measurements of the machine's ceilings, to be taken in turn with what is held against them: on a
/// shared machine a ceiling moves from second to second.
@safe package final class CeilingProbe {
  /// What a probe measures.
  package enum Kind: CaseIterable, Hashable, Sendable {
    /// Reading memory once from end to end.
    case read
    /// Multiply-adds in registers in single precision.
    case fp32
    /// Multiply-adds of bf16 pairs.
    case bf16
    /// Multiply-adds of whole numbers of 8 bits.
    case int8
  }

  /// One measurement.
  package struct Sample: Sendable {
    /// Bytes or operations a second, of all threads together; two operations for each multiply-add.
    package let rate: Double
    /// The least share of its time that a thread had its core.
    package let share: Double

    /// Whether no other process took a core for long.
    package var isClean: Bool { share >= 0.96 }
  }

  /// Threads that measure together.
  package let threads: Int
  private let pool: WorkerPool
  private let memory: AlignedMemory
  private let bytesOfPart: Int

  /// A probe with memory of its own, which must be larger than any cache.
  ///
  /// - Parameters:
  ///   - threads: Threads that measure together.
  ///   - bytes: Bytes that a sample reads.
  package init(threads: Int, bytes: Int = 400 << 20) {
    pool = WorkerPool(threads: threads)
    self.threads = pool.threads
    bytesOfPart = bytes / pool.threads / 4096 * 4096
    memory = AlignedMemory(bytes: pool.threads * bytesOfPart)
    unsafe memory.base.initializeMemory(as: UInt8.self, repeating: 0, count: memory.count)
  }

  /// Measures once, for some ten milliseconds.
  ///
  /// - Returns: Nil where the CPU has no instruction for it.
  package func sample(_ kind: Kind) -> Sample? {
    guard let kernels = CompiledKernels(.native, level: nil) else { return nil }
    let run: (Int) -> Double
    switch kind {
    case .read:
      run = { [memory, bytesOfPart] part in
        let sum = unsafe kernels.table.pointee.read(memory.base + part * bytesOfPart, bytesOfPart)
        return sum == 0 ? Double(bytesOfPart) : 0
      }
    case .fp32: run = { _ in unsafe Self.operations(kernels.table.pointee.multiply_adds) }
    case .bf16:
      guard let rounded = unsafe kernels.rounded(.bf16) else { return nil }
      run = { _ in unsafe Self.operations(rounded.pointee.multiply_adds) }
    case .int8:
      guard let rounded = unsafe kernels.rounded(.int8) else { return nil }
      run = { _ in unsafe Self.operations(rounded.pointee.multiply_adds) }
    }
    return timed(run)
  }

  private static func operations(
    _ multiplyAdds: (@convention(c) (UInt64, UnsafeMutablePointer<Float>?) -> UInt64)?
  ) -> Double {
    // Factor and summand of no consequence, which the compiler does not know.
    var sink: [Float] = [0.5, 0.25]
    return 2 * Double(unsafe multiplyAdds?(1_000_000, &sink) ?? 0)
  }

  /// Runs one part on each thread, all from the moment at which the last of them is there: a thread that has
  /// slept may be slow to come, and another would take its part.
  private func timed(_ run: (Int) -> Double) -> Sample {
    let arrived = Atomic(0)
    let clock = ContinuousClock()
    let total = Mutex<(work: Double, share: Double, end: Duration)>((0, 1, .zero))
    let begin = Mutex<ContinuousClock.Instant?>(nil)
    pool.run(parts: threads) { part, _ in
      arrived.add(1, ordering: .acquiringAndReleasing)
      while arrived.load(ordering: .acquiring) < threads { ck_pause() }
      let start = clock.now
      let first = begin.withLock { first in
        first = min(first ?? start, start)
        return first ?? start
      }
      let before = ck_thread_time()
      let work = run(part)
      let end = clock.now
      let share = Double(ck_thread_time() - before) * 1e-9 / ((end - start) / .seconds(1))
      total.withLock {
        $0 = ($0.work + work, min($0.share, share), max($0.end, end - first))
      }
    }
    let (work, share, time) = total.withLock { $0 }
    return Sample(rate: work / (time / .seconds(1)), share: share)
  }

  /// The median of the samples that were not disturbed, of all if none was left in peace.
  package static func median(_ samples: [Sample]) -> Double {
    let clean = samples.filter(\.isClean)
    return samples.isEmpty ? 0 : Median.of((clean.isEmpty ? samples : clean).map(\.rate))
  }
}

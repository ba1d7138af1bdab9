import DecodeEngine
import Synchronization
import Testing

@Suite struct WorkerPoolTests {
  /// Counts how often each part ran.
  private final class Marks: Sendable {
    let counts: [Mark]
    init(_ count: Int) { counts = (0..<count).map { _ in Mark() } }
    final class Mark: Sendable {
      let count = Atomic(0)
    }
    var all: [Int] { counts.map { $0.count.load(ordering: .relaxed) } }
  }

  @Test(arguments: [1, 2, 3, 8])
  func runsEachPartOnceAndReturnsWhenAllAreDone(_ threads: Int) {
    let pool = WorkerPool(threads: threads)
    #expect(pool.threads == threads)
    for parts in [0, 1, 2, 3, 17, 1000] {
      for _ in 0..<50 {
        let marks = Marks(parts)
        pool.run(parts: parts) { part, thread in
          marks.counts[part].count.add(1, ordering: .relaxed)
          if thread < 0 || thread >= threads { Issue.record("thread \(thread)") }
        }
        #expect(marks.all == [Int](repeating: 1, count: parts))
      }
    }
  }

  @Test func findsItsThreadsAgainAfterTheySlept() async throws {
    let pool = WorkerPool(threads: 3)
    for _ in 0..<20 {
      try await Task.sleep(for: .milliseconds(3))
      let marks = Marks(100)
      pool.run(parts: 100) { part, _ in marks.counts[part].count.add(1, ordering: .relaxed) }
      #expect(marks.all == [Int](repeating: 1, count: 100))
    }
  }

  @Test func waitsForASlowPart() {
    let pool = WorkerPool(threads: 2)
    for slow in 0..<4 {
      let marks = Marks(4)
      pool.run(parts: 4) { part, _ in
        if part == slow {
          let start = ContinuousClock.now
          while ContinuousClock.now - start < .milliseconds(5) {}
        }
        marks.counts[part].count.add(1, ordering: .relaxed)
      }
      #expect(marks.all == [1, 1, 1, 1])
    }
  }

  @Test func aMillionPartsAreNotTooMany() {
    let pool = WorkerPool(threads: 2)
    let sum = Atomic(0)
    let parts = 1_200_000
    pool.run(parts: parts) { part, _ in sum.add(part, ordering: .relaxed) }
    #expect(sum.load(ordering: .relaxed) == parts * (parts - 1) / 2)
  }
}

internal import CKernels
import Glibc
import Quantities
import Synchronization

/// Threads that share jobs cut into parts.
///
/// Each thread begins with its own stretch of the parts, which from job to job are the same rows, heads or
/// weights as far as possible, and so in its caches; then it helps the others. Parts are claimed one by one, so
/// that a thread whose core was taken away holds one part and no more. Who waits spins for some ten
/// microseconds and then sleeps: the next job of a step finds the threads awake, and an idle pool leaves its
/// cores to others.
@safe package final class WorkerPool: Sendable {
  /// Threads that run parts, the caller's among them.
  package let threads: Int
  private let job: PooledJob
  private let handles: [pthread_t]

  /// A pool of so many threads, the caller's among them; fewer if the system gives no more.
  package init(threads: Int) {
    let most = max(1, min(threads, 256))
    let job = PooledJob(threads: most)
    self.job = job
    var handles: [pthread_t] = []
    for index in 1..<most {
      var handle = pthread_t()
      let worker = unsafe Unmanaged.passRetained(Worker(job, index))
      let failure = unsafe pthread_create(&handle, nil, Worker.main, worker.toOpaque())
      guard failure == 0 else {
        unsafe worker.release()
        break
      }
      handles.append(handle)
    }
    self.handles = handles
    self.threads = handles.count + 1
  }

  deinit {
    job.end()
    for handle in handles { pthread_join(handle, nil) }
  }

  /// Runs all parts, some of them on the calling thread, and returns when all are done.
  ///
  /// From one thread at a time. Which thread runs a part must not matter for its result.
  ///
  /// - Parameters:
  ///   - parts: How many, fewer than 2³¹.
  ///   - body: Runs the part of an index on a thread of an index below `threads`.
  package func run(parts: Int, _ body: (_ part: Int, _ thread: Int) -> Void) {
    guard threads > 1, parts > 1 else {
      for part in 0..<parts { body(part, 0) }
      return
    }
    withoutActuallyEscaping(body) { body in
      unsafe withUnsafePointer(to: body) { unsafe job.run(parts, $0) }
    }
  }
}

/// A thread of a pool.
private final class Worker {
  private let job: PooledJob
  private let index: Int

  init(_ job: PooledJob, _ index: Int) {
    self.job = job
    self.index = index
  }

  static let main: @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? = {
    guard let context = unsafe $0 else { return nil }
    let worker = unsafe Unmanaged<Worker>.fromOpaque(context).takeRetainedValue()
    worker.job.serve(worker.index)
    return nil
  }
}

/// The job that a pool is running, and how its threads wait for the next.
@safe private final class PooledJob: @unchecked Sendable {
  // Sendable: the words are atomic. The body is written before the tickets that let a part of the job be
  // claimed, and not again before every thread that claimed one has said that it is finished.

  typealias Body = (_ part: Int, _ thread: Int) -> Void

  /// Looks at a word before a thread goes to sleep: some fifty microseconds.
  private static let spins = 2000

  /// Threads that have a ticket.
  private let threads: Int
  // A hand-over costs what cache lines cost to travel. The first holds what starts a job, the last ones hold a
  // ticket each.
  private let memory: AlignedMemory

  init(threads: Int) {
    self.threads = threads
    memory = AlignedMemory(bytes: 256 + 64 * threads)
    for place in [8, 64, 128, 192, 196] { unsafe word(place).initialize(to: Atomic(0)) }
    for thread in 0..<threads { unsafe ticket(of: thread).initialize(to: Atomic(0)) }
  }

  private func word(_ place: Int) -> UnsafeMutablePointer<Atomic<UInt32>> {
    unsafe (memory.base + place).assumingMemoryBound(to: Atomic<UInt32>.self)
  }

  private var body: UnsafeMutablePointer<UnsafePointer<Body>?> {
    unsafe memory.base.assumingMemoryBound(to: UnsafePointer<Body>?.self)
  }
  /// Jobs so far; idle threads sleep on it.
  private var jobs: UnsafeMutablePointer<Atomic<UInt32>> { unsafe word(8) }
  /// Threads that sleep on it, or are about to.
  private var sleepers: UnsafeMutablePointer<Atomic<UInt32>> { unsafe word(64) }
  /// Parts that other threads than the caller's have finished; the caller sleeps on it.
  private var finished: UnsafeMutablePointer<Atomic<UInt32>> { unsafe word(128) }
  /// Whether it does, or is about to.
  private var callerSleeps: UnsafeMutablePointer<Atomic<UInt32>> { unsafe word(192) }
  /// Whether the threads are to end.
  private var ends: UnsafeMutablePointer<Atomic<UInt32>> { unsafe word(196) }

  /// Of a thread: the end of its stretch of parts, and in the lower half the next one to claim.
  private func ticket(of thread: Int) -> UnsafeMutablePointer<Atomic<UInt64>> {
    unsafe (memory.base + 256 + 64 * thread).assumingMemoryBound(to: Atomic<UInt64>.self)
  }

  func run(_ parts: Int, _ body: UnsafePointer<Body>) {
    unsafe finished.pointee.store(0, ordering: .relaxed)
    unsafe self.body.pointee = body
    for thread in 0..<threads {
      let stretch = UInt64(thread * parts / threads)..<UInt64((thread + 1) * parts / threads)
      let fresh = stretch.upperBound << 32 | stretch.lowerBound
      unsafe ticket(of: thread).pointee.store(fresh, ordering: .releasing)
    }
    unsafe jobs.pointee.add(1, ordering: .sequentiallyConsistent)
    if unsafe sleepers.pointee.load(ordering: .sequentiallyConsistent) > 0 { unsafe wake(jobs) }
    wait(until: UInt32(parts - work(thread: 0)))
  }

  /// Claims and runs parts until none is left, of the thread's own stretch first.
  ///
  /// - Returns: How many.
  private func work(thread: Int) -> Int {
    var count = 0
    for step in 0..<threads {
      let ticket = unsafe ticket(of: (thread + step) % threads)
      // Seen before claimed, so that threads without work do not count the next part up for ever.
      while unsafe Self.isOpen(ticket.pointee.load(ordering: .relaxed)) {
        let claim = unsafe ticket.pointee.add(1, ordering: .acquiringAndReleasing).oldValue
        guard Self.isOpen(claim), let body = unsafe body.pointee else { break }
        unsafe body.pointee(Int(claim & 0xFFFF_FFFF), thread)
        count += 1
      }
    }
    return count
  }

  private static func isOpen(_ ticket: UInt64) -> Bool {
    ticket & 0xFFFF_FFFF < ticket >> 32
  }

  private func wait(until others: UInt32) {
    for _ in 0..<Self.spins {
      if unsafe finished.pointee.load(ordering: .acquiring) == others { return }
      ck_pause()
    }
    unsafe callerSleeps.pointee.store(1, ordering: .sequentiallyConsistent)
    while true {
      let done = unsafe finished.pointee.load(ordering: .sequentiallyConsistent)
      if done == others { break }
      unsafe sleep(finished, done)
    }
    unsafe callerSleeps.pointee.store(0, ordering: .sequentiallyConsistent)
  }

  /// What a thread does from its start to the pool's end.
  func serve(_ thread: Int) {
    var seen: UInt32 = 0
    var spins = 0
    while true {
      let now = unsafe jobs.pointee.load(ordering: .acquiring)
      if now != seen {
        seen = now
        spins = 0
        let count = work(thread: thread)
        guard count > 0 else { continue }
        unsafe finished.pointee.add(UInt32(count), ordering: .sequentiallyConsistent)
        if unsafe callerSleeps.pointee.load(ordering: .sequentiallyConsistent) > 0 {
          unsafe wake(finished)
        }
      } else if spins < Self.spins {
        spins += 1
        ck_pause()
      } else {
        unsafe sleepers.pointee.add(1, ordering: .sequentiallyConsistent)
        if unsafe ends.pointee.load(ordering: .sequentiallyConsistent) > 0 { return }
        // Returns at once if there is another job by now.
        unsafe sleep(jobs, seen)
        unsafe sleepers.pointee.subtract(1, ordering: .sequentiallyConsistent)
        spins = 0
      }
    }
  }

  func end() {
    unsafe ends.pointee.store(1, ordering: .sequentiallyConsistent)
    unsafe jobs.pointee.add(1, ordering: .sequentiallyConsistent)
    unsafe wake(jobs)
  }

  private func sleep(_ word: UnsafeMutablePointer<Atomic<UInt32>>, _ value: UInt32) {
    unsafe ck_sleep(UnsafeRawPointer(word).assumingMemoryBound(to: UInt32.self), value)
  }

  private func wake(_ word: UnsafeMutablePointer<Atomic<UInt32>>) {
    unsafe ck_wake(UnsafeRawPointer(word).assumingMemoryBound(to: UInt32.self))
  }
}

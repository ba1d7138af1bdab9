internal import CKernels
import Glibc
import Synchronization

/// A thread that takes a core and never gives it back while something else runs: the neighbour of a shared
/// machine.
package enum BusyCore {
  /// Runs some work beside a thread that always wants a core.
  ///
  /// - Parameter work: What is to share the machine.
  /// - Returns: What it returns.
  package static func during<Result>(_ work: () throws -> Result) rethrows -> Result {
    let neighbour = Neighbour()
    defer { neighbour.end() }
    return try work()
  }

  private final class Neighbour: Sendable {
    private let ends = Atomic(false)
    private let thread = Atomic<UInt>(0)

    init() {
      var handle = pthread_t()
      let context = unsafe Unmanaged.passUnretained(self).toOpaque()
      let failure = unsafe pthread_create(
        &handle,
        nil,
        { context in
          guard let context = unsafe context else { return nil }
          let neighbour = unsafe Unmanaged<Neighbour>.fromOpaque(context).takeUnretainedValue()
          while !neighbour.ends.load(ordering: .relaxed) { ck_pause() }
          return nil
        },
        context
      )
      if failure == 0 { thread.store(UInt(handle), ordering: .relaxed) }
    }

    func end() {
      ends.store(true, ordering: .relaxed)
      let handle = thread.load(ordering: .relaxed)
      if handle != 0 { pthread_join(pthread_t(handle), nil) }
    }
  }
}

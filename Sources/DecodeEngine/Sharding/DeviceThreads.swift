import Glibc
import Synchronization

/// Runs one body for each of some devices, each on a thread of its own, and returns when all are done.
///
/// Devices wait for each other, so all of them get a thread, or none runs.
///
/// - Returns: What each made; nothing if the system has not so many threads.
package func onThreads<Result: Sendable>(
  _ count: Int,
  _ body: @escaping @Sendable (_ index: Int) -> Result
) -> [Result]? {
  let gate = Gate()
  let tasks = (0..<count).map { index in DeviceTask(gate) { body(index) } }
  var handles: [pthread_t] = []
  gate.whileShut {
    for task in tasks {
      var handle = pthread_t()
      let retained = unsafe Unmanaged.passRetained(task as ThreadBody)
      guard unsafe pthread_create(&handle, nil, ThreadBody.main, retained.toOpaque()) == 0 else {
        unsafe retained.release()
        return false
      }
      handles.append(handle)
    }
    return true
  }
  for handle in handles { pthread_join(handle, nil) }
  let results = tasks.compactMap(\.result)
  return results.count == count ? results : nil
}

/// What holds threads until all are there.
private final class Gate: Sendable {
  private let isComplete = Mutex(false)

  /// Makes the threads, and says whether all were made.
  func whileShut(_ make: () -> Bool) { isComplete.withLock { $0 = make() } }

  /// Whether a thread is to run, once that is known.
  var opens: Bool { isComplete.withLock { $0 } }
}

/// What a thread runs.
private class ThreadBody {
  func run() {}

  static let main: @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? = {
    guard let context = unsafe $0 else { return nil }
    unsafe Unmanaged<ThreadBody>.fromOpaque(context).takeRetainedValue().run()
    return nil
  }
}

private final class DeviceTask<Result>: ThreadBody {
  private let gate: Gate
  private let body: () -> Result
  /// Written by the thread, read after it has ended.
  private(set) var result: Result?

  init(_ gate: Gate, _ body: @escaping () -> Result) {
    (self.gate, self.body) = (gate, body)
  }

  override func run() {
    if gate.opens { result = body() }
  }
}

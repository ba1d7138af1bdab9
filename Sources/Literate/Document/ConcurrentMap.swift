import Dispatch
import Synchronization

extension Array where Element: Sendable {
  /// The results of a function for all elements in their order, computed on all cores.
  func concurrentMap<Result: Sendable>(
    _ transform: @Sendable (Element) -> Result
  ) -> [Result] {
    guard count > 1 else { return map(transform) }
    let results = Mutex<[Int: Result]>([:])
    withoutActuallyEscaping(transform) { transform in
      DispatchQueue.concurrentPerform(iterations: count) { index in
        let result = transform(self[index])
        results.withLock { $0[index] = result }
      }
    }
    return results.withLock { found in indices.compactMap { found[$0] } }
  }
}

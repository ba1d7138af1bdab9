import Dispatch

/// Threads of their own for builds.
///
/// A build waits for compilers and for cells, and a thread with it. On the threads that tasks share, which are as
/// many as there are cores, no page would be served for as long.
final class ServeThreads: TaskExecutor {
  private let queue = DispatchQueue(label: "builds", attributes: .concurrent)

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    queue.async { unsafe job.runSynchronously(on: self.asUnownedTaskExecutor()) }
  }
}

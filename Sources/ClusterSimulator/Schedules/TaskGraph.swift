/// Tasks that wait for each other, and the servers that do them one at a time.
///
/// A stage is a server whose tasks are passes; the link by which it sends is a server whose tasks
/// are messages. Times are in any unit common to all.
struct TaskGraph {
  /// How a server chooses among its tasks.
  enum Discipline {
    /// The given tasks in the given order, waiting for each even if a later one could run.
    case inOrder([Int])
    /// Of those that could run the one that could run first; of several, the lowest number.
    case firstCome
  }

  struct Task {
    let server: Int
    let duration: Double
    /// Time from its end until those who wait for it may start.
    let delay: Double
  }

  private(set) var tasks: [Task] = []
  /// Pairs of a task and one that waits for it.
  private(set) var dependencies: [(task: Int, follower: Int)] = []
  var disciplines: [Discipline]

  init(servers: Int) {
    disciplines = Array(repeating: .firstCome, count: servers)
  }

  /// Adds a task; numbers count up from 0.
  mutating func add(on server: Int, lasting duration: Double, delay: Double = 0) -> Int {
    tasks.append(Task(server: server, duration: duration, delay: delay))
    return tasks.count - 1
  }

  /// Lets one task wait for another.
  mutating func require(_ task: Int, before follower: Int) {
    dependencies.append((task, follower))
  }
}

/// When each task of a graph could have started, started and ended.
struct TaskTimes {
  var ready: [Double]
  var start: [Double]
  var end: [Double]
  /// The tasks of each server in the order in which it did them.
  var done: [[Int]]
}

/// Orders that wait for each other for ever: what stands next on each server that is not finished.
struct TaskDeadlock: Error {
  let next: [(server: Int, task: Int)]
}

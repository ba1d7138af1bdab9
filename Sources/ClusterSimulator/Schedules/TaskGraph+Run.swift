extension TaskGraph {
  /// Runs the tasks, event by event.
  ///
  /// The one rule for what happens at the same moment: first all tasks end that end then, in the
  /// order of their numbers, then all results arrive that arrive then, likewise, and only then does
  /// any server choose what to do next.
  ///
  /// - Complexity: O((tasks + dependencies) · log tasks).
  /// - Throws: `TaskDeadlock` if servers that keep an order wait for each other.
  func run() throws(TaskDeadlock) -> TaskTimes {
    var state = TaskGraphState(self)
    for server in disciplines.indices { state.dispatch(server, at: 0) }
    var touched: [Int] = []
    while let now = state.agenda.nextTime {
      touched.removeAll(keepingCapacity: true)
      while state.agenda.nextTime == now, let event = state.agenda.takeFirst() {
        state.take(event, at: now, touching: &touched)
      }
      // Servers share nothing, so the order in which they choose does not matter, nor that one is
      // asked twice.
      for server in touched { state.dispatch(server, at: now) }
    }
    let stuck = disciplines.indices.compactMap { server in
      state.nextInOrder(server).map { (server: server, task: $0) }
    }
    guard state.finished == tasks.count else { throw TaskDeadlock(next: stuck) }
    return state.times
  }
}

private struct TaskGraphState {
  let graph: TaskGraph
  var agenda = EventAgenda()
  var times: TaskTimes
  var finished = 0
  private var waitsFor: [Int]
  /// The followers of a task are those from its first to the first of the next.
  private var firstFollower: [Int]
  private var followers: [Int]
  private var isBusy: [Bool]
  private var nextPlace: [Int]
  private var queues: [EventAgenda]

  init(_ graph: TaskGraph) {
    self.graph = graph
    let count = graph.tasks.count
    let servers = graph.disciplines.count
    times = TaskTimes(
      ready: Array(repeating: 0, count: count),
      start: Array(repeating: 0, count: count),
      end: Array(repeating: 0, count: count),
      done: Array(repeating: [], count: servers)
    )
    waitsFor = Array(repeating: 0, count: count)
    firstFollower = Array(repeating: 0, count: count + 1)
    for pair in graph.dependencies {
      waitsFor[pair.follower] += 1
      firstFollower[pair.task + 1] += 1
    }
    for task in 0..<count { firstFollower[task + 1] += firstFollower[task] }
    followers = Array(repeating: 0, count: graph.dependencies.count)
    var place = firstFollower
    for pair in graph.dependencies {
      followers[place[pair.task]] = pair.follower
      place[pair.task] += 1
    }
    isBusy = Array(repeating: false, count: servers)
    nextPlace = Array(repeating: 0, count: servers)
    queues = Array(repeating: EventAgenda(), count: servers)
    for task in 0..<count where waitsFor[task] == 0 {
      queues[graph.tasks[task].server].add(task, at: 0)
    }
  }

  /// The next task of a server that keeps an order, nil if it has none left or keeps none.
  func nextInOrder(_ server: Int) -> Int? {
    guard case .inOrder(let order) = graph.disciplines[server] else { return nil }
    return nextPlace[server] < order.count ? order[nextPlace[server]] : nil
  }

  /// Lets a free server start what its discipline says, if that can start.
  mutating func dispatch(_ server: Int, at now: Double) {
    guard !isBusy[server], let task = choose(server) else { return }
    isBusy[server] = true
    times.start[task] = now
    times.end[task] = now + graph.tasks[task].duration
    times.done[server].append(task)
    agenda.add(task, at: times.end[task])
  }

  /// Takes an event: the end of a task, or, with the count of tasks added, its result's arrival.
  mutating func take(_ event: Int, at now: Double, touching touched: inout [Int]) {
    let count = graph.tasks.count
    guard event < count else {
      deliver(event - count, at: now, touching: &touched)
      return
    }
    finished += 1
    isBusy[graph.tasks[event].server] = false
    touched.append(graph.tasks[event].server)
    agenda.add(event + count, at: now + graph.tasks[event].delay)
  }

  private mutating func deliver(_ task: Int, at now: Double, touching touched: inout [Int]) {
    for follower in followers[firstFollower[task]..<firstFollower[task + 1]] {
      waitsFor[follower] -= 1
      if waitsFor[follower] > 0 { continue }
      times.ready[follower] = now
      let server = graph.tasks[follower].server
      if case .firstCome = graph.disciplines[server] { queues[server].add(follower, at: now) }
      touched.append(server)
    }
  }

  private mutating func choose(_ server: Int) -> Int? {
    guard case .inOrder(let order) = graph.disciplines[server] else {
      return queues[server].takeFirst()
    }
    let place = nextPlace[server]
    guard place < order.count, waitsFor[order[place]] == 0 else { return nil }
    nextPlace[server] += 1
    return order[place]
  }
}

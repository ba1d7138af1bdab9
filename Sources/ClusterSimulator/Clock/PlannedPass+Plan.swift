import Quantities
package import ServingMath

extension PlannedPass {
  /// The programs of a plan.
  package init(_ plan: Plan) {
    self.init(
      plan.layout,
      devicesPerRack: plan.devicesPerRack,
      kinds: Self.kinds(plan),
      isBackward: plan.pass == .inputGradient || plan.pass == .weightGradient,
      program: plan.device
    )
  }

  /// Under even routing devices differ by the feeds of their data rank and by their place within it; with a
  /// router's choices each differs from all others, and so it does in an update, whose groups are others.
  private static func kinds(_ plan: Plan) -> [Int] {
    let layout = plan.layout
    guard case .even = plan.visits, plan.pass != .update else { return Array(0..<layout.devices) }
    var numbers: [[StepFeed]: Int] = [:]
    var feeds = [[StepFeed]](repeating: [], count: layout.data)
    for (index, feed) in plan.feeds.enumerated() { feeds[index % layout.data].append(feed) }
    let ranks = feeds.map { mine in
      let number = numbers[mine] ?? numbers.count
      numbers[mine] = number
      return number
    }
    let replicas = layout.context * layout.tensor
    return (0..<layout.devices).map { rank in
      ranks[rank / replicas % layout.data] * replicas + rank % replicas
    }
  }
}

extension Plan {
  /// The plan's feeds in two halves, each sequence with the data rank that it has; one where no rank has two.
  ///
  ///     first half: the first ⌈n / 2⌉ of the n sequences of each data rank
  package var halves: [Plan] {
    let rounds = (feeds.count + layout.data - 1) / layout.data
    let cut = (rounds + 1) / 2 * layout.data
    guard cut < feeds.count else { return [self] }
    let rows = feeds[..<cut].reduce(0) { $0 + $1.tokens }
    return [
      part(feeds[..<cut]) { $0.prefix(rows) }, part(feeds[cut...]) { $0.dropFirst(rows) },
    ]
  }

  /// The same with some of the feeds, and their rows of a router's choices.
  private func part(
    _ feeds: ArraySlice<StepFeed>,
    rows: ([[Int]]) -> ArraySlice<[Int]>
  ) -> Plan {
    var visits = visits
    if case .chosen(let choices) = visits {
      visits = .chosen(choices.mapValues { Array(rows($0)) })
    }
    do {
      return try Plan(
        config,
        layout,
        feeds: Array(feeds),
        widths: widths,
        visits: visits,
        pass: pass,
        capsLogits: capsLogits,
        devicesPerRack: devicesPerRack
      )
    } catch {
      stop("a part of a legal plan is not legal: \(error)")
    }
  }
}

public import Synchronization

/// Which figures of the catalogue the running chapter has read.
///
/// Off everywhere but in the process that runs a chapter: there `CellRunner` starts it before the first cell,
/// and `CellRuntime` takes what was read at the end of every cell and expression. It may name a figure too
/// many (what another thread reads counts for the cell that runs), never one too few:
///
/// - a figure that a `static let` of any module is computed from counts as read whenever that static is
///   used, not only the first time (`StaticFigures` in CellRunner tells when);
/// - a figure made by `Sourced.map` stands for the one that it was made from;
/// - what a cell keeps in a variable is the graph of cells' to follow.
public enum FigureTrace {
  @usableFromInline static let flag = Atomic<Bool>(false)

  /// Whether readings are noted.
  @inlinable public static var isOn: Bool { flag.load(ordering: .relaxed) }

  private static let state = Mutex(State())

  private struct State {
    /// Every figure met so far, by what tells it from the others.
    var known: [Key: TracedFigure] = [:]
    /// Read since the last `take`.
    var read: Set<Key> = []
    /// Statics that are being computed now, innermost last, with what they have read.
    var open: [(token: UInt, read: Set<Key>)] = []
    /// Statics that were computed from figures.
    var derived: [UInt: Set<Key>] = [:]

    mutating func insert(_ key: Key) {
      read.insert(key)
      for index in open.indices { open[index].read.insert(key) }
    }
  }

  // MARK: - Notes

  /// Notes a reading.
  ///
  /// - Parameters:
  ///   - key: What tells the figure from all others.
  ///   - figure: The figure; asked for once in a process.
  package static func note(_ key: Key, _ figure: () -> TracedFigure) {
    let isNew = state.withLock { state in
      state.insert(key)
      return state.known[key] == nil
    }
    if isNew {
      let figure = figure()
      state.withLock { $0.known[key] = figure }
    }
  }

  /// What was read since the last call, each figure once, in an order that depends on nothing but the figures.
  package static func take() -> [TracedFigure] {
    let figures = state.withLock { state in
      defer { state.read = [] }
      return Set(state.read.compactMap { state.known[$0] })
    }
    return figures.sorted()
  }

  /// Begins to note readings.
  package static func start() { flag.store(true, ordering: .relaxed) }

  // MARK: - Statics

  /// A static is being computed from now on.
  package static func beginStatic(_ token: UInt) {
    state.withLock { $0.open.append((token, [])) }
  }

  /// A static has been computed.
  package static func endStatic(_ token: UInt) {
    state.withLock { state in
      guard let index = state.open.lastIndex(where: { $0.token == token }) else { return }
      let read = state.open.remove(at: index).read
      if !read.isEmpty { state.derived[token] = read }
    }
  }

  /// A static is used: what it was computed from counts as read.
  package static func useStatic(_ token: UInt) {
    state.withLock { state in
      for key in state.derived[token] ?? [] { state.insert(key) }
    }
  }
}

extension FigureTrace {
  /// What tells one figure from another, quick to make: it is made at each reading.
  package struct Key: Hashable {
    private let value: Value
    private let source: String
    private let date: String
    private let note: String
    private let conventions: [CountingConvention]

    private enum Value: Hashable {
      case quantity(Quantity)
      case whole(Int)
      case other(String)
    }

    init<Figure>(_ sourced: Sourced<Figure>, value: Figure) {
      self.value =
        switch value {
        case let quantity as Quantity: .quantity(quantity)
        case let whole as Int: .whole(whole)
        default: .other(String(describing: value))
        }
      source = sourced.source.key
      date = sourced.date
      note = sourced.note
      conventions = sourced.conventions
    }

    /// The key of something that has one source for all of its numbers, by its name.
    package init(whole name: String, of source: SourceReference) {
      value = .other(name)
      self.source = source.key
      date = ""
      note = ""
      conventions = []
    }
  }
}

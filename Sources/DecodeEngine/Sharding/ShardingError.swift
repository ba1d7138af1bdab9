public import ServingMath

/// Why a model cannot be spread over devices, or a step of it cannot be done.
public enum ShardingError: Error, Hashable, Sendable {
  /// The layout cannot carry the model.
  case layout(LayoutError)
  /// The weights cannot be read.
  case model(ModelError)
  /// The feeds cannot be taken; the engine is as it was before.
  case feeds(EngineError)
  /// A sequence whose cache another data rank has; the engine is as it was before.
  case otherDataRank(feed: Int, rank: Int, home: Int)
  /// The system has no thread for each device; the engine is as it was before.
  case noThreads(devices: Int)
  /// The exchange among devices has failed, now or in an earlier step; the engine can do no further step.
  case exchange(TransportError)
}

extension ShardingError: CustomStringConvertible {
  /// What is wrong, and what to do.
  public var description: String {
    switch self {
    case .layout(let error): "\(error)"
    case .model(let error): "\(error)"
    case .feeds(let error): "\(error)"
    case .otherDataRank(let feed, let rank, let home):
      "feed \(feed) belongs to data rank \(rank), but the cache of its sequence is on data rank "
        + "\(home); feed sequences in the same order, with feeds without tokens for those that pause"
    case .noThreads(let devices):
      "the system has no thread for each of \(devices) devices; take a layout of fewer"
    case .exchange(let error): "\(error); make a new engine"
    }
  }
}

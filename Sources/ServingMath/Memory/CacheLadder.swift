public import Quantities

/// Which of several places is cheapest, for every time that a cache may have to be kept.
///
/// The costs are straight lines over the hold time, so the cheapest is their lower envelope: it starts
/// at the place with the least retrieval cost and moves, step by step, to places that cost more to
/// retrieve from and less to keep in.
///
/// > Source: the envelope is ours; the lecture states the order at 1:58:50.
public struct CacheLadder: Sendable {
  /// One place and the hold times for which it is the cheapest.
  public struct Rung: Sendable {
    /// The cheapest place.
    public let place: CachePlace
    /// The shortest hold time for which it is.
    public let from: Quantity
    /// The hold time from which the next rung is cheaper; nothing on the last.
    public let until: Quantity?
  }

  /// The places that are cheapest for some hold time, shortest times first.
  public let rungs: [Rung]

  /// The ladder over some places; stops if there are none.
  public init(of places: [CachePlace]) {
    let ranked = places.sorted {
      ($0.retrievalCost, $0.holdingRate) < ($1.retrievalCost, $1.holdingRate)
    }
    guard var place = ranked.first else {
      stop("a ladder needs places to choose from: give at least one")
    }
    var rungs: [Rung] = []
    var from = Quantity(0, .seconds)
    while let next = Self.next(after: place, from: from, among: ranked) {
      rungs.append(Rung(place: place, from: from, until: next.time))
      (place, from) = next
    }
    rungs.append(Rung(place: place, from: from, until: nil))
    self.rungs = rungs
  }

  /// The cheapest place for a hold time.
  ///
  /// Stops if the time is negative.
  public func best(holding time: Quantity) -> CachePlace {
    guard let rung = rungs.last(where: { $0.from <= time }) else {
      stop("a cache cannot be held for \(time): give a time of zero or more")
    }
    return rung.place
  }

  /// The place that undercuts another one first, among those that cost less to keep in.
  private static func next(
    after place: CachePlace,
    from: Quantity,
    among places: [CachePlace]
  ) -> (place: CachePlace, time: Quantity)? {
    let candidates = places.compactMap { other -> (place: CachePlace, time: Quantity)? in
      guard other.holdingRate < place.holdingRate, let time = place.crossover(with: other) else {
        return nil
      }
      return (other, max(time, from))
    }
    return candidates.min { ($0.time, $0.place.holdingRate) < ($1.time, $1.place.holdingRate) }
  }
}

import CellRuntime

/// One direction of a diagram's grid: turns columns (or rows) into units of the canvas.
///
/// All cells are equally large; where a boundary of a group passes, room for it is put between them.
struct DiagramGrid {
  /// Extent of one cell, the gap to the next one included.
  var pitch: Double
  /// What boxes leave free between them.
  var gap: Double
  /// Room in front of a coordinate of the grid, for boundaries that open there.
  private var openings: [Int: Double] = [:]
  /// Room behind a coordinate of the grid, for boundaries that close there.
  private var closings: [Int: Double] = [:]

  init(pitch: Double, gap: Double) {
    self.pitch = pitch
    self.gap = gap
  }

  /// Coordinates of the grid that mean the same place are the same number.
  private static func key(_ coordinate: Double) -> Int { Int((coordinate * 1000).rounded()) }

  /// Puts room where a boundary opens and where it closes; boundaries at one place share it.
  mutating func insert(opening: Double, at start: Double, closing: Double, at end: Double) {
    openings[Self.key(start)] = max(openings[Self.key(start)] ?? 0, opening)
    closings[Self.key(end)] = max(closings[Self.key(end)] ?? 0, closing)
  }

  /// All the room for boundaries.
  var inserted: Double {
    (openings.values.sorted() + closings.values.sorted()).reduce(0, +)
  }

  /// Where something that takes `extent` cells around `place` starts and ends.
  func range(around place: Double, extent: Double) -> (start: Double, end: Double) {
    let (start, end) = (place - extent / 2, place + extent / 2)
    let margin = gap / 2 * min(1, extent)
    let before = room(closings, upTo: start) + room(openings, upTo: start)
    let after = room(closings, before: end) + room(openings, before: end)
    return (start * pitch + before + margin, end * pitch + after - margin)
  }

  private func room(_ rooms: [Int: Double], upTo place: Double) -> Double {
    rooms.filter { $0.key <= Self.key(place) }.sorted { $0.key < $1.key }.reduce(0) {
      $0 + $1.value
    }
  }

  private func room(_ rooms: [Int: Double], before place: Double) -> Double {
    rooms.filter { $0.key < Self.key(place) }.sorted { $0.key < $1.key }.reduce(0) { $0 + $1.value }
  }

  /// The pitch at which something of `extent` cells has the length it needs.
  func pitch(for length: Double, extent: Double) -> Double {
    extent >= 1 ? (length + gap) / extent : length / extent + gap
  }
}

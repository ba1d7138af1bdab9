/// Cosines and sines by which queries and keys turn at each position.
package struct RotaryTable: Sendable {
  /// Columns that turn: the first half of them with the second.
  package let width: Int
  /// Positions that the table reaches.
  package let positions: Int
  /// For each position `width / 2` cosines, then as many sines.
  let turns: [Float]

  /// A table of the angles position · frequency, each turn times a factor.
  ///
  /// - Parameters:
  ///   - frequencies: In radians per position, one for each pair of columns.
  ///   - factor: What cosines and sines are multiplied with; 1 but for some scalings to longer contexts.
  ///   - positions: How many, from 0 on.
  package init(frequencies: [Double], factor: Double = 1, positions: Int) {
    width = 2 * frequencies.count
    self.positions = positions
    var turns: [Float] = []
    turns.reserveCapacity(positions * width)
    for position in 0..<positions {
      let angles = frequencies.map { Float(position) * Float($0) }
      let turned = angles.map { PortableMath.sineAndCosine(Double($0)) }
      for turn in turned { turns.append(Float(factor * turn.cosine)) }
      for turn in turned { turns.append(Float(factor * turn.sine)) }
    }
    self.turns = turns
  }
}

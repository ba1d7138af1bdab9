import Quantities

/// Attention of every token to itself and to those before it, with its gradient.
///
///     s = q · kᵀ / √d,  p = softmax(s),  c = p · v
///     dp = dc · vᵀ,  ds = p ∘ (dp − Σ p ∘ dp),  dq = ds · k / √d,  dk = dsᵀ · q / √d,  dv = pᵀ · dc
///
/// Query heads share key/value heads in equal groups. Only pairs that the mask allows are computed and kept:
/// of a sequence of t tokens, t·(t + 1)/2 for each head. All of it is made of one kernel, `addScaled`.
struct CausalAttention: Sendable {
  let heads: Int
  let keyValueHeads: Int
  let headDimension: Int
  /// The rows of each sequence.
  let sequences: [Range<Int>]

  /// Attends.
  ///
  /// - Parameters:
  ///   - q: Turned queries, (rows, heads · d).
  ///   - k: Turned keys, (rows, key/value heads · d).
  ///   - v: Values, shaped as the keys.
  ///   - count: Grows by the multiply-adds done.
  /// - Returns: Contexts (rows, heads · d), and attention weights, a triangle for each sequence and head.
  func forward(_ q: [Float], _ k: [Float], _ v: [Float], counting count: inout Int) -> (
    context: [Float], weights: [Float]
  ) {
    let scale = 1 / Float(headDimension).squareRoot()
    var context = [Float](repeating: 0, count: q.count)
    var weights = [Float](repeating: 0, count: pairs * heads)
    let (q, v) = (q.span, v.span)
    var contextOut = context.mutableSpan
    var weightsOut = weights.mutableSpan
    var first = 0  // of a triangle
    for sequence in sequences {
      for head in 0..<heads {
        let keys = columns(of: k, head: head / group, rows: sequence)
        for (query, row) in sequence.enumerated() {
          let seen = first..<(first + query + 1)
          let own = element(row, head, heads)
          for d in 0..<headDimension {
            let column = keys.span.extracting(d * sequence.count..<d * sequence.count + query + 1)
            addScaled(q[own.lowerBound + d] * scale, column, to: &weightsOut, seen, &count)
          }
          softmax(&weightsOut, in: seen)
          for key in 0...query {
            let value = element(sequence.lowerBound + key, head / group, keyValueHeads)
            addScaled(weightsOut[first + key], v.extracting(value), to: &contextOut, own, &count)
          }
          first = seen.upperBound
        }
      }
    }
    return (context, weights)
  }

  /// The gradients of queries, keys and values.
  func backward(
    _ dContext: [Float],
    _ q: [Float],
    _ k: [Float],
    _ v: [Float],
    weights: [Float],
    counting count: inout Int
  ) -> (dq: [Float], dk: [Float], dv: [Float]) {
    let scale = 1 / Float(headDimension).squareRoot()
    var dq = [Float](repeating: 0, count: q.count)
    var dk = [Float](repeating: 0, count: k.count)
    var dv = [Float](repeating: 0, count: v.count)
    var scores = [Float](repeating: 0, count: sequences.map(\.count).max() ?? 0)
    let (dContext, q, k, weights) = (dContext.span, q.span, k.span, weights.span)
    var dqOut = dq.mutableSpan
    var dkOut = dk.mutableSpan
    var dvOut = dv.mutableSpan
    var ds = scores.mutableSpan
    var first = 0
    for sequence in sequences {
      for head in 0..<heads {
        let values = columns(of: v, head: head / group, rows: sequence)
        for (query, row) in sequence.enumerated() {
          let own = element(row, head, heads)
          for key in 0...query { ds[key] = 0 }
          for d in 0..<headDimension {
            let column = values.span.extracting(d * sequence.count..<d * sequence.count + query + 1)
            addScaled(dContext[own.lowerBound + d], column, to: &ds, 0..<(query + 1), &count)
          }
          var mean: Float = 0
          for key in 0...query { mean += weights[first + key] * ds[key] }
          for key in 0...query {
            let other = element(sequence.lowerBound + key, head / group, keyValueHeads)
            let weight = weights[first + key]
            let dScore = weight * (ds[key] - mean) * scale
            addScaled(dScore, k.extracting(other), to: &dqOut, own, &count)
            addScaled(dScore, q.extracting(own), to: &dkOut, other, &count)
            addScaled(weight, dContext.extracting(own), to: &dvOut, other, &count)
          }
          first += query + 1
        }
      }
    }
    return (dq, dk, dv)
  }
}

// MARK: - Rows and columns

extension CausalAttention {
  private var group: Int { heads / keyValueHeads }

  /// Pairs of a query and a key that the mask allows, for one head.
  private var pairs: Int { sequences.reduce(0) { $0 + $1.count * ($1.count + 1) / 2 } }

  /// Where one head of one row stands.
  private func element(_ row: Int, _ head: Int, _ heads: Int) -> Range<Int> {
    let start = (row * heads + head) * headDimension
    return start..<(start + headDimension)
  }

  /// One head of the rows of a sequence, turned: (d, rows).
  private func columns(of x: [Float], head: Int, rows: Range<Int>) -> [Float] {
    var columns = [Float](repeating: 0, count: headDimension * rows.count)
    for row in rows {
      let start = element(row, head, keyValueHeads).lowerBound
      for d in 0..<headDimension {
        columns[d * rows.count + row - rows.lowerBound] = x[start + d]
      }
    }
    return columns
  }

  /// Adds a row, times a factor, to a part of a buffer; counts a multiply-add for each element.
  @inline(__always)
  private func addScaled(
    _ factor: Float,
    _ row: Span<Float>,
    to sum: inout MutableSpan<Float>,
    _ place: Range<Int>,
    _ count: inout Int
  ) {
    let start = place.lowerBound
    if row.count != place.count || start < 0 || place.upperBound > sum.count {
      stop("a row of \(row.count) elements does not fit \(place) of \(sum.count)")
    }
    for index in row.indices { sum[start + index] += factor * row[index] }
    count += row.count
  }

  private func softmax(_ scores: inout MutableSpan<Float>, in range: Range<Int>) {
    var largest = -Float.infinity
    for index in range { largest = max(largest, scores[index]) }
    var sum: Float = 0
    for index in range {
      scores[index] = PortableMath.exponential(scores[index] - largest)
      sum += scores[index]
    }
    let factor = 1 / sum
    for index in range { scores[index] *= factor }
  }
}

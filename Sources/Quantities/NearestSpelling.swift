/// The spelling a writer probably meant.
///
/// - Parameters:
///   - name: What was written.
///   - candidates: What could have been meant; of equally near ones the first wins.
/// - Returns: A candidate that differs only in case, else one at most one edit away (two for names of
///   more than four characters), else one that three letters or more begin, else nil.
package func nearestSpelling(of name: String, among candidates: [String]) -> String? {
  let folded = name.lowercased()
  if let sameLetters = candidates.first(where: { $0.lowercased() == folded }) { return sameLetters }
  if name.count < 2 { return nil }
  var best: (candidate: String, distance: Int)?
  for candidate in candidates {
    let distance = editDistance(Array(name), Array(candidate))
    if distance < best?.distance ?? .max { best = (candidate, distance) }
  }
  if let best, best.distance <= (name.count > 4 ? 2 : 1) { return best.candidate }
  return name.count > 2 ? candidates.first { $0.hasPrefix(name) } : nil
}

/// How many characters must be inserted, removed or replaced to turn one text into the other.
private func editDistance(_ first: [Character], _ second: [Character]) -> Int {
  var row = Array(0...second.count)
  for (index, character) in first.enumerated() {
    var diagonal = row[0]
    row[0] = index + 1
    for column in second.indices {
      let replaced = diagonal + (character == second[column] ? 0 : 1)
      diagonal = row[column + 1]
      row[column + 1] = min(replaced, row[column] + 1, row[column + 1] + 1)
    }
  }
  return row[second.count]
}

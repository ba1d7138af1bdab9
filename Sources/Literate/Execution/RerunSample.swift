/// Which records that are found are held against a new run.
package struct RerunSample: Sendable, Equatable {
  /// nil for all; otherwise what decides which tenth.
  package let seed: UInt64?

  package static let all = RerunSample(seed: nil)

  package init(seed: UInt64?) {
    self.seed = seed
  }

  /// A tenth of the chapters, at least one, the same for the same seed and names.
  package func drawn(from chapters: [String]) -> [String] {
    guard let seed else { return chapters }
    let shuffled = chapters.sorted {
      (SHA256.digest("\(seed) \($0)".utf8), $0) < (SHA256.digest("\(seed) \($1)".utf8), $1)
    }
    return shuffled.prefix((chapters.count + 9) / 10).sorted()
  }
}

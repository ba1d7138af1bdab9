import ArgumentParser
import Literate

/// What stands after `--paranoid`: nothing, `all`, or the number that an earlier run has printed.
struct ParanoidOption: ExpressibleByArgument, CustomStringConvertible {
  /// Which records are held against new runs; nil for a word that chooses none.
  let sample: RerunSample?
  let description: String

  /// Another tenth at each run, so that in time all are tried.
  static var tenth: ParanoidOption {
    ParanoidOption(sample: RerunSample(seed: .random(in: 0..<1_000_000)), description: "a tenth")
  }

  private init(sample: RerunSample, description: String) {
    self.sample = sample
    self.description = description
  }

  /// Takes every word: one that was refused here would be read as if it were not there.
  init(argument: String) {
    sample = argument == "all" ? .all : UInt64(argument).map { RerunSample(seed: $0) }
    description = argument
  }
}

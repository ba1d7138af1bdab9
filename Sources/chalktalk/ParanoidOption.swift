import ArgumentParser
import Literate

/// What stands after `--paranoid`: nothing, `all`, or the number that an earlier run has printed.
struct ParanoidOption: ExpressibleByArgument, CustomStringConvertible {
  let sample: RerunSample

  /// Another tenth at each run, so that in time all are tried.
  static var tenth: ParanoidOption {
    ParanoidOption(sample: RerunSample(seed: .random(in: 0..<1_000_000)))
  }

  init(sample: RerunSample) {
    self.sample = sample
  }

  init?(argument: String) {
    if argument == "all" {
      sample = .all
    } else if let seed = UInt64(argument) {
      sample = RerunSample(seed: seed)
    } else {
      return nil
    }
  }

  var description: String { "a tenth" }
}

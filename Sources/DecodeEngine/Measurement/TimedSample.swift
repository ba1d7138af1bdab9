import Glibc

/// How long some work took, and how long its threads stood ready to run while others had the cores.
package struct TimedSample: Hashable, Sendable {
  /// Wall time.
  package let seconds: Double
  /// Time that threads of this process waited for a core, over all of them.
  package let waiting: Double

  package init(seconds: Double, waiting: Double) {
    self.seconds = seconds
    self.waiting = waiting
  }

  /// Whether nothing else took the cores: waiting was less than a fiftieth of the time.
  ///
  /// What else runs on the machine still shares caches, memory and, on a virtual machine, the host.
  package var isClean: Bool { waiting < 0.02 * seconds }

  /// Times some work.
  package static func of(_ work: () throws -> Void) rethrows -> TimedSample {
    let before = waitingNanoseconds()
    let clock = ContinuousClock()
    let start = clock.now
    try work()
    let duration = clock.now - start
    return TimedSample(
      seconds: duration / .seconds(1),
      waiting: Double(waitingNanoseconds() - before) * 1e-9
    )
  }

  /// The second number of each thread's `schedstat`.
  private static func waitingNanoseconds() -> Int {
    threads().reduce(0) { sum, thread in
      let line = TextFile.lines(of: "/proc/self/task/\(thread)/schedstat").first ?? ""
      let words = line.split(separator: " ")
      return sum + (words.count > 1 ? Int(words[1]) ?? 0 : 0)
    }
  }

  private static func threads() -> [String] {
    guard let folder = unsafe opendir("/proc/self/task") else { return [] }
    defer { unsafe closedir(folder) }
    var names: [String] = []
    while let entry = unsafe readdir(folder) {
      let name = unsafe withUnsafeBytes(of: entry.pointee.d_name) {
        unsafe String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name.first?.isNumber == true { names.append(name) }
    }
    return names
  }
}

/// Samples of the same work: its median over those that nothing disturbed.
package struct TimedSamples: Hashable, Sendable {
  /// All samples in the order in which they were taken.
  package private(set) var samples: [TimedSample] = []

  package init() {}

  /// Adds a sample.
  package mutating func append(_ sample: TimedSample) { samples.append(sample) }

  /// Those that nothing disturbed.
  package var clean: [TimedSample] { samples.filter(\.isClean) }

  /// The median time of the clean ones; of all, if fewer than a third are clean.
  ///
  /// A median of two clean samples out of ten would be the luck of a moment.
  package var median: Double {
    Median.of((isTrusted ? clean : samples).map(\.seconds))
  }

  /// The shortest and the longest time among those that the median is taken of.
  package var spread: ClosedRange<Double>? {
    let times = (isTrusted ? clean : samples).map(\.seconds).sorted()
    guard let first = times.first, let last = times.last else { return nil }
    return first...last
  }

  /// Whether at least a third of the samples are clean.
  package var isTrusted: Bool { 3 * clean.count >= samples.count }
}

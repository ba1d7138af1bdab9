import Glibc

/// How busy the cores of the machine are with what is not this process or its children.
package struct MachineLoad {
  private let start: (busy: Double, ours: Double)
  private let clock = ContinuousClock()
  private let began: ContinuousClock.Instant

  /// Starts watching.
  package init() {
    start = (Self.busy(), Self.ours())
    began = clock.now
  }

  /// Cores that others kept busy since then; what the host took away counts as theirs.
  ///
  /// Exact to some hundredths of a second of processor time, so that it says little of short whiles.
  package var others: Double {
    let busy = Self.busy() - start.busy
    let ours = Self.ours() - start.ours
    return max(0, busy - ours) / max((clock.now - began) / .seconds(1), 1e-9)
  }

  /// Whether others took less than a twentieth of one core.
  package var isOurs: Bool { others < 0.05 }

  /// Processor time of all cores that was not idle, in seconds.
  private static func busy() -> Double {
    let line = TextFile.lines(of: "/proc/stat").first ?? ""
    let fields = line.split(separator: " ").dropFirst().compactMap { Double($0) }
    guard fields.count >= 8 else { return 0 }
    // user, nice, system, idle, waiting for disks, interrupts, soft interrupts, stolen
    let ticks = fields[0] + fields[1] + fields[2] + fields[5] + fields[6] + fields[7]
    return ticks / Double(sysconf(Int32(_SC_CLK_TCK)))
  }

  /// Processor time of this process and of its children that have ended.
  private static func ours() -> Double {
    [RUSAGE_SELF.rawValue, RUSAGE_CHILDREN.rawValue].reduce(0) { sum, who in
      var usage = rusage()
      guard unsafe getrusage(__rusage_who_t(who), &usage) == 0 else { return sum }
      return sum + seconds(usage.ru_utime) + seconds(usage.ru_stime)
    }
  }

  private static func seconds(_ time: timeval) -> Double {
    Double(time.tv_sec) + Double(time.tv_usec) * 1e-6
  }
}

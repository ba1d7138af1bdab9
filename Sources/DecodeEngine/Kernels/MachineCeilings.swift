internal import CKernels

/// What this machine could do at most with so many threads: the roofs that the engine is held against.
package struct MachineCeilings: Hashable, Sendable {
  /// Threads that measured together.
  package let threads: Int
  /// Bytes a second that all of them read from memory.
  package let readBandwidth: Double
  /// Operations a second in single precision, two for each multiply-add.
  package let fp32: Double
  /// The same for products of bf16 pairs; nil where the CPU has no instruction for them.
  package let bf16: Double?
  /// The same for products of whole numbers of 8 bits; nil where the CPU has no instruction for them.
  package let int8: Double?
  /// The CPU's name, and what of it the kernels use: `AMD EPYC, avx512, bf16 dot, int8 vnni`.
  package let machine: String

  /// Measures for about a second, for longer while others take the cores.
  ///
  /// - Parameter threads: Threads that measure together.
  /// - Returns: The medians; see `CeilingProbe` for how disturbed samples are dropped.
  package static func measure(threads: Int) -> MachineCeilings {
    let probe = CeilingProbe(threads: threads)
    var samples: [CeilingProbe.Kind: [CeilingProbe.Sample]] = [:]
    for round in 0..<150 {
      for kind in CeilingProbe.Kind.allCases {
        if let sample = probe.sample(kind) { samples[kind, default: []].append(sample) }
      }
      if round >= 14, samples.values.allSatisfy({ $0.count(where: \.isClean) >= 8 }) { break }
    }
    let rates = samples.mapValues(CeilingProbe.median)
    return MachineCeilings(
      threads: probe.threads,
      readBandwidth: rates[.read] ?? 0,
      fp32: rates[.fp32] ?? 0,
      bf16: rates[.bf16],
      int8: rates[.int8],
      machine: describeMachine()
    )
  }

  private static func describeMachine() -> String {
    var parts = [processorName()]
    if let kernels = CompiledKernels(.native, level: nil) {
      parts.append(unsafe String(cString: kernels.table.pointee.name))
      if unsafe kernels.rounded(.bf16) != nil { parts.append("bf16 dot") }
      if unsafe kernels.rounded(.int8) != nil { parts.append("int8 vnni") }
    }
    return parts.joined(separator: ", ")
  }

  private static func processorName() -> String {
    let lines = TextFile.lines(of: "/proc/cpuinfo")
    guard let line = lines.first(where: { $0.hasPrefix("model name") }),
      let colon = line.firstIndex(of: ":")
    else { return "unknown processor" }
    return String(line[line.index(after: colon)...].drop { $0 == " " })
  }
}

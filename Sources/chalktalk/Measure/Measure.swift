import ArgumentParser

/// `chalktalk measure`: what this machine can do, and what of it the engine reaches.
struct Measure: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Record this machine's ceilings and how near the engine comes to them.",
    discussion: """
      What is timed is timed in turn with what the same threads can read and compute; medians are of samples \
      that nothing else disturbed. Each part writes a record with the machine, the date, the command and the digests \
      of the sources that it depends on; check says when one no longer fits. Without a part the curve is measured.

      Examples:
        chalktalk measure
        chalktalk measure --out Chapters/data
        chalktalk measure kernels --out Chapters/data
      """,
    subcommands: [MeasureCurve.self, MeasureKernels.self, MeasurePrefill.self],
    defaultSubcommand: MeasureCurve.self
  )
}

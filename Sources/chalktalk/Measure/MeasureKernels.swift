import ArgumentParser
import DecodeEngine
import Foundation
import Quantities

/// `chalktalk measure kernels`: each kernel against its own roofline.
struct MeasureKernels: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "kernels",
    abstract: "Each kernel of the engine beside what memory and arithmetic allow it.",
    discussion: """
      Products in every format of weights, for one row and for many, and attention over three kinds of caches.
      What each reads and multiplies comes from the kernels' own counters. engine-kernels.json has a line for each,
      with the machine, the date and the key of the sources.

      Examples:
        chalktalk measure kernels
        chalktalk measure kernels --dtype int8 --rows 1,8 --threads 1
        chalktalk measure kernels --out Chapters/data
      """
  )

  @Option(help: ArgumentHelp("Rows of a product.", valueName: "counts"))
  var rows: CountList = .init([1, 4, 16, 64])
  @Flag(help: "Smaller matrices and caches, which stay in the CPU's caches: a try, no measurement.")
  var quick = false
  @OptionGroup var options: MeasureOptions

  func run() async throws {
    try await withExitCodes {
      var measured: [KernelRecord.Kernel] = []
      for count in options.counts {
        let survey = survey(threads: count)
        options.rounds(of: "kernels, \(CurveTable.threads(count))") { survey.round() }
        measured += survey.results.map {
          KernelRecord.Kernel($0, survey.ceilings(of: $0.trial), threads: count)
        }
      }
      print(Self.table(measured), terminator: "")
      guard let out = options.out else { return }
      let machine = MachineCeilings.measure(threads: 1).machine
      try MeasuredRecord(
        head: try RecordHead(processor: machine, timers: ["KernelSurvey", "KernelTrial"]),
        body: KernelRecord(kernels: measured)
      ).write("engine-kernels", in: out)
    }
  }

  private func survey(threads: Int) -> KernelSurvey {
    Console.note("making weights and caches for \(CurveTable.threads(threads))")
    let pool = WorkerPool(threads: ProcessInfo.processInfo.activeProcessorCount)
    let kernels = Kernels(path: options.kernels.value, pool: WorkerPool(threads: threads))
    let probe = CeilingProbe(threads: threads)
    let products = options.dtype.values.flatMap { format in
      KernelTrial.products(
        format,
        rows: rows.values.sorted(),
        kernels,
        on: pool,
        probe,
        size: quick ? (256, 256, 1) : KernelTrial.productSize
      )
    }
    let attention = KernelTrial.Heads.kinds.map { heads in
      KernelTrial.attention(quick ? heads.shorter : heads, kernels)
    }
    return KernelSurvey(products + attention, probe: probe)
  }

  private static func table(_ kernels: [KernelRecord.Kernel]) -> String {
    let title = [
      "kernel", "of", "threads", "rows", "a call", "arithmetic", "stream", "FLOP/B", "of ceiling",
      "clean",
    ]
    let rows = kernels.map { kernel in
      [
        kernel.role, kernel.subject, "\(kernel.threads)", "\(kernel.rows)",
        Quantity(kernel.milliseconds, .milliseconds).formatted(),
        Quantity(1e9 * kernel.gigaflopPerSecond, .flopPerSecond).formatted(),
        Quantity(kernel.gigabytesPerSecond, .gigabytesPerSecond).formatted(),
        Quantity(Double(kernel.flop) / Double(kernel.bytes)).formatted(.significant(2)),
        Quantity(kernel.ofCeiling).formatted(in: .percent, .significant(2)),
        "\(kernel.clean) of \(kernel.samples)",
      ]
    }
    return AlignedColumns.text([title] + rows, rightAligned: Set(2...9))
  }
}

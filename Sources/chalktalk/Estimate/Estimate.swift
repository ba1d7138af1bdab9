import ArgumentParser
import Quantities
import ServingMath

/// `chalktalk estimate`: the board for any model on any chip.
struct Estimate: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract:
      "The board for your own model and chip: step time, cache, what fits, what a token costs.",
    discussion: """
      Every time is a lower bound from data sheets: real steps take about three times as long.
      A layout is written tp8,ep64,pp4 (pp stages, dp ranks, tp and cp cuts, ep experts).

      Examples:
        chalktalk estimate --model deepseek-v3 --chip gb200 --layout ep64 --batch 12800 --context 8k
        chalktalk estimate --model gpt-oss-120b --chip b200 --sweep batch=1…4096
      """
  )

  @OptionGroup var request: EstimateRequest
  @Option(
    help: ArgumentHelp(
      "Print a table and a chart over a range instead: batch=1…4096 or context=1k…128k.",
      valueName: "name=from…to"
    )
  )
  var sweep: EstimateSweep?
  @Flag(help: "With --sweep, print comma-separated values.")
  var csv = false
  @Flag(help: "Print one JSON object.")
  var json = false

  func validate() throws {
    if csv && sweep == nil {
      throw ValidationError("--csv prints a sweep: add --sweep batch=1…4096")
    }
    if csv && json { throw ValidationError("--csv and --json exclude each other") }
  }

  func run() async throws {
    try await withExitCodes {
      do {
        let subject = try EstimateSubject(request)
        if let sweep {
          try print(sweep.report(subject, as: json ? .json : csv ? .csv : .table), terminator: "")
        } else {
          let plan = try subject.plan()
          let sheet = EstimateSheet(subject, plan)
          print(json ? try sheet.json : sheet.table, terminator: "")
          if let complaint = sheet.complaint {
            Console.note("error: \(complaint)")
            throw ExitCode(1)
          }
        }
      } catch let error as PlanError {
        Console.note("error: \(error)")
        throw ExitCode(1)
      }
    }
  }
}

/// What is asked for, as it stands on the command line.
struct EstimateRequest: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "A model of the catalogue, a config.json, or a folder that holds one.",
      valueName: "name or file"
    ),
    completion: .models
  )
  var model: String
  @Option(help: "A chip of the catalogue: h100, gb200, mi355x, tpu-v5e …", completion: .chips)
  var chip: String
  @Option(help: "How the model is spread (default: one device).")
  var layout: String?
  @Option(help: "Experts of each layer that are held twice, to even out the load.")
  var redundantExperts = 0
  @Option(help: "Sequences in flight over all devices.")
  var batch: WholeNumber = 1
  @Option(help: "Tokens that each sequence looks back on.")
  var context: WholeNumber = 4096
  @Option(help: "Precision of the weights (default: as the checkpoint stores them).")
  var precision: Named<Precision>?
  @Option(help: "Precision of the key/value cache.")
  var cache = Named(Precision.bf16)
  @Option(
    help: ArgumentHelp(
      "Price of one chip, as 2 or $2/h (default: the catalogue's first).",
      valueName: "$/h"
    )
  )
  var rent: HourlyPrice?
}

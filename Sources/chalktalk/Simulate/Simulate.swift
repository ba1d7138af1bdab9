import ArgumentParser
import CellRuntime
import ClusterSimulator
import Foundation
import Literate
import Quantities
import ServingMath

/// `chalktalk simulate`: the plan of a step on the clock, its pipeline schedule, or a stream of requests.
struct Simulate: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract:
      "Run a model on a simulated cluster: a step, a pipeline schedule, a stream of requests.",
    discussion: """
      Without more, a decode step is planned for every device and run on the clock, and the loop of its \
      microbatches through the stages is played:
        chalktalk simulate --model deepseek-v3 --chip gb200 --layout pp4,ep64 --batch 2400
      With --schedule, one training iteration of --batch sequences of --context tokens:
        chalktalk simulate --model llama-3.1-70b --chip h100 --layout pp8,tp8 --batch 64 --schedule 1f1b
      With --requests or --rate, continuous batching of requests that come over time:
        chalktalk simulate --model llama-3.1-8b --chip h100 --requests trace.csv
      Rates are data sheets'; give --efficiency for what real kernels reach.
      """
  )

  @OptionGroup var request: EstimateRequest
  @OptionGroup(title: "The clock") var clock: ClockOptions
  @OptionGroup(title: "Requests over time") var arrivals: ArrivalOptions
  @Option(
    help: ArgumentHelp(
      "Microbatches of the loop or the iteration (default: one for each stage).",
      valueName: "count"
    )
  )
  var microbatches: WholeNumber?
  @Option(help: "Run a training iteration: \(ScheduleName.all).")
  var schedule: ScheduleName?
  @Flag(help: "Draw who is busy when.")
  var timeline = false
  @Option(help: ArgumentHelp("Write the timeline as a picture.", valueName: "file.svg"))
  var svg: String?
  @Option(
    help: ArgumentHelp("Write the run for a trace viewer (Perfetto).", valueName: "file.json")
  )
  var trace: String?
  @Flag(help: "Print one JSON object.")
  var json = false

  func validate() throws {
    if let microbatches, !(1...100_000).contains(microbatches.value) {
      throw ValidationError("--microbatches is a number from 1 to 100,000")
    }
    if arrivals.isAsked {
      if schedule != nil { throw ValidationError("--schedule and requests exclude each other") }
      if microbatches != nil || timeline || svg != nil {
        throw ValidationError("--microbatches, --timeline and --svg show a pipeline, not requests")
      }
    } else if let stray = arrivals.strayOption {
      throw ValidationError("\(stray) belongs to --requests or --rate")
    }
    if json && timeline { throw ValidationError("--json and --timeline exclude each other") }
  }

  func run() async throws {
    try await withExitCodes {
      do {
        let subject = try EstimateSubject(request)
        if arrivals.isAsked {
          try show(try SimulatedService(subject, clock, arrivals))
        } else if let schedule {
          try show(try SimulatedTraining(subject, clock, schedule, microbatches?.value))
        } else {
          try show(try SimulatedStep(subject, clock, microbatches?.value))
        }
      } catch let error as PlanError {
        throw Refusal("\(error)")
      } catch let error as LayoutError {
        throw Refusal("\(error)")
      } catch let error as PipelineScheduleError {
        throw Refusal("\(error)")
      } catch let error as ServingError {
        throw Refusal("\(error)")
      } catch let error as TraceError {
        throw Refusal("\(error)")
      }
    }
  }

  private func show(_ result: some SimulatedResult) throws {
    if let trace { try ResultFile.write(result.trace.json, to: trace, option: "--trace") }
    let figure = timeline || svg != nil ? result.timeline.map(Figure.timeline) : nil
    if let svg, let figure {
      try ResultFile.write(
        figure.svgFile(alt: "\(verbatim: result.head)"),
        to: svg,
        option: "--svg"
      )
    }
    if json {
      Console.write(try result.json + "\n")
    } else {
      Console.write(result.head + "\n\n" + result.table)
      if timeline, let figure { Console.write("\n" + figure.terminalText(width: 96)) }
    }
    if let complaint = result.complaint { throw Refusal(complaint) }
  }
}

/// What a simulation gives to a person, a program and a viewer.
protocol SimulatedResult {
  /// What was simulated, in one or two lines.
  var head: String { get }
  /// The figures under each other.
  var table: String { get }
  /// One JSON object.
  var json: String { get throws }
  /// Who is busy when; nil where no pipeline ran.
  var timeline: Timeline? { get }
  /// The run for a trace viewer.
  var trace: TraceEvents { get }
  /// Why the plan cannot be, although it can be simulated.
  var complaint: String? { get }
}

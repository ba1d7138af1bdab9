import ArgumentParser
import DecodeEngine
import Foundation
import Quantities

/// `chalktalk decode`: a model that really decodes, with what it did counted.
struct Decode: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Decode text with a real model: tokens, speed, shares of the machine's ceilings.",
    discussion: """
      Every multiply-add and every byte of weights and cache is counted in the kernels and held against the
      board's formulas; a difference leaves with 1. Ceilings are measured in the same run.
      """
  )

  @OptionGroup var engine: EngineRequest
  @OptionGroup var request: DecodeRequest
  @Option(
    help: ArgumentHelp(
      "Decode nothing; write the logits of every position of the prompt as JSON.",
      valueName: "file"
    )
  )
  var logits: String?
  @Flag(help: "With --logits, feed the prompt token by token through the cache.")
  var step = false
  @Flag(help: "Print one JSON object instead of text and table.")
  var json = false
  @Flag(help: "Print the text alone.")
  var quiet = false

  func validate() throws {
    if step && logits == nil { throw ValidationError("--step belongs to --logits") }
    if step && request.chunk != nil {
      throw ValidationError("--step and --chunk exclude each other")
    }
    if json && quiet { throw ValidationError("--json and --quiet exclude each other") }
    if logits != nil {
      if json || quiet {
        throw ValidationError("--logits prints nothing: leave --json and --quiet out")
      }
      if request.batch.value > 1 { throw ValidationError("--logits takes one sequence") }
      if request.tokens == nil && request.prompt == nil && request.promptTokens == nil {
        throw ValidationError("--logits needs --tokens or --prompt")
      }
    }
  }

  func run() async throws {
    try await withExitCodes {
      try session()
    }
  }

  private func session() throws {
    let subject = try EngineSubject(engine, context: request.context?.value)
    let session = try DecodeSession(
      subject,
      engine,
      request,
      isExact: logits != nil
    )
    if let logits {
      let all = request.chunk?.value ?? session.prompt.count
      let writer = DecodeLogits(
        engine: try session.engine(),
        tokens: session.prompt,
        chunk: step ? 1 : all
      )
      try writer.write(to: logits)
      return
    }
    let show: ((String) -> Void)? = json ? nil : { Console.write($0) }
    let report = try session.decode(showing: show)
    if json {
      Console.write(try report.json)
    } else {
      Console.write(quiet ? "\n" : "\n\n" + report.sheet.table)
    }
    if let complaint = report.sheet.complaint {
      Console.note("error: counters differ from the board's formulas\n\(complaint)")
      throw ExitCode(1)
    }
  }
}

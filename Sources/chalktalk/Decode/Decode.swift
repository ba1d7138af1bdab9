import ArgumentParser
import DecodeEngine
import Foundation
import Quantities
import ServingMath

/// `chalktalk decode`: a model that really decodes, with what it did counted.
struct Decode: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Decode text with a real model: tokens, speed, shares of the machine's ceilings.",
    discussion: """
      Every multiply-add and every byte of weights and cache is counted in the kernels and held against the
      board's formulas; a difference leaves with 1. Ceilings are measured in the same run.

      Examples:
        chalktalk decode --model path/to/model --prompt "Once upon a time" --dtype int8 --threads 2
        chalktalk decode --model synthetic:1B --batch 16 --max-tokens 32
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
  @Option(
    help: ArgumentHelp(
      "Spread the model over virtual devices, as pp2,tp2; under mpirun each is a process.",
      valueName: "layout"
    )
  )
  var layout: String?
  @Option(
    help: ArgumentHelp("With --layout, the chip of the clock (default: h100).", valueName: "name"),
    completion: .chips
  )
  var chip: String?
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
    if layout == nil && chip != nil { throw ValidationError("--chip belongs to --layout") }
    if layout != nil {
      if request.draft != nil || request.prefixCache {
        throw ValidationError("--layout takes no --draft and no --prefix-cache")
      }
      if request.chunk != nil && logits == nil {
        throw ValidationError("--layout reads prompts at once: leave --chunk out")
      }
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
    let layout = try layout.map(ShardedDecode.layout)
    let session = try DecodeSession(
      subject,
      engine,
      request,
      isExact: logits != nil,
      processes: MPITransport.isLaunched ? layout?.devices ?? 1 : 1
    )
    if let layout {
      try decode(session, subject, layout: layout)
      return
    }
    if let logits {
      let all = request.chunk?.value ?? session.prompt.count
      let engine = try session.engine()
      let sequence = engine.sequence()
      let writer = DecodeLogits(
        vocabulary: subject.architecture.shape.vocabularySize,
        tokens: session.prompt,
        chunk: step ? 1 : all,
        step: { try engine.step([Engine.Feed($0, to: sequence, logits: $0.count)])[0] }
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

  /// Decodes on many devices; of several processes one speaks.
  private func decode(
    _ session: DecodeSession,
    _ subject: EngineSubject,
    layout: Layout
  ) throws {
    let chip = try Self.chip(chip ?? "h100")
    let sharded = try ShardedDecode(subject, engine, session, layout: layout)
    if let logits {
      let chunk = step ? 1 : request.chunk?.value ?? session.prompt.count
      let rows = try sharded.logits(chunk: chunk)
      if !rows.isEmpty {
        var next = 0
        let writer = DecodeLogits(
          vocabulary: subject.architecture.shape.vocabularySize,
          tokens: session.prompt,
          chunk: chunk,
          step: { tokens in
            defer { next += tokens.count }
            return Array(rows[next..<next + tokens.count])
          }
        )
        try writer.write(to: logits)
      }
      return try sharded.finish()
    }
    var text = DecodedText(session.tokenizer)
    let isShown = sharded.speaks && !json
    if isShown, session.tokenizer != nil {
      for token in session.prompt { Console.write(text.add(token)) }
    }
    let outcome = try sharded.decode { if isShown { Console.write(text.add($0)) } }
    if isShown { Console.write(text.rest()) }
    let sheet = try ShardedSheet(outcome, sharded, on: chip)
    if sharded.speaks {
      Console.write(json ? try sheet.json + "\n" : quiet ? "\n" : "\n\n" + sheet.table)
    }
    try sharded.finish()
    if let complaint = sheet.complaint { throw Refusal(complaint) }
  }

  private static func chip(_ name: String) throws -> Chip {
    do {
      return try Chip.named(name)
    } catch {
      throw ValidationError("--chip: \(error)")
    }
  }
}

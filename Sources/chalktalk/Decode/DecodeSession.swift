import ArgumentParser
import DecodeEngine
import Foundation
import Quantities
import ServingMath

/// One run of `decode`: the prompt as tokens, checked against model and machine before weights are read.
struct DecodeSession {
  let subject: EngineSubject
  let request: DecodeRequest
  let options: Engine.Options
  let tokenizer: Tokenizer?
  let prompt: [Int32]
  /// New tokens at most, as far as the context has room.
  let limit: Int

  /// Checks what was asked for.
  ///
  /// - Parameters:
  ///   - subject: The model.
  ///   - engine: How it is kept.
  ///   - request: What is decoded.
  ///   - isExact: Whether the plain kernels on one thread are meant unless others are named.
  ///   - processes: Over which the model is spread, so that each holds a part.
  /// - Throws: A usage error for tokens that the model does not know or a prompt that cannot be made,
  ///   exit 1 for a prompt beyond the context or a model beyond the memory.
  init(
    _ subject: EngineSubject,
    _ engine: EngineRequest,
    _ request: DecodeRequest,
    isExact: Bool,
    processes: Int = 1
  ) throws {
    self.subject = subject
    self.request = request
    let architecture = subject.architecture
    tokenizer = try DecodeTokenizer.find(request.tokenizer, for: subject)
    prompt = try Self.prompt(request, architecture, tokenizer)
    let context = try Self.context(request, architecture)
    guard prompt.count + (isExact ? 0 : 1) <= context else {
      let room = isExact ? "" : ", which leaves no room for a new one"
      throw Refusal("the prompt has \(prompt.count) tokens and the context is \(context)\(room)")
    }
    limit = isExact ? 0 : min(request.maxTokens.value, context - prompt.count)
    let positions = prompt.count + limit
    let need = try Refusal.orExit { () throws(ModelError) in
      try MemoryNeed(
        subject.source,
        format: subject.format,
        cache: engine.cache.value,
        sequences: request.batch.value,
        positions: positions
      )
    }
    try Self.check(need, subject, engine, request, positions, processes: processes)
    if need.weights > 2_000_000_000 {
      let bytes = Quantity(Double(need.weightBytes), .bytes)
      Console.note(
        "packing \(Quantity(Double(need.weights)).formatted(.exact)) weights into \(bytes)"
      )
    }
    let block = KeyValueStore.blockTokens
    options = Engine.Options(
      kernels: engine.kernels?.value ?? (isExact ? .reference : .best),
      threads: engine.threads?.value
        ?? (isExact ? 1 : ProcessInfo.processInfo.activeProcessorCount),
      cache: engine.cache.value,
      cacheTokens: request.batch.value * ((positions + block - 1) / block * block),
      cacheLayout: request.layout.layout,
      sharesPrefixes: request.prefixCache
    )
  }

  /// An engine with the weights in memory.
  func engine() throws -> Engine { Engine(try subject.transformer(), options) }

  /// What a run gives.
  struct Report {
    let sheet: DecodeSheet
    let form: DecodeJSON

    var json: String { get throws { try JSONText.of(form) + "\n" } }
  }

  /// Decodes and measures.
  ///
  /// - Parameter show: Takes the text of the first sequence, piece by piece; nil to show nothing.
  /// - Returns: What was done and how fast.
  /// - Throws: Exit 1 for bad weights or what the engine refuses.
  func decode(showing show: ((String) -> Void)?) throws -> Report {
    let before = ProcessMemory.residentBytes ?? 0
    let clock = ContinuousClock()
    let started = clock.now
    let engine = try engine()
    let loading = Quantity((clock.now - started) / .seconds(1), .seconds)
    let run = DecodeRun(
      scheduler: Scheduler(engine, policy, drafter: try drafter(for: engine)),
      prompt: prompt,
      request: request,
      limit: limit,
      ends: ends
    )
    var text = DecodedText(tokenizer)
    // The prompt comes first, since what a token says may depend on the ones before it.
    if tokenizer != nil { for token in prompt { show?(text.add(token)) } }
    let outcome = try run.run { show?(text.add($0)) }
    show?(text.rest())
    // Ceilings are measured last: the probe's own memory is no part of what decoding takes.
    let taken = (ProcessMemory.peakBytes ?? 0) - before
    let ceilings =
      request.ceilings
      ? RunCeilings.measure(options.kernels, engine.transformer.format, threads: options.threads)
      : nil
    let sheet = DecodeSheet(
      outcome,
      engine,
      DecodeSheet.Circumstances(loading: loading, taken: taken, ceilings: ceilings)
    )
    return Report(
      sheet: sheet,
      form: DecodeJSON(
        inputs: DecodeJSON.Inputs(
          model: subject.name,
          prompt: prompt,
          batch: request.batch.value,
          threads: options.threads,
          weights: engine.transformer.uniformFormat?.rawValue ?? "several",
          cache: options.cache.rawValue,
          kernels: options.kernels.rawValue,
          seed: request.seed
        ),
        tokens: outcome.texts,
        texts: tokenizer.map { tokenizer in
          outcome.texts.map { DecodedText.continuation($0, of: prompt, tokenizer) }
        },
        terms: sheet.rows,
        counters: sheet.counters.lines.map(DecodeJSON.Line.init),
        countersHold: sheet.counters.holds
      )
    )
  }

  // MARK: - How

  /// Prompts first, as many tokens at once as were asked for; all copies run.
  private var policy: SchedulingPolicy {
    let batch = request.batch.value
    let guesses = request.draft == nil ? 0 : request.guesses.value
    let chunk = request.chunk?.value ?? 512
    return SchedulingPolicy(
      sequences: batch,
      tokensPerStep: max(chunk, batch * (guesses + 1)),
      chunk: chunk,
      guesses: guesses
    )
  }

  /// What guesses ahead, if anything does.
  private func drafter(for engine: Engine) throws -> (any Drafter)? {
    guard let draft = request.draft else { return nil }
    if draft == "ngram" { return PromptLookup() }
    var small = try EngineRequest.parse(["--model", draft])
    small.dtype = nil
    let subject = try EngineSubject(small, context: request.context?.value)
    var options = options
    options.cacheTokens = options.cacheTokens.map { $0 + 16 * request.batch.value * 2 }
    do {
      return try DraftModel(Engine(try subject.transformer(), options), for: engine.transformer)
    } catch let error as GenerationError {
      throw Refusal("--draft: \(error)")
    }
  }

  /// Tokens that end a text; llama2.c's programs stop at the token that would begin the next one.
  var ends: Set<Int32> {
    var ends = Set(subject.architecture.endTokens)
    if let end = tokenizer?.endOfText { ends.insert(end) }
    if case .llama2C = subject.source { ends.formUnion([1, 2]) }
    return ends
  }

  // MARK: - Checks

  private static func prompt(
    _ request: DecodeRequest,
    _ architecture: Architecture,
    _ tokenizer: Tokenizer?
  ) throws -> [Int32] {
    let vocabulary = architecture.shape.vocabularySize
    if let tokens = request.tokens?.values {
      if let unknown = tokens.first(where: { $0 >= Int32(vocabulary) }) {
        throw ValidationError(
          "--tokens: \(EngineError.unknownToken(unknown, vocabulary: vocabulary))"
        )
      }
      return tokens
    }
    if let count = request.promptTokens?.value {
      var generator = SplitMix64(seed: request.seed)
      return (0..<count).map { _ in Int32.random(in: 0..<Int32(vocabulary), using: &generator) }
    }
    guard let tokenizer else {
      guard request.prompt == nil else {
        throw ValidationError(
          "there is no tokenizer beside the model; name one with --tokenizer, or give --tokens \"1 5 9\""
        )
      }
      return [architecture.beginningToken ?? 1]
    }
    do {
      let tokens = try tokenizer.encode(request.prompt ?? "")
      if !tokens.isEmpty { return tokens }
    } catch {
      throw Refusal("--prompt: \(error)")
    }
    guard let beginning = tokenizer.beginningOfText ?? architecture.beginningToken else {
      throw ValidationError("--prompt is empty, and the model has no token that begins a text")
    }
    return [beginning]
  }

  private static func context(
    _ request: DecodeRequest,
    _ architecture: Architecture
  ) throws -> Int {
    let most = architecture.contextLength
    guard let asked = request.context?.value else { return most }
    guard asked <= most else {
      throw Refusal("a context of \(asked) is beyond the model's \(most)")
    }
    return asked
  }

  private static func check(
    _ need: MemoryNeed,
    _ subject: EngineSubject,
    _ engine: EngineRequest,
    _ request: DecodeRequest,
    _ positions: Int,
    processes: Int
  ) throws {
    guard let available = ProcessMemory.availableBytes, need.bytes / processes > available else {
      return
    }
    let bytes = { (count: Int) in Quantity(Double(count), .bytes).formatted() }
    let weights = Quantity(Double(need.weights)).formatted(.exact)
    let format = subject.format?.rawValue ?? "stored"
    throw Refusal(
      """
      \(subject.name) does not fit: \(weights) weights (\(format)) take \(bytes(need.weightBytes)), \
      \(request.batch.value) × \(positions) positions of \(engine.cache.value.rawValue) cache \
      \(bytes(need.cacheBytes)), together \(bytes(need.bytes)), and \(bytes(available)) are available; \
      a narrower --dtype or --cache, a smaller --batch or --context may do
      """
    )
  }
}

/// Something that cannot be done with this model on this machine: exit 1.
struct Refusal: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) {
    self.description = description
  }

  /// Runs what may find a bad model file; says so and leaves with 1.
  static func orExit<Result>(_ body: () throws(ModelError) -> Result) throws -> Result {
    do {
      return try body()
    } catch {
      throw Refusal("\(error)")
    }
  }
}

import ArgumentParser
import DecodeEngine

/// What is decoded and how the next token is chosen, as it stands on the command line.
struct DecodeRequest: ParsableArguments {
  @Option(help: "The text to go on from.")
  var prompt: String?
  @Option(help: ArgumentHelp("The same as tokens: \"1 5 9\".", valueName: "ids"))
  var tokens: TokenList?
  @Option(help: "The same as so many tokens drawn by the seed.")
  var promptTokens: WholeNumber?
  @Option(
    help: ArgumentHelp(
      "The tokenizer: .json, .model or .bin (default: the one beside the model).",
      valueName: "file"
    )
  )
  var tokenizer: String?
  @Option(help: "Copies of the prompt that are decoded side by side.")
  var batch: WholeNumber = 1
  @Option(help: "New tokens at most, of each sequence.")
  var maxTokens: WholeNumber = 256
  @Option(help: "Positions that there is room for (default: as many as this run can need).")
  var context: WholeNumber?
  @Option(help: "Tokens of a prompt that pass through the layers at once (default: 512).")
  var chunk: WholeNumber?
  @Option(help: "0 takes the likeliest token always.")
  var temperature: Float = 0
  @Option(help: "Choose among so many likeliest tokens only; 0 for all.")
  var topK: WholeNumber = 0
  @Option(help: "Choose among the likeliest tokens that make up this probability.")
  var topP: Float = 1
  @Option(help: "Leave out tokens less likely than this share of the likeliest.")
  var minP: Float = 0
  @Option(help: "Divide the logits of tokens that have occurred by this.")
  var repetitionPenalty: Float = 1
  @Option(help: "Of everything that is drawn.")
  var seed: UInt64 = 1
  @Flag(
    help: ArgumentHelp("The cache: blocks as a sequence grows (default), or one run for all of it.")
  )
  var layout: LayoutFlag = .paged
  @Flag(help: "Keep what prompts have in common once.")
  var prefixCache = false
  @Option(
    help: ArgumentHelp(
      "Guess ahead with a smaller model, or with 'ngram' from the text itself.",
      valueName: "model"
    )
  )
  var draft: String?
  @Option(help: "Tokens that are guessed ahead at a time.")
  var guesses: WholeNumber = 4

  @Flag(
    inversion: .prefixedNo,
    help: "Measure what these threads can read and compute at most, and print the shares of it."
  )
  var ceilings = true

  func validate() throws {
    let given = [prompt != nil, tokens != nil, promptTokens != nil].count { $0 }
    guard given <= 1 else {
      throw ValidationError("--prompt, --tokens and --prompt-tokens exclude each other")
    }
    if let prompt, prompt.unicodeScalars.contains("\u{FFFD}"), !RawArguments.areText {
      throw ValidationError("--prompt is not UTF-8")
    }
    for (name, value, range) in [
      ("--batch", batch.value, 1...4096), ("--max-tokens", maxTokens.value, 1...(1 << 24)),
      ("--context", context?.value ?? 1, 1...(1 << 24)),
      ("--guesses", guesses.value, 1...64), ("--chunk", chunk?.value ?? 1, 1...(1 << 20)),
      ("--prompt-tokens", promptTokens?.value ?? 1, 1...(1 << 24)),
      ("--top-k", topK.value, 0...(1 << 24)),
    ] where !range.contains(value) {
      throw ValidationError("\(name) is a number from \(range.lowerBound) to \(range.upperBound)")
    }
    if batch.value > 128 && prefixCache {
      throw ValidationError("--prefix-cache takes at most 128 copies")
    }
    if prefixCache && layout == .contiguous {
      throw ValidationError("--prefix-cache needs a paged cache")
    }
    do {
      _ = try sampling(copy: 0)
    } catch {
      throw ValidationError("\(error)")
    }
  }

  /// How the tokens of a copy are chosen; each copy has random numbers of its own.
  func sampling(copy: Int) throws(SamplingError) -> SamplingParameters {
    try SamplingParameters(
      temperature: temperature,
      topK: topK.value > 0 ? topK.value : nil,
      topP: topP,
      minP: minP,
      repetitionPenalty: repetitionPenalty,
      seed: seed &+ UInt64(copy)
    )
  }
}

/// `--paged` or `--contiguous`.
enum LayoutFlag: String, EnumerableFlag {
  case paged, contiguous

  var layout: CacheLayout { self == .paged ? .paged : .contiguous }
}

/// Tokens on the command line, separated by blanks or commas.
struct TokenList: ExpressibleByArgument {
  let values: [Int32]

  init?(argument: String) {
    let words = argument.split { $0 == " " || $0 == "," || $0 == "\n" || $0 == "\t" }
    let values = words.compactMap { Int32(digits: $0) }
    guard values.count == words.count, !values.isEmpty else { return nil }
    self.values = values
  }
}

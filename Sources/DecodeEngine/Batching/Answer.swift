/// The text side of one request: decodes its tokens, watches for stop strings, and fills its stream.
final class Answer {
  /// Why all continuations break off, if they do.
  var failure: GenerationError?
  private let continuation: AsyncStream<GenerationChunk>.Continuation
  private let echo: Bool
  private let scoresPrompt: Bool
  private var choices: [Choice]
  private var usage: GenerationChunk.Usage
  /// The prompt's tokens, until their records are there.
  private var promptRecords: [TokenRecord]?

  private struct Choice {
    var decoder: any TextDecoding
    var stops: StopMatcher
    let promptText: String
    var hasBegun = false
    var hasEnded = false
    var isStopped = false
    var tokens = 0
  }

  init(
    _ request: GenerationRequest,
    _ tokens: TokenRequest,
    _ coding: TextCoding?,
    _ continuation: AsyncStream<GenerationChunk>.Continuation
  ) {
    self.continuation = continuation
    echo = request.echo
    scoresPrompt = tokens.scoresPrompt
    usage = GenerationChunk.Usage(
      promptTokens: tokens.prompt.count,
      cachedTokens: 0,
      completionTokens: 0
    )
    // The prompt is decoded too, since what a token says may depend on the ones before it.
    var decoder = coding?.decoder() ?? NoText()
    let text = tokens.prompt.reduce(into: "") { $0 += decoder.text(of: $1) }
    choices = (0..<tokens.choices).map { _ in
      Choice(decoder: decoder, stops: StopMatcher(request.stopStrings), promptText: text)
    }
    if !scoresPrompt { promptRecords = tokens.prompt.map(TokenRecord.init) }
  }

  /// Takes the records of the prompt, which come before any token.
  func prompt(_ records: [TokenRecord]) { promptRecords = records }

  /// Takes a token.
  ///
  /// - Returns: Whether a stop string has just ended the continuation.
  func token(_ record: TokenRecord, _ index: Int) -> Bool {
    // Guesses that stood may bring several tokens in a step, some behind the end.
    guard !choices[index].isStopped else { return false }
    var chunk = begin(index)
    choices[index].tokens += 1
    chunk.tokens.append(record)
    let piece = choices[index].decoder.text(of: record.token)
    let (text, isStopped) = choices[index].stops.add(piece)
    chunk.text += text
    choices[index].isStopped = isStopped
    continuation.yield(chunk)
    return isStopped
  }

  /// Ends a continuation.
  ///
  /// - Returns: Whether it was the last one.
  func finish(_ index: Int, _ reason: FinishReason, _ statistics: RequestStatistics) -> Bool {
    guard !choices[index].hasEnded else { return false }
    var chunk = begin(index)
    if !choices[index].isStopped {
      let (text, isStopped) = choices[index].stops.add(choices[index].decoder.rest())
      chunk.text += isStopped ? text : text + choices[index].stops.rest()
    }
    choices[index].hasEnded = true
    chunk.finish = failure.map(FinishReason.failed) ?? reason
    if choices[index].isStopped { chunk.finish = .stop }
    chunk.statistics = statistics
    usage.completionTokens += choices[index].tokens
    if index == 0 { usage.cachedTokens = statistics.prefixHits }
    let isLast = choices.allSatisfy(\.hasEnded)
    if isLast { chunk.usage = usage }
    continuation.yield(chunk)
    if isLast { continuation.finish() }
    return isLast
  }

  /// A chunk, with the echo of the prompt if it is the continuation's first.
  private func begin(_ index: Int) -> GenerationChunk {
    var chunk = GenerationChunk(choice: index)
    if echo, !choices[index].hasBegun {
      chunk.text = choices[index].promptText
      chunk.tokens = promptRecords ?? []
    }
    choices[index].hasBegun = true
    return chunk
  }
}

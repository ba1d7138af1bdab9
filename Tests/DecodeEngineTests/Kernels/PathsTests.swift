import DecodeEngine
import TestSupport
import Testing

/// Whole models on every path of the kernels, against the same references as the plain one.
@Suite struct PathsTests {
  @Test(arguments: ReferenceFile.names, KernelPath.allCases)
  func prefillsAsTheReferenceDoes(_ name: String, _ path: KernelPath) throws {
    let reference = try ReferenceFile(name)
    let engine = Engine(
      try Transformer(folder: reference.folder),
      Engine.Options(kernels: path)
    )
    let tokens = try reference.tokens("tokens")
    let feed = Engine.Feed(tokens, to: engine.sequence(), logits: tokens.count)
    let logits = try engine.step([feed])[0]
    let expected = try reference.rows("prefill_logits")
    let largest = expected.joined().reduce(0) { max($0, abs($1)) }
    // Products with inputs rounded to bf16 may differ by as much as bf16 weights do from single precision.
    let isRounded = path == .native && name.contains("bf16")
    let error = zip(logits, expected).flatMap { zip($0, $1).map { abs($0 - $1) } }.max() ?? 0
    #expect(error <= (isRounded ? 2e-2 : 1e-4) * largest)
  }

  @Test(arguments: ReferenceFile.names, KernelPath.allCases)
  func stepsGiveTheBitsOfThePrompt(_ name: String, _ path: KernelPath) throws {
    let reference = try ReferenceFile(name)
    let engine = Engine(
      try Transformer(folder: reference.folder),
      Engine.Options(kernels: path, cacheTokens: 256)
    )
    let tokens = try reference.tokens("tokens")
    let feed = Engine.Feed(tokens, to: engine.sequence(), logits: tokens.count)
    let all = try engine.step([feed])[0]
    let sequence = engine.sequence()
    for (place, token) in tokens.enumerated() {
      let one = try engine.step([Engine.Feed([token], to: sequence)])[0]
      #expect(one[0] == all[place], "token \(place)")
    }
  }
}

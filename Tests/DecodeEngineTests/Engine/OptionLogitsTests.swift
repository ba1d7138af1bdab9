import DecodeEngine
import ServingMath
import TestSupport
import Testing

/// Options of the families that `ReferenceLogitsTests` leaves out, against Hugging Face's transformers in
/// single precision: see `options.json` beside the checkpoints.
@Suite struct OptionLogitsTests {
  private let bound: Float = 1e-4

  @Test(arguments: ReferenceFile.optionNames, ["config.json", "config.hub.json"])
  func prefillsAsTheReferenceDoes(_ name: String, _ config: String) throws {
    let reference = try ReferenceFile(name)
    let architecture = try Architecture(folder: reference.folder, name: config)
    let checkpoint = try SafetensorsCheckpoint(folder: reference.folder)
    let engine = Engine(try Transformer(architecture, checkpoint))
    let tokens = try reference.tokens("tokens")
    let feed = Engine.Feed(tokens, to: engine.sequence(), logits: tokens.count)
    let logits = try engine.step([feed])
    #expect(relativeError(logits[0], try reference.rows("prefill_logits")) <= bound)
  }

  @Test(arguments: ReferenceFile.optionNames)
  func decodesTokenByTokenAsTheReferenceDoes(_ name: String) throws {
    let reference = try ReferenceFile(name)
    let engine = Engine(try Transformer(folder: reference.folder))
    let sequence = engine.sequence()
    var logits: [[Float]] = []
    for token in try reference.tokens("tokens") {
      logits += try engine.step([Engine.Feed([token], to: sequence)])[0]
    }
    #expect(relativeError(logits, try reference.rows("step_logits")) <= bound)
  }

  @Test(arguments: ReferenceFile.optionNames)
  func choosesTheExpertsThatTheReferenceChooses(_ name: String) throws {
    let reference = try ReferenceFile(name)
    let engine = Engine(try Transformer(folder: reference.folder))
    let trace = StepTrace()
    let tokens = try reference.tokens("tokens")
    _ = try engine.step([Engine.Feed(tokens, to: engine.sequence())], trace: trace)
    try reference.expectRoutes(trace, bound: bound)
  }

  @Test(arguments: ReferenceFile.optionNames)
  func weightsInMemoryEqualTheFormula(_ name: String) throws {
    let transformer = try Transformer(folder: try ReferenceFile(name).folder)
    #expect(transformer.weightCount == transformer.architecture.shape.parameters.total)
  }

  @Test(arguments: ReferenceFile.optionNames)
  func listsTheTensorsOfTheCheckpoint(_ name: String) throws {
    let reference = try ReferenceFile(name)
    let checkpoint = try SafetensorsCheckpoint(folder: reference.folder)
    let listed = try Transformer(folder: reference.folder).architecture.tensorShapes
    let ofText = checkpoint.names.filter { !$0.contains("vision") && !$0.contains("multi_modal") }
    #expect(listed.keys.sorted() == ofText)
    for name in ofText { #expect(listed[name] == checkpoint.shape(of: name), "\(name)") }
  }
}

import ServingMath
import Testing

@Suite struct LayoutTests {
  @Test(arguments: [
    ("tp8", 8, 1, 1), ("ep72", 72, 72, 1), ("pp4,ep64", 256, 64, 4), ("tp8,ep64,pp4", 256, 8, 4),
    ("dp2, tp4", 8, 2, 1), ("TP2,cp4", 8, 1, 1), ("dp4,tp2,ep8", 8, 4, 1), ("tp4,ep2", 4, 1, 1),
  ])
  func degreesMultiplyToDevices(text: String, devices: Int, data: Int, stages: Int) throws {
    let layout = try Layout(parsing: text)
    #expect(layout.devices == devices && layout.data == data && layout.pipeline == stages)
  }

  @Test(arguments: ["tp8", "pp4,dp64,ep64", "dp2,tp4", "pp2,dp4,tp2,cp3,ep6", "pp16/15/15/15,tp2"])
  func printsAsItIsRead(text: String) throws {
    #expect(try "\(Layout(parsing: text))" == text)
  }

  @Test(arguments: [
    ("", "'' is no degree"), ("tp", "'tp' is no degree"), ("8", "'8' is no degree"),
    ("tp8,tp2", "'tp' stands twice"), ("tp0", "tp0: a degree is"), ("xp3", "'xp3' is no degree"),
    ("tp-2", "tp-2: a degree is"),
    ("dp2,ep3", "ep3 does not divide the 2 devices of a stage (dp · tp · cp); ep2 would do"),
    ("dp99999,pp99999", "the degrees multiply to more than"),
    ("pp4/", "'pp4/' is no degree"), ("tp4/4", "'tp4/4' is no degree"),
    ("pp30/0/31", "stage 1 has no layer"),
    ("tp99999999999999999999", "'tp99999999999999999999' is no degree"),
  ])
  func whatIsNoLayoutIsRefused(text: String, message: String) throws {
    let error = try #require(throws: LayoutError.self) { try Layout(parsing: text) }
    #expect("\(error)".hasPrefix(message), "\(error)")
  }

  @Test(arguments: [
    ("ep7", Model.deepSeekV3, "256 experts cannot be dealt evenly to 7 devices; ep8 would do"),
    ("pp62", .deepSeekV3, "62 stages are more than the 61 layers; pp61 is the most"),
    ("tp3", .llama8B, "32 query heads cannot be cut into 3 equal parts; tp2 would do"),
    (
      "pp16/15/15", .deepSeekV3,
      "the stages have 46 layers and the model 61; 30 in the last stage would do"
    ),
    (
      "pp40/30/1", .deepSeekV3,
      "the stages have 71 layers and the model 61; take some from the first stages"
    ),
    ("ep8", .llama8B, "ep8: the model has no experts; use dp or tp"),
  ])
  func modelThatDoesNotDivideNamesTheNearest(
    text: String,
    model: Model,
    message: String
  ) throws {
    let layout = try Layout(parsing: text)
    let error = try #require(throws: LayoutError.self) { try layout.check(model.config) }
    #expect("\(error)" == message)
  }

  @Test func stagesHaveTheLayersThatWereGiven() throws {
    let layout = try Layout(parsing: "pp10/20/31,tp4")
    #expect(layout.devices == 12)
    let stages = layout.stages(of: Model.deepSeekV3.config)
    #expect(stages.map(\.count) == [10, 20, 31] && stages.map(\.startIndex) == [0, 10, 30])
  }

  @Test func unevenStagesHoldEveryLayerOnce() throws {
    for stages in 1...61 {
      let slices = try Layout(pipeline: stages).stages(of: Model.deepSeekV3.config)
      #expect(slices.map(\.count).reduce(0, +) == 61 && slices.allSatisfy { !$0.isEmpty })
      #expect(Set(slices.map(\.count)).count <= 2)
    }
  }
}

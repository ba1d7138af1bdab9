import DecodeEngine
import ServingMath
import TestSupport
import Testing

/// The logits of a model spread over devices are those of the unsharded engine.
struct ShardedLogitsTests {
  private static let tolerance: Float = 1e-4

  private func source(_ name: String) -> ModelSource {
    .folder(ReferenceFile.checkpoints + "/" + name)
  }

  private func compare(
    _ source: ModelSource,
    _ layout: Layout,
    _ options: Engine.Options? = nil,
    seed: UInt64 = 1
  ) throws {
    var comparison = ShardedComparison(source: source)
    if let options { comparison.options = options }
    let (error, agree) = try comparison.run(layout, seed: seed)
    let what = "\(source) on \(layout) with \(layout.redundantExperts) redundant experts"
    #expect(error <= Self.tolerance, "\(what): off by \(error)")
    #expect(agree, "\(what): other tokens")
  }

  @Test(arguments: ReferenceFile.names)
  func everyFamilyOnSampledLayouts(name: String) throws {
    let source = source(name)
    let config = try source.architecture().shape
    let seed = name.utf8.reduce(UInt64(7)) { $0 &* 31 &+ UInt64($1) }
    for (index, layout) in LegalLayouts.sample(12, of: config, seed: seed).enumerated() {
      try compare(source, layout, seed: UInt64(index))
    }
  }

  @Test(arguments: ReferenceFile.optionNames)
  func everyOptionOnSampledLayouts(name: String) throws {
    let source = source(name)
    let config = try source.architecture().shape
    let seed = name.utf8.reduce(UInt64(7)) { $0 &* 31 &+ UInt64($1) }
    for (index, layout) in LegalLayouts.sample(4, of: config, seed: seed).enumerated() {
      try compare(source, layout, seed: UInt64(index))
    }
  }

  /// Each with what makes it hard.
  @Test(
    arguments: [
      ("llama", "tp8", 0),  // key/value heads on two devices each
      ("llama3-rope", "tp4,cp2", 0),  // the same beside cut sequences; a tied head
      ("deepseek-v3", "tp4", 0),  // latent attention, whole in each cache
      ("deepseek-v3", "tp2,ep2", 0),  // experts dealt inside the tensor group, nothing travels
      ("deepseek-v3", "tp2,ep8,dp4", 0),  // experts dealt over data ranks
      ("deepseek-v3", "tp4,ep2,dp2", 0),  // widths of experts cut, groups inside the tensor group
      ("deepseek-v3", "tp4,dp3,ep6", 2),  // groups of several tensor groups
      ("deepseek-v3-noqlora", "tp2,cp2,ep4,dp2", 4),  // two blocks a rank
      ("deepseek-v3", "pp3,cp2,ep2", 0),  // a stage without experts
      ("gpt-oss", "tp4,dp3,ep6", 4),  // biases of cut experts, sinks
      ("gpt-oss", "pp2,cp4", 0),  // windows shorter than a block, sinks
      ("gpt-oss", "dp8,ep8", 0),  // more data ranks than sequences
      ("gemma3", "cp4,tp2", 0),  // windows, norms of results
      ("gemma3", "pp1/1/2,tp2", 0),  // stages of unequal depth, a tied head of its own
      ("mixtral", "dp2,tp2,cp2,ep8", 0),
      ("qwen3-moe", "tp4,cp2,dp2,ep16", 0),
      ("qwen2", "dp16", 0),
      ("mistral-window", "cp3,pp2", 0),  // a window of 17 positions over blocks of 16
      ("qwen3-moe-no-renorm", "cp2,dp2,ep4", 1),  // seven experts in eight slots
      ("gemma3-softcap", "cp3,pp2", 0),  // caps on scores and logits
      ("llama-linear-biases", "cp2,pp2", 0),
    ]
  )
  func hardLayouts(name: String, layout: String, redundant: Int) throws {
    try compare(source(name), try Layout(parsing: layout, redundantExperts: redundant))
  }

  @Test(
    arguments: [CacheFormat.bf16, .int8],
    [KernelPath.reference, .swift, .vector]
  )
  func caches(format: CacheFormat, kernels: KernelPath) throws {
    var options = Engine.Options(kernels: kernels, cacheTokens: 512)
    options.cache = format
    for (name, layout) in [("gpt-oss", "cp2,tp2"), ("deepseek-v3", "cp3,pp2")] {
      let comparison = ShardedComparison(source: source(name), options: options)
      // Keys that differ in the last bit may be rounded to either neighbour: 6e-4 was seen.
      let (error, _) = try comparison.run(Layout(parsing: layout), seed: 3)
      #expect(error <= 2e-3, "\(name) on \(layout): off by \(error)")
    }
  }

  @Test(
    arguments: [
      ("llama-F32.gguf", "tp4,pp2"), ("llama-BF16.gguf", "tp2,cp2"), ("llama-Q8_0.gguf", "tp2,dp2"),
      ("llama-Q4_0.gguf", "tp4"),
    ]
  )
  func filesOfOtherKinds(file: String, layout: String) throws {
    let source = ModelSource.gguf(ReferenceFile.fixtures + "/gguf/" + file)
    try compare(source, try Layout(parsing: layout))
  }

  @Test func storiesFromALlama2CFile() throws {
    let file = ReferenceFile.fixtures + "/models/stories260K.bin"
    try compare(.llama2C(file), try Layout(parsing: "pp5,tp2"))
  }

  @Test func weightsBySeedOfAModelWithRedundantExperts() throws {
    let experts = Experts(count: 6, chosen: 3, shared: 1, feedForwardSize: 24, routerHasBias: true)
    let attention = Attention(.grouped(queryHeads: 4, keyValueHeads: 2, headDimension: 8))
    let config = TransformerConfig(
      hiddenSize: 32,
      vocabularySize: 51,
      layers: Array(
        repeating: TransformerConfig.Layer(attention, .experts(experts), normParameters: 64),
        count: 3
      )
    )
    let source = ModelSource.synthetic(config, contextLength: 128, seed: 5)
    for (text, redundant) in [("tp2,ep4,dp2", 6), ("dp5,ep5", 4), ("tp4,cp2,ep2", 8)] {
      try compare(source, try Layout(parsing: text, redundantExperts: redundant))
    }
  }
}

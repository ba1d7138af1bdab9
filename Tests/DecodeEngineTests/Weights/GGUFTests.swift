import DecodeEngine
import Testing

@Suite struct GGUFTests {
  /// What NumPy reads from the same file: rows of queries and keys put into half-split order, sums over all tensors,
  /// and elements (0, 0), (1, 0), (17, 3) and (63, 127) of the keys' matrix of layer 1.
  ///
  /// A forward pass in NumPy over these tensors gave the recorded logits within 6e-6.
  struct Reference: CustomTestStringConvertible {
    let name: String
    let sums: Sums
    let format: StoredFormat
    let keys: [Float]

    var testDescription: String { name }
  }

  static let references = [
    Reference(
      name: "F32",
      sums: Sums(
        tensors: 21,
        elements: 434_816,
        sum: 541.0872937865029,
        size: 44714.94337294454,
        weighted: 20978.07559222479
      ),
      format: .fp32,
      keys: [-0.07752697169780731, 0.17792735993862152, 0.01731683500111103, -0.11700748652219772]
    ),
    Reference(
      name: "BF16",
      sums: Sums(
        tensors: 21,
        elements: 434_816,
        sum: 541.1237997375429,
        size: 44714.73630768433,
        weighted: 20984.06543448195
      ),
      format: .bf16,
      keys: [-0.07763671875, 0.177734375, 0.017333984375, -0.1171875]
    ),
    Reference(
      name: "Q8_0",
      sums: Sums(
        tensors: 21,
        elements: 434_816,
        sum: 541.5907827615738,
        size: 44713.94970476627,
        weighted: 21020.02896744013
      ),
      format: .int8Groups,
      keys: [-0.07758522033691406, 0.1776123046875, 0.01629638671875, -0.11767959594726562]
    ),
    Reference(
      name: "Q4_0",
      sums: Sums(
        tensors: 21,
        elements: 434_816,
        sum: 550.4283667802811,
        size: 44486.24103462696,
        weighted: 21452.86141258478
      ),
      format: .int4Groups,
      keys: [-0.06317138671875, 0.18798828125, -0.0, -0.119781494140625]
    ),
  ]

  @Test(arguments: references)
  func readsWhatNumPyReads(reference: Reference) throws {
    let checkpoint = try GGUFCheckpoint(file: Fixture.path("gguf/llama-\(reference.name).gguf"))
    var sums = Sums()
    for name in checkpoint.names { sums.add(try checkpoint.elements(of: name)) }
    #expect(sums.agrees(with: reference.sums), "\(sums)")
    let name = "model.layers.1.self_attn.k_proj.weight"
    #expect(checkpoint.shape(of: name) == [64, 128])
    #expect(checkpoint.format(of: name) == reference.format)
    #expect(checkpoint.format(of: "model.norm.weight") == .fp32)
    let keys = try checkpoint.elements(of: name)
    let places = [0, 128, 17 * 128 + 3, 63 * 128 + 127]
    #expect(places.map { keys[$0] } == reference.keys)
  }

  /// Parts that begin and end inside blocks and inside rows that are not where the file has them.
  @Test(arguments: ["F32", "BF16", "Q8_0", "Q4_0"])
  func readsAnyPartOfATensor(name: String) throws {
    let checkpoint = try GGUFCheckpoint(file: Fixture.path("gguf/llama-\(name).gguf"))
    for tensor in ["model.layers.0.self_attn.q_proj.weight", "model.layers.0.mlp.up_proj.weight"] {
      let whole = try checkpoint.elements(of: tensor)
      for (first, count) in [(0, 1), (31, 2), (100, 60), (127, 1_000), (5_000, 5_001)] {
        var part = [Float](repeating: .nan, count: count)
        var span = part.mutableSpan
        try checkpoint.read(tensor, from: first, into: &span)
        #expect(part == Array(whole[first..<first + count]))
      }
    }
  }

  @Test func metadataSaysWhatTheModelIs() throws {
    let checkpoint = try GGUFCheckpoint(file: Fixture.path("gguf/llama-Q8_0.gguf"))
    #expect(checkpoint.version == 3)
    let metadata = checkpoint.metadata
    #expect(metadata.keys.count == 13)
    #expect(try metadata.string("tokenizer.ggml.model") == "no_vocab")
    #expect(try metadata.integer("general.file_type") == 7)
    #expect(try metadata.float("llama.rope.freq_base") == 10_000)
    #expect(try metadata.integer("llama.no_such_key") == nil)
    #expect(throws: CheckpointError.self) { try metadata.integer("tokenizer.ggml.model") }
    let expected = StoredArchitecture(
      family: "llama",
      hiddenSize: 128,
      layers: 2,
      heads: 4,
      keyValueHeads: 2,
      headDimension: 32,
      valueDimension: 32,
      feedForwardSize: 352,
      vocabularySize: 256,
      contextLength: 128,
      tiesEmbeddings: false,
      normEpsilon: 1e-5,
      ropeTheta: 10_000,
      rotaryDimension: 32
    )
    #expect(try checkpoint.architecture() == expected)
  }
}

import DecodeEngine
import Testing

@Suite struct SafetensorsTests {
  /// Sums over all elements as Python's `struct` and NumPy read the same files, and two elements of the
  /// tensor in the middle of the sorted names.
  struct Reference: CustomTestStringConvertible {
    let name: String
    let sums: Sums
    let tensor: String
    let shape: [Int]
    let fifth: Float
    let last: Float

    var testDescription: String { name }
  }

  static let references = [
    Reference(
      name: "deepseek-v3-noqlora",
      sums: Sums(
        tensors: 85,
        elements: 240_176,
        sum: 599.9861874770797,
        size: 35651.79093910201,
        weighted: 14394.013477620778
      ),
      tensor: "model.layers.1.post_attention_layernorm.weight",
      shape: [64],
      fifth: 0.9387773871421814,
      last: 1.2495728731155396
    ),
    Reference(
      name: "deepseek-v3",
      sums: Sums(
        tensors: 139,
        elements: 342_736,
        sum: 662.9412837674918,
        size: 50561.58029082561,
        weighted: 20338.952695241813
      ),
      tensor: "model.layers.1.self_attn.kv_a_layernorm.weight",
      shape: [32],
      fifth: 0.9474766850471497,
      last: 0.9344925880432129
    ),
    Reference(
      name: "gemma3",
      sums: Sums(
        tensors: 54,
        elements: 238_912,
        sum: -57.49920223686206,
        size: 25672.596656241072,
        weighted: -4034.186128366964
      ),
      tensor: "model.layers.2.input_layernorm.weight",
      shape: [64],
      fifth: -0.0952107310295105,
      last: 0.10909148305654526
    ),
    Reference(
      name: "gpt-oss",
      sums: Sums(
        tensors: 71,
        elements: 319_104,
        sum: 602.1270077870938,
        size: 45258.02070579164,
        weighted: 18643.859536148157
      ),
      tensor: "model.layers.1.self_attn.v_proj.weight",
      shape: [32, 64],
      fifth: 0.1027921587228775,
      last: -0.028161058202385902
    ),
    Reference(
      name: "llama-bf16",
      sums: Sums(
        tensors: 30,
        elements: 183_744,
        sum: 416.982593071647,
        size: 25307.086052750237,
        weighted: 12751.643744465895
      ),
      tensor: "model.layers.1.post_attention_layernorm.weight",
      shape: [64],
      fifth: 0.82421875,
      last: 1.0625
    ),
    Reference(
      name: "llama",
      sums: Sums(
        tensors: 30,
        elements: 171_456,
        sum: 488.0974752672921,
        size: 23831.90956997574,
        weighted: 16289.716157352264
      ),
      tensor: "model.layers.1.post_attention_layernorm.weight",
      shape: [64],
      fifth: 0.9262546300888062,
      last: 1.1506755352020264
    ),
    Reference(
      name: "llama3-rope",
      sums: Sums(
        tensors: 29,
        elements: 179_648,
        sum: 518.1729175151575,
        size: 19439.53507389751,
        weighted: 18569.75422747874
      ),
      tensor: "model.layers.1.post_attention_layernorm.weight",
      shape: [64],
      fifth: 1.1401195526123047,
      last: 0.9938775897026062
    ),
    Reference(
      name: "mixtral",
      sums: Sums(
        tensors: 96,
        elements: 513_984,
        sum: 344.5762984969861,
        size: 63289.136792900186,
        weighted: 10649.301614046668
      ),
      tensor: "model.layers.1.block_sparse_moe.experts.5.w1.weight",
      shape: [96, 64],
      fifth: -0.2901911735534668,
      last: -0.08090809732675552
    ),
    Reference(
      name: "qwen2",
      sums: Sums(
        tensors: 38,
        elements: 146_240,
        sum: 412.04959189729016,
        size: 16518.69636270203,
        weighted: 13803.059458764901
      ),
      tensor: "model.layers.1.self_attn.k_proj.weight",
      shape: [32, 64],
      fifth: -0.1167936846613884,
      last: -0.33501702547073364
    ),
    Reference(
      name: "qwen3-moe",
      sums: Sums(
        tensors: 128,
        elements: 324_224,
        sum: 660.5251115463241,
        size: 46195.14861635832,
        weighted: 21504.83915992269
      ),
      tensor: "model.layers.1.self_attn.k_norm.weight",
      shape: [32],
      fifth: 1.1377589702606201,
      last: 0.711487889289856
    ),
    Reference(
      name: "qwen3",
      sums: Sums(
        tensors: 35,
        elements: 182_912,
        sum: 642.741641977212,
        size: 20257.222923573405,
        weighted: 15173.553396398396
      ),
      tensor: "model.layers.1.self_attn.k_norm.weight",
      shape: [32],
      fifth: 0.9426016211509705,
      last: 1.093976616859436
    ),
  ]

  @Test(arguments: references)
  func readsEveryReferenceAsPythonDoes(reference: Reference) throws {
    let checkpoint = try SafetensorsCheckpoint(
      folder: Fixture.path("checkpoints/\(reference.name)")
    )
    var sums = Sums()
    for name in checkpoint.names { sums.add(try checkpoint.elements(of: name)) }
    #expect(sums.agrees(with: reference.sums), "\(sums)")
    #expect(checkpoint.shape(of: reference.tensor) == reference.shape)
    let elements = try checkpoint.elements(of: reference.tensor)
    #expect(elements[5] == reference.fifth)
    #expect(elements.last == reference.last)
    let format: StoredFormat = reference.name == "llama-bf16" ? .bf16 : .fp32
    #expect(checkpoint.names.allSatisfy { checkpoint.format(of: $0) == format })
    #expect(checkpoint.names == checkpoint.names.sorted())
  }

  @Test func readsTokensAsWholeNumbers() throws {
    let file = try SafetensorsCheckpoint(
      file: Fixture.path("checkpoints/llama/reference.safetensors")
    )
    let tokens = try file.integers(of: "tokens")
    #expect(tokens.count == 40)
    #expect(Array(tokens.prefix(5)) == [58, 50, 107, 157, 193])
  }

  @Test func readsAnyPartOfATensor() throws {
    for model in ["llama", "llama-bf16"] {
      let checkpoint = try SafetensorsCheckpoint(folder: Fixture.path("checkpoints/\(model)"))
      let name = "model.layers.0.mlp.down_proj.weight"
      let whole = try checkpoint.elements(of: name)
      for (first, count) in [(0, 1), (1, 15), (7, 16), (63, 33), (5_000, 5_001), (whole.count, 0)] {
        var part = [Float](repeating: .nan, count: count)
        var span = part.mutableSpan
        try checkpoint.read(name, from: first, into: &span)
        #expect(part == Array(whole[first..<first + count]))
      }
      checkpoint.release(name)
      #expect(try checkpoint.elements(of: name) == whole)
    }
  }

  @Test func readsOutsideATensorAreErrors() throws {
    let checkpoint = try SafetensorsCheckpoint(folder: Fixture.path("checkpoints/llama"))
    var elements = [Float](repeating: 0, count: 65)
    for first in [0, 1, -1, 65, Int.max] {
      #expect(throws: CheckpointError.self) {
        var span = elements.mutableSpan
        try checkpoint.read("model.norm.weight", from: first, into: &span)
      }
    }
    let error = #expect(throws: CheckpointError.self) {
      try checkpoint.elements(of: "model.norm.weights")
    }
    #expect("\(try #require(error))".contains("did you mean 'model.norm.weight'?"))
  }
}

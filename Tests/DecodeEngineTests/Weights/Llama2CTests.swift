import DecodeEngine
import Testing

@Suite struct Llama2CTests {
  /// What NumPy reads from the same file: rows of queries and keys put into half-split order, sums over all tensors,
  /// and elements (0, 0), (1, 0), (5, 3) and the last of the queries' matrix of layer 4.
  ///
  /// A greedy pass in NumPy over the first file's tensors began the story that llama2.c itself prints.
  struct Reference: CustomTestStringConvertible {
    let name: String
    let version: Int
    let groupSize: Int
    let sums: Sums
    let format: StoredFormat
    let queries: [Float]

    var testDescription: String { name }
  }

  static let references = [
    Reference(
      name: "stories260K.bin",
      version: 0,
      groupSize: 0,
      sums: Sums(
        tensors: 47,
        elements: 260_032,
        sum: -14.691442941950697,
        size: 31164.12566447403,
        weighted: -14256.913311922064
      ),
      format: .fp32,
      queries: [
        -0.005776987876743078, 0.012187839485704899, 0.08882267028093338, -0.18901382386684418,
      ]
    ),
    Reference(
      name: "stories260K-q8.bin",
      version: 2,
      groupSize: 8,
      sums: Sums(
        tensors: 47,
        elements: 260_032,
        sum: -13.476724118285347,
        size: 31166.903730879247,
        weighted: -14210.918184943614
      ),
      format: .int8Groups,
      queries: [
        -0.005745499394834042, 0.01206648163497448, 0.08882267028093338, -0.18901382386684418,
      ]
    ),
    Reference(
      name: "babyllama-tok105.bin",
      version: 0,
      groupSize: 0,
      sums: Sums(
        tensors: 47,
        elements: 936_448,
        sum: 1509.682620702891,
        size: 19507.256006525415,
        weighted: 60938.2003497432
      ),
      format: .fp32,
      queries: [
        -0.019951380789279938, -0.04488857463002205, -0.0023500905372202396, -0.024100812152028084,
      ]
    ),
  ]

  @Test(arguments: references)
  func readsWhatNumPyReads(reference: Reference) throws {
    let checkpoint = try Llama2CCheckpoint(file: Fixture.path("models/\(reference.name)"))
    #expect(checkpoint.version == reference.version)
    #expect(checkpoint.groupSize == reference.groupSize)
    var sums = Sums()
    for name in checkpoint.names { sums.add(try checkpoint.elements(of: name)) }
    #expect(sums.agrees(with: reference.sums), "\(sums)")
    let name = "model.layers.4.self_attn.q_proj.weight"
    let width = checkpoint.architecture.hiddenSize
    #expect(checkpoint.shape(of: name) == [width, width])
    #expect(checkpoint.format(of: name) == reference.format)
    #expect(checkpoint.format(of: "model.norm.weight") == .fp32)
    let queries = try checkpoint.elements(of: name)
    let picked = [0, width, 5 * width + 3, width * width - 1].map { queries[$0] }
    #expect(picked == reference.queries)
  }

  @Test func headerSaysWhatTheModelIs() throws {
    let checkpoint = try Llama2CCheckpoint(file: Fixture.path("models/stories260K.bin"))
    let expected = StoredArchitecture(
      family: "llama",
      hiddenSize: 64,
      layers: 5,
      heads: 8,
      keyValueHeads: 4,
      headDimension: 8,
      valueDimension: 8,
      feedForwardSize: 172,
      vocabularySize: 512,
      contextLength: 512,
      tiesEmbeddings: true,
      normEpsilon: 1e-5,
      ropeTheta: 10_000,
      rotaryDimension: 8
    )
    #expect(checkpoint.architecture == expected)
    #expect(!checkpoint.names.contains("lm_head.weight"))
  }

  /// The groups of 8 differ from the weights they were made of by at most half a step.
  @Test func quantisedFileIsNearTheOneItWasMadeOf() throws {
    let exact = try Llama2CCheckpoint(file: Fixture.path("models/stories260K.bin"))
    let rounded = try Llama2CCheckpoint(file: Fixture.path("models/stories260K-q8.bin"))
    #expect(exact.names == rounded.names)
    #expect(exact.architecture == rounded.architecture)
    for name in exact.names {
      let (weights, near) = (try exact.elements(of: name), try rounded.elements(of: name))
      let largest = weights.map(abs).max() ?? 0
      let error = zip(weights, near).map { abs($0 - $1) }.max() ?? .infinity
      #expect(error <= 0.51 * largest / 127, "\(name)")
    }
  }

  /// Version 1, and a head of its own in versions 0 and 1, from the parts of a file of version 0.
  @Test(arguments: [(0, false), (1, false), (1, true)])
  func readsTheOtherLayouts(version: Int, isTied: Bool) throws {
    let source = try Fixture.bytes("models/stories260K.bin")
    let original = try Llama2CCheckpoint(file: Fixture.path("models/stories260K.bin"))
    let head = Array(source[28..<28 + 4 * 512 * 64].reversed())
    // Every byte reversed might make a NaN, so the head is the embedding with its elements reversed.
    let elements = stride(from: 0, to: head.count, by: 4).flatMap { head[$0..<$0 + 4].reversed() }
    var bytes: [UInt8]
    if version == 0 {
      bytes = source + elements
      bytes.replaceSubrange(20..<24, with: littleEndian(Int32(-512)))
    } else {
      bytes = littleEndian(UInt32(0x616B_3432)) + littleEndian(Int32(1)) + source[0..<28]
      bytes += [isTied ? 1 : 0] + [UInt8](repeating: 0, count: 256 - 37)
      var position = 28
      func take(_ count: Int) -> [UInt8] {
        defer { position += 4 * count }
        return Array(source[position..<position + 4 * count])
      }
      let embedding = take(512 * 64)
      let attentionNorms = take(5 * 64)
      let attention = take(5 * (64 * 64 + 32 * 64 + 32 * 64 + 64 * 64))
      let networkNorms = take(5 * 64)
      let network = take(5 * 3 * 172 * 64)
      bytes += attentionNorms + networkNorms + take(64) + embedding + attention + network
      bytes += isTied ? [] : elements
    }
    let folder = try ScratchFolder()
    let checkpoint = try Llama2CCheckpoint(file: try folder.write(bytes, to: "model.bin"))
    for name in original.names {
      #expect(try checkpoint.elements(of: name) == original.elements(of: name), "\(name)")
    }
    #expect(checkpoint.architecture.tiesEmbeddings == isTied)
    if !isTied {
      let embedding = try original.elements(of: "model.embed_tokens.weight")
      #expect(try checkpoint.elements(of: "lm_head.weight") == embedding.reversed())
    }
  }
}

/// The first bytes of a llama2.c file: the model's sizes and the layout of what follows.
///
///     version 0     7 × int32: dim, hidden_dim, n_layers, n_heads, n_kv_heads, vocab_size, seq_len
///                   (a negative vocab_size: the output head is stored by itself)
///     version 1, 2  "ak42" as an int32, int32 version, the same 7, a byte (the head is the embedding),
///                   version 2: int32 group size; zeros up to byte 256
///
/// > Source: github.com/karpathy/llama2.c, `export.py`.
struct Llama2CHeader: Sendable {
  let version: Int
  let architecture: StoredArchitecture
  /// Elements that share a scale, in version 2.
  let groupSize: Int
  /// The byte after the header.
  let end: Int

  private static let magic: UInt32 = 0x616B_3432
  /// Sizes beyond which no file of this format was made; they keep a damaged header from costing memory.
  private static let mostLayers = 1_024

  /// Reads and checks the header.
  ///
  /// - Throws: `CheckpointError` if the file is too short, its version is unknown or a size is impossible.
  init(_ file: MappedFile) throws(CheckpointError) {
    let hasMagic = file.byteCount >= 4 && file.integer(UInt32.self, at: 0) == Self.magic
    let length = hasMagic ? 256 : 28
    guard file.byteCount >= length else {
      throw CheckpointError(
        .truncated(what: "the header of a llama2.c file", needs: length, has: file.byteCount),
        file: file.path,
        at: .byte(0)
      )
    }
    version = hasMagic ? Int(file.integer(Int32.self, at: 4)) : 0
    guard !hasMagic || [1, 2].contains(version) else {
      throw CheckpointError(
        .unknownVersion(version, known: [0, 1, 2]),
        file: file.path,
        at: .byte(4)
      )
    }
    end = length
    let start = hasMagic ? 8 : 0
    let fields = (0..<7).map { Int(file.integer(Int32.self, at: start + 4 * $0)) }

    func require(_ holds: Bool, _ field: Int, _ expected: String) throws(CheckpointError) {
      guard !holds else { return }
      throw CheckpointError(
        .wrongValue(key: Self.keys[field], found: "\(fields[field])", expected: expected),
        file: file.path,
        at: .byte(start + 4 * field)
      )
    }
    for field in [0, 1, 2, 3, 4, 6] { try require(fields[field] > 0, field, "at least 1") }
    try require(fields[2] <= Self.mostLayers, 2, "at most \(Self.mostLayers)")
    try require(fields[5] != 0 && (fields[5] > 0 || version == 0), 5, "at least 1")
    try require(fields[0] % (2 * fields[3]) == 0, 3, "a divisor of half of dim, \(fields[0])")
    try require(fields[3] % fields[4] == 0, 4, "a divisor of n_heads, \(fields[3])")

    let flag = version == 0 ? (fields[5] > 0 ? 1 : 0) : file.integer(UInt8.self, at: 36)
    guard flag <= 1 else {
      throw CheckpointError(
        .wrongValue(key: "shared_classifier", found: "\(flag)", expected: "0 or 1"),
        file: file.path,
        at: .byte(36)
      )
    }
    groupSize = version == 2 ? Int(file.integer(Int32.self, at: 37)) : 0
    guard version != 2 || groupSize > 0 else {
      throw CheckpointError(
        .wrongValue(key: "group_size", found: "\(groupSize)", expected: "at least 1"),
        file: file.path,
        at: .byte(37)
      )
    }
    architecture = StoredArchitecture(
      family: "llama",
      hiddenSize: fields[0],
      layers: fields[2],
      heads: fields[3],
      keyValueHeads: fields[4],
      headDimension: fields[0] / fields[3],
      valueDimension: fields[0] / fields[3],
      feedForwardSize: fields[1],
      vocabularySize: abs(fields[5]),
      contextLength: fields[6],
      tiesEmbeddings: flag == 1,
      // The format has no room for these two; llama2.c computes with them.
      normEpsilon: 1e-5,
      ropeTheta: 10_000,
      rotaryDimension: fields[0] / fields[3]
    )
  }

  private static let keys = [
    "dim", "hidden_dim", "n_layers", "n_heads", "n_kv_heads", "vocab_size", "seq_len",
  ]
}

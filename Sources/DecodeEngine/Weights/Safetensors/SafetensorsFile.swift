import ServingMath

/// One safetensors file: a length, a JSON header that says where each tensor lies, then the tensors.
///
///     8 bytes   length n of the header, little-endian
///     n bytes   {"name": {"dtype": "F32", "shape": [2, 3], "data_offsets": [0, 24]}, …}
///     the rest  the elements, little-endian, row-major, without gaps
///
/// Opening it checks all that the header says, so that reading can trust it.
///
/// > Source: the format's own description, github.com/huggingface/safetensors.
struct SafetensorsFile: Sendable {
  /// The tensors.
  let table: TensorTable
  /// The free text entries under `__metadata__`, sorted by key.
  let metadata: [(key: String, value: String)]
  private let file: MappedFile

  /// Opens a file and checks its header.
  ///
  /// - Throws: `CheckpointError` if the file cannot be opened, the header is damaged, or its tensors do not
  ///   exactly fill the rest of the file.
  init(path: String) throws(CheckpointError) {
    let file = try MappedFile(path: path)
    guard file.byteCount >= 8 else {
      throw CheckpointError(
        .truncated(what: "the header's length", needs: 8, has: file.byteCount),
        file: path,
        at: .byte(0)
      )
    }
    let length = file.integer(UInt64.self, at: 0)
    let left = file.byteCount - 8
    guard length <= UInt64(left) else {
      throw CheckpointError(
        .tooLarge(what: "the header's length", value: length, limit: UInt64(left)),
        file: path,
        at: .byte(0)
      )
    }
    let text = try JSONText(file, 8..<8 + Int(length))
    let data = 8 + Int(length)..<file.byteCount
    var metadata: [(key: String, value: String)] = []
    var tensors: [StoredTensor] = []
    let members = try text.members(text.root, of: "header")
    tensors.reserveCapacity(members.count)
    for member in members {
      if member.key == "__metadata__" {
        for entry in try text.members(member.value, of: member.key) {
          guard let value = entry.value.string else {
            throw text.wrong(entry.key, entry.value, expected: "a text")
          }
          metadata.append((entry.key, value))
        }
      } else {
        tensors.append(try Self.tensor(member, text, data))
      }
    }
    self.file = file
    self.metadata = metadata.sorted { $0.key < $1.key }
    table = try TensorTable(tensors, of: file, data: data, alignment: 1, endsWithData: true)
  }

  /// Reads a tensor of whole numbers (I32 or I64), as recorded token sequences are.
  ///
  /// - Throws: `CheckpointError` for an unknown name, another format or a file that has shrunk.
  func integers(of name: String) throws(CheckpointError) -> [Int] {
    guard let tensor = table[name] else {
      throw CheckpointError(.unknownTensor(name, near: table.names), file: file.path)
    }
    try file.checkUnchanged()
    let start = tensor.bytes.lowerBound
    switch tensor.encoding {
    case .other("I32"):
      return (0..<tensor.count).map { Int(file.integer(Int32.self, at: start + 4 * $0)) }
    case .other("I64"):
      return (0..<tensor.count).map { Int(file.integer(Int64.self, at: start + 8 * $0)) }
    default:
      throw CheckpointError(
        .unreadableFormat(
          tensor: name,
          format: "\(tensor.format)",
          readable: ["I32", "I64 (as whole numbers)"]
        ),
        file: file.path
      )
    }
  }

  // MARK: The header

  private static func tensor(
    _ member: JSONValue.Member,
    _ text: JSONText,
    _ data: Range<Int>
  ) throws(CheckpointError) -> StoredTensor {
    let (name, entry) = (member.key, member.value)
    _ = try text.members(entry, of: name)
    let dtype = try text.value("dtype", in: entry, of: name)
    guard let type = dtype.string, let (encoding, bits) = Self.types[type] else {
      throw text.wrong(
        "dtype",
        dtype,
        expected: "one of " + Self.types.keys.sorted().joined(separator: ", ")
      )
    }
    let shape = try text.counts("shape", in: entry, of: name)
    let offsetsValue = try text.value("data_offsets", in: entry, of: name)
    let offsets = try text.counts("data_offsets", in: entry, of: name)
    guard offsets.count == 2, offsets[0] <= offsets[1] else {
      throw text.wrong("data_offsets", offsetsValue, expected: "two ascending offsets")
    }
    guard offsets[1] <= data.count else {
      throw text.error(
        .outside(
          tensor: name,
          from: UInt64(offsets[0]),
          to: UInt64(offsets[1]),
          dataBytes: data.count
        ),
        at: offsetsValue.offset
      )
    }
    guard let count = elementCount(of: shape), let needs = Self.bytes(count, bits) else {
      throw text.error(.shapeTooLarge(tensor: name, shape: shape), at: entry.offset)
    }
    let has = offsets[1] - offsets[0]
    guard needs == has else {
      throw text.error(
        .wrongLength(tensor: name, shape: shape, format: type, needs: needs, has: has),
        at: offsetsValue.offset
      )
    }
    let range = data.lowerBound + offsets[0]..<data.lowerBound + offsets[1]
    return StoredTensor(name: name, shape: shape, encoding: encoding, bytes: range)
  }

  private static func bytes(_ count: Int, _ bits: Int) -> Int? {
    let (product, overflows) = count.multipliedReportingOverflow(by: bits)
    return overflows || product % 8 != 0 ? nil : product / 8
  }

  /// All types that the format knows, with the bits of an element; three have a reader.
  private static let types: [String: (StoredTensor.Encoding, bits: Int)] = {
    var types: [String: (StoredTensor.Encoding, bits: Int)] = [
      "F32": (.fp32, 32), "BF16": (.bf16, 16), "F16": (.fp16, 16),
    ]
    let others = [
      "BOOL": 8, "U8": 8, "I8": 8, "U16": 16, "I16": 16, "U32": 32, "I32": 32, "U64": 64,
      "I64": 64, "F64": 64, "C64": 64, "F8_E4M3": 8, "F8_E5M2": 8, "F8_E8M0": 8, "F4": 4,
      "F6_E2M3": 6, "F6_E3M2": 6,
    ]
    for (name, bits) in others { types[name] = (.other(name), bits) }
    return types
  }()
}

import DecodeEngine
import Testing

/// Damaged and malicious files: each gives one error that says what is wrong.
@Suite struct HostileSafetensorsTests {
  struct Case: CustomTestStringConvertible {
    let header: String
    var data = 8
    let message: String

    init(_ header: String, data: Int = 8, _ message: String) {
      self.header = header
      self.data = data
      self.message = message
    }

    var testDescription: String { message }
  }

  static let cases = [
    Case("", "not JSON: the file ends where a value should stand"),
    Case(#"{"\u+123":1}"#, "not JSON: found '+' where four hexadecimal digits should stand"),
    Case(#"{"\u-000":1}"#, "not JSON: found '-' where four hexadecimal digits should stand"),
    Case(#"{"\u12":1}"#, "not JSON: found '1' where four hexadecimal digits should stand"),
    Case("[]", "'header' is a list of 0; it should be an object"),
    Case("{\"a\":1}", "'a' is 1; it should be an object"),
    Case("{\"a\":{}}", "'dtype of a' is missing"),
    Case(entry(dtype: "\"F23\""), "'dtype' is the text \"F23\"; it should be one of BF16, BOOL,"),
    Case(entry(dtype: "32"), "'dtype' is 32; it should be one of"),
    Case(entry(shape: "2"), "'shape' is 2; it should be a list of whole numbers from 0"),
    Case(entry(shape: "[-2]"), "'shape' is -2; it should be a list of whole numbers from 0"),
    Case(entry(shape: "[2.5]"), "'shape' is 2.5; it should be a list of whole numbers from 0"),
    Case(entry(shape: "[1e30]"), "'shape' is 1e30; it should be"),
    Case(
      entry(shape: "[4294967296, 4294967296]"),
      "of shape [4294967296, 4294967296] has more bytes than 64 bits can count"
    ),
    Case(
      entry(shape: "[2305843009213693952]"),
      "of shape [2305843009213693952] has more bytes than 64 bits can count"
    ),
    Case(entry(shape: "[3]"), "of shape [3] in F32 needs 12 bytes and has 8"),
    Case(entry(shape: "[]"), "of shape [] in F32 needs 4 bytes and has 8"),
    Case(
      entry(offsets: "[0]"),
      "'data_offsets' is a list of 1; it should be two ascending offsets"
    ),
    Case(entry(offsets: "[8, 0]"), "'data_offsets' is a list of 2; it should be two ascending"),
    Case(entry(offsets: "[-8, 0]"), "'data_offsets' is -8; it should be a list of whole numbers"),
    Case(
      entry(offsets: "[0, 9223372036854775807]"),
      "lies from 0 to 9223372036854775807, the data has 8 bytes"
    ),
    Case(entry(), data: 7, "lies from 0 to 8, the data has 7 bytes; if the file is cut short"),
    Case(entry(), data: 12, "bytes 8 to 12 of the data belong to no tensor"),
    Case("{}", data: 1, "bytes 0 to 1 of the data belong to no tensor"),
    Case(entry(offsets: "[4, 12]"), data: 12, "bytes 0 to 4 of the data belong to no tensor"),
    Case(
      "{\"a\":\(body("[0, 8]")),\"b\":\(body("[4, 12]"))}",
      data: 12,
      "tensors 'a' and 'b' share bytes"
    ),
    Case("{\"a\":\(body("[0, 8]")),\"b\":\(body("[0, 8]"))}", "tensors 'a' and 'b' share bytes"),
    Case("{\"a\":\(body("[0, 8]")),\"a\":\(body("[0, 8]"))}", "'a' stands there twice"),
    Case("{\"__metadata__\":{\"a\":1},\"a\":\(body("[0, 8]"))}", "'a' is 1; it should be a text"),
    Case("{\"__metadata__\":[]}", data: 0, "'__metadata__' is a list of 0; it should be an object"),
    Case(String(repeating: "[", count: 5_000), "not JSON: nested deeper than 256"),
    Case("[" + String(repeating: "0,", count: 9_000) + "0]", "the number of commas in the JSON"),
  ]

  @Test(arguments: cases)
  func damagedHeadersAreErrors(damage: Case) throws {
    let folder = try ScratchFolder()
    let bytes = safetensors(damage.header, [UInt8](repeating: 0, count: damage.data))
    try folder.write(bytes, to: "model.safetensors")
    let text = try Self.message(folder)
    #expect(text.contains(damage.message), "\(text)")
    #expect(text.hasPrefix(folder.path + "/model.safetensors: "))
  }

  @Test(arguments: [
    ([], "the header's length needs 8 bytes and the file has 0 left"),
    ([1, 0, 0], "the header's length needs 8 bytes and the file has 3 left"),
    ([3, 0, 0, 0, 0, 0, 0, 0, 0x7B, 0x7D], "byte 0: the header's length is 3, at most 2 is"),
    ([UInt8](repeating: 255, count: 9), "is 18446744073709551615, at most 1 is possible here"),
    ([2, 0, 0, 0, 0, 0, 0, 0x80, 0x7B, 0x7D], "is 9223372036854775810, at most 2 is possible"),
    ([3, 0, 0, 0, 0, 0, 0, 0, 0x22, 0xFF, 0x22], "byte 8: not JSON: the text is not valid UTF-8"),
  ])
  func damagedLengthsAreErrors(bytes: [UInt8], message: String) throws {
    let folder = try ScratchFolder()
    try folder.write(bytes, to: "model.safetensors")
    let text = try Self.message(folder)
    #expect(text.contains(message), "\(text)")
  }

  @Test(arguments: [
    ("{}", "model.safetensors.index.json:1:1: 'weight_map of index' is missing"),
    ("{\"weight_map\":[]}", ":1:15: 'weight_map' is a list of 0; it should be an object"),
    ("{\"weight_map\":{\n \"a\":1}}", ":2:6: 'a' is 1; it should be the name of a file"),
    (
      "{\"weight_map\":{\"a\":\"two.safetensors\"}}",
      "'two.safetensors', which is not in the folder"
    ),
    ("{\"weight_map\":{\"a\":\"../x\"}}", "'../x'; a shard must be a plain file name in the same"),
    ("{\"weight_map\":{\"a\":\"/etc/passwd\"}}", "'/etc/passwd'; a shard must be a plain file"),
    ("{\"weight_map\":{\"a\":\"..\"}}", "'..'; a shard must be a plain file name"),
    ("{\"weight_map\":{\"a\":\"\"}}", "''; a shard must be a plain file name"),
    ("{\"weight_map\":{\"a\":\"one\\u0000x\"}}", "a shard must be a plain file name"),
    ("{\"weight_map\":{\"b\":\"one\"}}", "'b' is in 'one', and it is not; index and files belong"),
    ("{\"weight_map\":{\"a\":\"one\",\"a\":\"one\"}}", "'a' stands there twice"),
    ("{\"weight_map\":{\"a\":\"folder\"}}", "folder: is no regular file; give the path"),
    ("{\"weight_map\":", "not JSON: the file ends where a value should stand"),
    ("", "not JSON: the file ends where a value should stand"),
  ])
  func damagedIndicesAreErrors(index: String, message: String) throws {
    let folder = try ScratchFolder()
    try folder.write(safetensors(Self.entry(), [UInt8](repeating: 0, count: 8)), to: "one")
    try folder.makeFolder("folder")
    try folder.write(Array(index.utf8), to: "model.safetensors.index.json")
    let text = try Self.message(folder)
    #expect(text.contains(message), "\(text)")
  }

  @Test func foldersWithoutWeightsAreErrors() throws {
    let folder = try ScratchFolder()
    #expect(
      try Self.message(folder).contains("holds none of model.safetensors, model.safetensors.i")
    )
    try folder.makeFolder("model.safetensors")
    #expect(try Self.message(folder).contains("is no regular file"))
    let error = #expect(throws: CheckpointError.self) {
      try SafetensorsCheckpoint(file: folder.path + "/nothing")
    }
    let text = "\(try #require(error))"
    #expect(text.contains("cannot be opened: No such file or directory"), "\(text)")
  }

  /// Opening a pipe must not wait for a writer.
  @Test(.timeLimit(.minutes(1)))
  func pipesAreErrors() throws {
    let folder = try ScratchFolder()
    try folder.makePipe("model.safetensors")
    #expect(try Self.message(folder).contains("is no regular file"))
  }

  @Test func filesCutAfterOpeningAreErrors() throws {
    let folder = try ScratchFolder()
    let path = try folder.write(
      safetensors(
        Self.entry(shape: "[4096]", offsets: "[0, 16384]"),
        .init(repeating: 0, count: 16_384)
      ),
      to: "model.safetensors"
    )
    let checkpoint = try SafetensorsCheckpoint(folder: folder.path)
    #expect(try checkpoint.elements(of: "a").count == 4_096)
    try folder.cut("model.safetensors", to: 100)
    let error = #expect(throws: CheckpointError.self) { try checkpoint.elements(of: "a") }
    guard case .shrunk(_, 100)? = error?.problem else {
      Issue.record("\(path): \(String(describing: error))")
      return
    }
  }

  @Test func typesWithoutAReaderAreNamedWhenRead() throws {
    let folder = try ScratchFolder()
    try folder.write(
      safetensors(Self.entry(dtype: "\"F64\"", shape: "[1]"), [UInt8](repeating: 0, count: 8)),
      to: "model.safetensors"
    )
    let checkpoint = try SafetensorsCheckpoint(folder: folder.path)
    #expect(checkpoint.format(of: "a") == .other("F64"))
    let error = #expect(throws: CheckpointError.self) { try checkpoint.elements(of: "a") }
    let text = "\(try #require(error))"
    #expect(
      text.contains("tensor 'a' is stored as F64, which has no reader; convert it"),
      "\(text)"
    )
    #expect(throws: CheckpointError.self) { try checkpoint.integers(of: "a") }
  }

  @Test func emptyTensorsMayLieAnywhereInTheData() throws {
    let folder = try ScratchFolder()
    let empty = #"{"dtype":"F32","shape":[0, 5],"data_offsets":[4, 4]}"#
    try folder.write(
      safetensors("{\"a\":\(Self.body("[0, 8]")),\"b\":\(empty)}", [UInt8](repeating: 0, count: 8)),
      to: "model.safetensors"
    )
    let checkpoint = try SafetensorsCheckpoint(folder: folder.path)
    #expect(checkpoint.shape(of: "b") == [0, 5])
    #expect(try checkpoint.elements(of: "b") == [])
    checkpoint.release("b")
  }

  // MARK: Headers

  static func body(_ offsets: String) -> String {
    "{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":\(offsets)}"
  }

  static func entry(
    dtype: String = "\"F32\"",
    shape: String = "[2]",
    offsets: String = "[0, 8]"
  ) -> String {
    "{\"a\":{\"dtype\":\(dtype),\"shape\":\(shape),\"data_offsets\":\(offsets)}}"
  }

  private static func message(_ folder: ScratchFolder) throws -> String {
    let error = #expect(throws: CheckpointError.self) {
      try SafetensorsCheckpoint(folder: folder.path)
    }
    return "\(try #require(error))"
  }
}

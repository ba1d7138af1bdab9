import Foundation
import Literate
import TestSupport
import Testing

/// `chalktalk decode` on the tiny checkpoints.
@Suite struct DecodeTests {
  private struct Answer {
    let status: Int32
    let output: String
    let errors: String
  }

  private func decode(_ arguments: [String]) throws -> Answer {
    let result = try ChildProcess.run(
      [TemporaryBook.products + "/chalktalk", "decode"] + arguments
    )
    return Answer(
      status: result.status,
      output: String(decoding: result.standardOutput, as: UTF8.self),
      errors: String(decoding: result.standardError, as: UTF8.self)
    )
  }

  private struct Logits: Decodable {
    let shape: [Int]
    let logits: [[Float]]
  }

  private func logits(_ file: String) throws -> Logits {
    try JSONDecoder().decode(Logits.self, from: Data(contentsOf: URL(fileURLWithPath: file)))
  }

  private struct Report: Decodable {
    struct Term: Decodable {
      let name: String
      let value: Double?
      let unit: String
    }

    struct Counter: Decodable {
      let name: String
      let counted: Int
      let least: Double?
      let most: Double?
      let verdict: String
    }

    let tokens: [[Int32]]
    let texts: [String]?
    let terms: [Term]
    let counters: [Counter]
    let countersHold: Bool
  }

  private func report(_ arguments: [String]) throws -> Report {
    let result = try decode(arguments + ["--json", "--no-ceilings"])
    #expect(result.status == 0, "\(result.errors)")
    return try JSONDecoder().decode(Report.self, from: Data(result.output.utf8))
  }

  /// A prompt as the command line takes it.
  private func tokens(of reference: ReferenceFile) throws -> String {
    try reference.tokens("tokens").map { "\($0)" }.joined(separator: " ")
  }

  // MARK: - Logits

  @Test(arguments: ReferenceFile.names)
  func logitsAgreeWithTheReferenceAtOnceAndStepByStep(name: String) async throws {
    let reference = try ReferenceFile(name)
    let arguments = ["--model", reference.folder, "--tokens", try tokens(of: reference)]
    try await withTemporaryFolder { folder in
      var written: [[[Float]]] = []
      for (key, step) in [("prefill_logits", []), ("step_logits", ["--step"])] {
        let file = folder + "/logits.json"
        let result = try decode(arguments + ["--logits", file] + step)
        #expect(result.status == 0, "\(result.errors)")
        #expect(result.output.isEmpty)
        let (found, expected) = (try logits(file), try reference.rows(key))
        #expect(found.shape == [expected.count, expected[0].count])
        let size = expected.joined().reduce(0) { max($0, abs($1)) }
        let differences = zip(found.logits.joined(), expected.joined()).map { abs($0 - $1) }
        #expect(differences.count == expected.count * expected[0].count)
        #expect((differences.max() ?? .infinity) <= 1e-4 * size)
        written.append(found.logits)
      }
      #expect(written[0] == written[1], "how a prompt is cut changes nothing")
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["logits.json"])
    }
  }

  @Test func aFailureLeavesNoFileAndAnOldOneAsItWas() async throws {
    try await withTemporaryFolder { folder in
      let (model, file) = (folder + "/model", folder + "/logits.json")
      let source = ReferenceFile.checkpoints + "/llama"
      try FileManager.default.copyItem(atPath: source, toPath: model)
      let weights = URL(fileURLWithPath: model + "/model.safetensors")
      var bytes = try Data(contentsOf: weights)
      // The last weight becomes NaN; weights are single precision.
      bytes.replaceSubrange(bytes.count - 4..<bytes.count, with: [0, 0, 0xC0, 0x7F])
      try bytes.write(to: weights)
      for old in [nil, "old"] {
        try old?.write(toFile: file, atomically: true, encoding: .utf8)
        let result = try decode(["--model", model, "--tokens", "1 2", "--logits", file])
        #expect(result.status == 1)
        #expect(result.errors.contains("model.safetensors"), "\(result.errors)")
        let left = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
        #expect(left == (old == nil ? [] : ["logits.json"]) + ["model"])
        if let old {
          #expect(try String(contentsOfFile: file, encoding: .utf8) == old)
        }
      }
    }
  }

  // MARK: - Counters

  @Test(arguments: ReferenceFile.names)
  func countersEqualTheFormulas(name: String) throws {
    let reference = try ReferenceFile(name)
    for options in [
      [], ["--batch", "3", "--chunk", "7", "--dtype", "int8", "--cache", "int8"],
      ["--batch", "2", "--dtype", "int4", "--cache", "bf16", "--contiguous"],
      ["--batch", "3", "--prefix-cache", "--dtype", "bf16"],
    ] {
      let report = try report(
        ["--model", reference.folder, "--tokens", tokens(of: reference), "--max-tokens", "12"]
          + options
      )
      #expect(report.countersHold)
      for counter in report.counters {
        let isChosen = counter.name == "experts read"
        #expect(counter.verdict == (isChosen ? "within" : "equal"), "\(counter)")
        #expect(counter.counted > 0 || isChosen)
      }
      #expect(report.tokens.allSatisfy { $0 == report.tokens[0] }, "copies of one prompt")
    }
  }

  // MARK: - Stories

  private struct Story: Decodable {
    let prompt: String
    let text: String
  }

  /// The trained model tells what llama2.c's own program tells, whatever the kernels and however it is run.
  @Test(arguments: [
    ["--kernels", "reference", "--threads", "1"], ["--threads", "2"], ["--draft", "ngram"],
    ["--batch", "3", "--prefix-cache", "--chunk", "3"], ["--contiguous", "--kernels", "swift"],
  ])
  func tellsTheRecordedStories(options: [String]) throws {
    let models = ReferenceFile.fixtures + "/models"
    let recorded = URL(fileURLWithPath: models + "/stories260K.greedy.json")
    for story in try JSONDecoder().decode([Story].self, from: Data(contentsOf: recorded)) {
      let result = try decode(
        ["--model", models + "/stories260K.bin", "--prompt", story.prompt, "--context", "257"]
          + ["--quiet", "--no-ceilings"] + options
      )
      #expect(result.status == 0, "\(result.errors)")
      #expect(result.output == story.text)
    }
  }

  @Test func printsSpeedsSharesMemoryAndCountersBehindTheText() throws {
    let model = ReferenceFile.fixtures + "/models/stories260K.bin"
    let result = try decode(
      ["--model", model, "--max-tokens", "20", "--dtype", "int8", "--kernels", "vector"]
    )
    #expect(result.status == 0)
    #expect(result.output.hasPrefix("Once upon a time, there was a little girl named"))
    for line in [
      "time to first token", "time per step", "of the bandwidth", "of the peak", "weights",
      "rounding of weights", "(c fp32",
    ] {
      #expect(result.output.contains("\n\(line)") || result.output.contains(line), "\(line)")
    }
    #expect(result.output.components(separatedBy: "  equal\n").count == 6)
  }

  @Test func aSeedDrawsTheSameTextAndAnotherOneAnother() throws {
    let model = ReferenceFile.fixtures + "/models/stories260K.bin"
    let arguments = [
      "--model", model, "--max-tokens", "40", "--temperature", "1", "--top-p", "0.95", "--quiet",
    ]
    let texts = try ["7", "7", "8"].map { try decode(arguments + ["--seed", $0]).output }
    #expect(texts[0] == texts[1] && texts[0] != texts[2])
    #expect(texts[0].count > 40)
  }

  // MARK: - Exit codes

  private static let llama = ReferenceFile.checkpoints + "/llama"

  @Test(arguments: [
    [], ["--model", llama, "--prompt", "a", "--tokens", "1"],
    ["--model", llama, "--tokens", "1 x"], ["--model", llama, "--tokens", "+3"],
    ["--model", llama, "--tokens", ""], ["--model", llama, "--tokens", "256"],
    ["--model", llama, "--tokens", "-1"], ["--model", llama, "--tokens", "1", "--dtype", "fp64"],
    ["--model", llama, "--tokens", "1", "--cache", "int4"],
    ["--model", llama, "--tokens", "1", "--kernels", "magic"],
    ["--model", llama, "--tokens", "1", "--threads", "0"],
    ["--model", llama, "--tokens", "1", "--batch", "0"],
    ["--model", llama, "--tokens", "1", "--temperature", "-1"],
    ["--model", llama, "--tokens", "1", "--top-p", "0"],
    ["--model", llama, "--tokens", "1", "--step"], ["--model", llama, "--logits", "a.json"],
    ["--model", llama, "--tokens", "1", "--logits", "/no/such/folder/a.json"],
    ["--model", "no/such/model", "--tokens", "1"], ["--model", "synthetic:none"],
    ["--model", llama + "/config.json", "--tokens", "1"], ["--model", llama, "--prompt", "a"],
    ["--model", llama, "--tokens", "1", "--tokenizer", "no/such/file"],
    ["--model", llama, "--tokens", "1", "--prefix-cache", "--contiguous"],
    ["--model", llama, "--tokens", "1", "--draft", "no/such/model"],
  ])
  func wrongUsageLeavesWithSixtyFour(arguments: [String]) throws {
    let result = try decode(arguments)
    #expect(result.status == 64, "\(result.errors)")
    #expect(result.output.isEmpty)
  }

  @Test func whatCannotBeLeavesWithOneAndSaysWhy() throws {
    for (arguments, message) in [
      (
        ["--model", Self.llama, "--tokens", "1 2 3 4", "--context", "3"],
        "4 tokens and the context is 3"
      ),
      (["--model", Self.llama, "--tokens", "1", "--context", "1000000"], "beyond the model's"),
      (["--model", "synthetic:deepseek-v3"], "671,026,419,200 weights"),
      (["--model", ReferenceFile.fixtures, "--tokens", "1"], "config.json"),
      (
        ["--model", Self.llama, "--tokens", "1", "--draft"]
          + [ReferenceFile.fixtures + "/models/stories260K.bin"],
        "must share a vocabulary"
      ),
      (
        ["--model", Self.llama, "--prompt", "a", "--tokenizer"]
          + [ReferenceFile.fixtures + "/models/tok512.bin"],
        "another model's tokenizer"
      ),
    ] {
      let result = try decode(arguments)
      #expect(result.status == 1, "\(arguments)")
      #expect(result.output.isEmpty)
      #expect(result.errors.contains(message), "\(arguments): \(result.errors)")
    }
  }

  @Test(arguments: ["model.safetensors", "config.json"])
  func aDamagedModelLeavesWithOne(file: String) async throws {
    try await withTemporaryFolder { folder in
      let model = folder + "/model"
      try FileManager.default.copyItem(atPath: Self.llama, toPath: model)
      let path = model + "/" + file
      let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
      for length in [0, 5, bytes.count / 2, bytes.count - 3] {
        try bytes.prefix(length).write(to: URL(fileURLWithPath: path))
        let result = try decode(["--model", model, "--tokens", "1 2"])
        #expect(result.status == 1, "\(file) of \(length) bytes: \(result.errors)")
        #expect(result.output.isEmpty)
        #expect(result.errors.contains(path), "\(result.errors)")
      }
    }
  }
}

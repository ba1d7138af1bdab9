import Foundation
import Literate
import TestSupport
import Testing

@Suite struct ShardedDecodeTests {
  private func decode(_ arguments: [String]) throws -> ChildProcess.Result {
    try ChildProcess.run([TemporaryBook.products + "/chalktalk", "decode"] + arguments)
  }

  private static func model(_ name: String) -> [String] {
    ["--model", ReferenceFile.checkpoints + "/" + name, "--tokens", "1 5 9"]
  }

  private struct Sheet: Decodable {
    struct Term: Decodable {
      let name: String
      let plan: Double?
      let counter: Double?
    }

    struct Wire: Decodable {
      let planned: Int
      let sent: Int
    }

    struct Device: Decodable {
      let rank: Int
    }

    let tokens: [[Int32]]
    let terms: [Term]
    let devices: [Device]
    let wire: [Wire]
    let countersEqualPlan: Bool?
  }

  private struct Plain: Decodable { let tokens: [[Int32]] }

  private struct Logits: Decodable {
    let shape: [Int]
    let logits: [[Double]]
  }

  @Test(arguments: [
    ("llama", "pp2,tp2", []), ("llama", "pp1/2,cp2", ["--cache", "int8"]),
    ("qwen3-moe", "dp4,ep4", ["--batch", "6"]), ("deepseek-v3", "pp3,ep4", ["--batch", "8"]),
    ("llama-bf16", "dp2,tp4", ["--batch", "3"]), ("gemma3", "tp2,cp2", ["--dtype", "int4"]),
    ("gemma3-softcap", "pp2", []),
  ])
  func devicesDoWhatIsPlanned(name: String, layout: String, more: [String]) throws {
    let arguments = Self.model(name) + ["--max-tokens", "6", "--json", "--no-ceilings"] + more
    let result = try decode(arguments + ["--layout", layout])
    #expect(result.status == 0, "\(String(decoding: result.standardError, as: UTF8.self))")
    let sheet = try JSONDecoder().decode(Sheet.self, from: Data(result.standardOutput))
    #expect(sheet.countersEqualPlan == true && !sheet.devices.isEmpty && !sheet.wire.isEmpty)
    #expect(sheet.wire.allSatisfy { $0.planned == $0.sent && $0.sent > 0 })
    let counted = sheet.terms.filter { $0.counter != nil }
    #expect(counted.count >= 6 && counted.allSatisfy { $0.counter == $0.plan })
    if more.contains("int4") { return }
    let alone = try decode(arguments)
    #expect(
      try JSONDecoder().decode(Plain.self, from: Data(alone.standardOutput)).tokens == sheet.tokens
    )
  }

  @Test func logitsAreThoseOfOneDevice() async throws {
    try await withTemporaryFolder { folder in
      let files = ["whole", "sharded", "step"].map { folder + "/\($0).json" }
      for (file, more) in zip(
        files,
        [[], ["--layout", "pp2,tp2"], ["--layout", "cp2", "--step"]]
      ) {
        let result = try decode(Self.model("llama") + ["--logits", file] + more)
        #expect(result.status == 0, "\(String(decoding: result.standardError, as: UTF8.self))")
      }
      let all = try files.map {
        try JSONDecoder().decode(Logits.self, from: Data(contentsOf: URL(fileURLWithPath: $0)))
      }
      let largest = all[0].logits.joined().map(abs).max() ?? 0
      for other in all.dropFirst() {
        #expect(other.shape == all[0].shape)
        for (x, y) in zip(all[0].logits.joined(), other.logits.joined()) {
          #expect(abs(x - y) <= 1e-4 * largest)
        }
      }
    }
  }

  @Test(arguments: [
    ("tp3", "tp2 would do"), ("ep2", "no experts"), ("pp9", "pp3 is the most"),
    ("dp300", "at most 256"),
  ])
  func layoutsThatCannotBeLeaveWithOne(layout: String, message: String) throws {
    let result = try decode(Self.model("llama") + ["--layout", layout])
    #expect(result.status == 1)
    let said = String(decoding: result.standardError, as: UTF8.self)
    #expect(said.contains(message), "\(said)")
  }

  @Test(arguments: [
    ["--layout", "two"], ["--chip", "h100"], ["--layout", "tp2", "--chip", "h1000"],
    ["--layout", "tp2", "--draft", "ngram"], ["--layout", "tp2", "--prefix-cache"],
  ])
  func wrongUsageLeavesWith64(arguments: [String]) throws {
    #expect(try decode(Self.model("llama") + arguments).status == 64)
  }
}

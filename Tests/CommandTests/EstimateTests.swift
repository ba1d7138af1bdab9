import Foundation
import Literate
import ServingMath
import TestSupport
import Testing

@Suite struct EstimateTests {
  private func estimate(_ arguments: [String]) throws -> ChildProcess.Result {
    try ChildProcess.run([TemporaryBook.products + "/chalktalk", "estimate"] + arguments)
  }

  private struct Sheet: Decodable {
    struct Term: Decodable {
      let name: String
      let formula: String
      let value: Double?
      let unit: String
    }

    let terms: [Term]
    let binds: String
    let fits: Bool
  }

  @Test func jsonHasEveryTermWithItsUnit() throws {
    let arguments = ["--model", "llama-3.1-8b", "--chip", "h100", "--batch", "32", "--json"]
    let result = try estimate(arguments)
    #expect(result.status == 0)
    let sheet = try JSONDecoder().decode(Sheet.self, from: Data(result.standardOutput))
    #expect(sheet.fits && sheet.binds == "cache")
    #expect(sheet.terms.allSatisfy { !$0.name.isEmpty && !$0.formula.isEmpty })
    let values = Dictionary(uniqueKeysWithValues: sheet.terms.map { ($0.name, $0.value ?? .nan) })
    // By hand: (8,030,261,248 − 128,256 · 4,096) weights of 2 B, and 32 · 4,096 · 131,072 B, at 3.35 TB/s.
    let weights = Double(8_030_261_248 - 128_256 * 4096) * 2 / 3.35e12 * 1e3
    let cache = 32.0 * 4096 * 131_072 / 3.35e12 * 1e3
    #expect(abs((values["weights"] ?? 0) / weights - 1) < 1e-9)
    #expect(abs((values["cache"] ?? 0) / cache - 1) < 1e-9)
    #expect(abs((values["step time"] ?? 0) / (weights + cache) - 1) < 1e-9)
    #expect(abs((values["throughput"] ?? 0) / (32e3 / (weights + cache)) - 1) < 1e-9)
  }

  @Test func anImpossibleRequestSaysWhyAndWhatWouldDo() throws {
    for (arguments, message) in [
      (["deepseek-v3", "--layout", "ep7"], "ep8 would do"),
      (["deepseek-v3"], "it takes at least 9 of these chips"),
      (["llama-3.1-8b", "--batch", "4096"], "a batch of 119 would fit"),
      (["llama-3.1-8b", "--batch", "0"], "it takes at least 1 sequence"),
      (["llama-3.1-8b", "--layout", "pp40"], "pp32 is the most"),
    ] {
      let result = try estimate(["--chip", "h100", "--model"] + arguments)
      #expect(result.status == 1, "\(arguments)")
      let said = String(decoding: result.standardError, as: UTF8.self)
      #expect(said.contains(message), "\(arguments): \(said)")
    }
  }

  @Test(arguments: [
    ["--model", "llamma-3.1-8b", "--chip", "h100"], ["--model", "llama-3.1-8b", "--chip", "h1000"],
    ["--model", "llama-3.1-8b", "--chip", "h100", "--layout", "eight"],
    ["--model", "llama-3.1-8b", "--chip", "h100", "--precision", "fp3"],
    ["--model", "llama-3.1-8b", "--chip", "h100", "--sweep", "batch=9…1"], ["--chip", "h100"],
    ["--model", "llama-3.1-8b", "--chip", "h100", "--csv"],
    ["--model", "no/such/config.json", "--chip", "h100"],
  ])
  func wrongUsageLeavesWithSixtyFour(arguments: [String]) throws {
    let result = try estimate(arguments)
    #expect(result.status == 64)
    #expect(result.standardOutput.isEmpty)
  }

  @Test func aModelFileIsReadAndItsMistakesAreNamedWhereTheyStand() async throws {
    try await withTemporaryFolder { folder in
      let file = folder + "/config.json"
      let text = """
        {"model_type": "llama", "hidden_size": 64, "num_hidden_layers": 2, "num_attention_heads": 4,
         "intermediate_size": 128, "vocab_size": 100}
        """
      try text.write(toFile: file, atomically: true, encoding: .utf8)
      for path in [file, folder] {
        #expect(try estimate(["--model", path, "--chip", "a100-80gb"]).status == 0)
      }
      let broken = text.replacingOccurrences(of: "128", with: "\"wide\"")
      try broken.write(toFile: file, atomically: true, encoding: .utf8)
      let result = try estimate(["--model", file, "--chip", "h100"])
      #expect(result.status == 1)
      let said = String(decoding: result.standardError, as: UTF8.self)
      #expect(
        said.hasPrefix("\(file):2:23: error: 'intermediate_size' is the text \"wide\""),
        "\(said)"
      )
    }
  }

  @Test func aSweepPrintsATableAndAChartOrValues() throws {
    let arguments = ["--model", "gpt-oss-20b", "--chip", "b200", "--sweep", "batch=1…300"]
    let table = String(decoding: try estimate(arguments).standardOutput, as: UTF8.self)
    #expect(table.contains("per chip") && table.contains("┤"))
    let csv = String(decoding: try estimate(arguments + ["--csv"]).standardOutput, as: UTF8.self)
    let lines = csv.split(separator: "\n")
    #expect(
      lines.map { $0.prefix { $0 != "," } }.dropFirst().map { Int($0) ?? 0 }
        == [1, 2, 4, 8, 16, 32, 64, 128, 256, 300]
    )
    #expect(Set(lines.map { $0.filter { $0 == "," }.count }) == [6])
  }

  /// Each answers, and says whether it fits; one device, sixty-four sequences.
  @Test(arguments: Model.all.map(\.name))
  func everyChipAnswersForTheModel(model: String) throws {
    for chip in Chip.all + Chip.onChipMemory {
      let result = try estimate(["--model", model, "--chip", chip.name, "--batch", "64", "--json"])
      let sheet = try JSONDecoder().decode(Sheet.self, from: Data(result.standardOutput))
      #expect(result.status == (sheet.fits ? 0 : 1), "\(model) on \(chip.name)")
      #expect(sheet.terms.count > 10)
    }
  }
}

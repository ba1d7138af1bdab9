import Foundation
import Literate
import TestSupport
import Testing

/// `chalktalk measure` and `chalktalk bench decode`: what they write, not how fast anything is.
@Suite struct MeasureTests {
  private func tool(_ arguments: [String]) throws -> ChildProcess.Result {
    try ChildProcess.run([TemporaryBook.products + "/chalktalk"] + arguments)
  }

  private struct Record: Decodable {
    struct Knee: Decodable { let measured: Double? }

    struct Point: Decodable {
      let batch: Int
      let millisecondsPerStep: Double
      let tokensPerSecond: Double
      let samples: Int
    }

    struct Curve: Decodable {
      let weights: String
      let kernel: String
      let threads: Int
      let knee: Knee
      let points: [Point]
    }

    struct Machine: Decodable {
      let processor: String
      let cores: Int
    }

    let version: Int
    let tool: String
    let key: String?
    let date: String
    let machine: Machine
    let curves: [Curve]
  }

  @Test func aRecordHasTheMachineTheKeyAndEveryPoint() async throws {
    try await withTemporaryFolder { folder in
      let result = try tool([
        "measure", "--model", ReferenceFile.checkpoints + "/llama", "--dtype",
        "fp32,int8", "--threads", "1,2", "--batches", "1,2,4", "--rounds", "2", "--out", folder,
      ])
      #expect(result.status == 0, "\(String(decoding: result.standardError, as: UTF8.self))")
      let names = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
      #expect(names == ["engine-curve.csv", "engine-curve.json"])
      let data = try Data(contentsOf: URL(fileURLWithPath: folder + "/engine-curve.json"))
      let record = try JSONDecoder().decode(Record.self, from: data)
      #expect(record.version == 1 && record.tool == toolVersion)
      #expect(record.key?.count == 64 && record.date.count == 10)
      #expect(record.machine.cores >= 1 && !record.machine.processor.isEmpty)
      #expect(
        record.curves.map { "\($0.weights) \($0.threads)" } == [
          "fp32 1", "fp32 2", "int8 1", "int8 2",
        ]
      )
      for curve in record.curves {
        #expect(curve.points.map(\.batch) == [1, 2, 4])
        #expect(curve.points.allSatisfy { $0.samples == 2 && $0.millisecondsPerStep > 0 })
        #expect((curve.knee.measured ?? 0) > 0)
      }
      let csv = try String(contentsOfFile: folder + "/engine-curve.csv", encoding: .utf8)
      let lines = csv.split(separator: "\n").map { $0.split(separator: ",") }
      #expect(lines.count == 1 + 12 && Set(lines.map(\.count)) == [14])
    }
  }

  @Test(arguments: [
    ["measure", "--out", "/no/such/folder"], ["measure", "--batches", "0"],
    ["measure", "--batches", "+3"], ["measure", "--batches", "1,,2"],
    ["measure", "--dtype", "fp64"], ["measure", "--threads", "1,1"],
    ["measure", "--rounds", "0"], ["measure", "--model", "no/such/model"],
    ["bench", "decode", "--peers", "/no/such/folder"], ["bench", "decode", "--only", "7B"],
  ])
  func wrongUsageLeavesWithSixtyFour(arguments: [String]) throws {
    let result = try tool(arguments)
    #expect(result.status == 64)
    #expect(result.standardOutput.isEmpty)
  }

  @Test func theBenchPrintsTablesOfMarkdown() throws {
    let result = try tool([
      "bench", "decode", "--quick", "--dtype", "int4", "--threads", "1", "--batches", "1,2",
      "--rounds", "1",
    ])
    #expect(result.status == 0)
    let text = String(decoding: result.standardOutput, as: UTF8.self)
    #expect(text.hasPrefix("## 110M, 1 thread, int4\n\n| weights | batch | tok/s |"))
    #expect(text.contains("\n| int4 | 1 | ") && text.contains("\n| int4 | 2 | "))
    #expect(text.contains("\n| prompt of 512 |") && text.contains("| counters on / off |"))
    #expect(!text.contains("NaN"))
  }

  @Test func withoutThePeersProgramsItNamesTheCommandThatBuildsThem() async throws {
    try await withTemporaryFolder { folder in
      let result = try tool(["bench", "decode", "--quick", "--peers", folder])
      #expect(result.status == 70)
      #expect(String(decoding: result.standardError, as: UTF8.self).contains(".ci/peers"))
    }
  }
}

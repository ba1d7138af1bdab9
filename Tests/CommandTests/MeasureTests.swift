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
    let key: [String: String]?
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
      #expect(record.version == 2 && record.tool == toolVersion && record.date.count == 10)
      let key = try #require(record.key)
      #expect(key["CKernels"] != nil && key["DecodeEngine/Engine.swift"] != nil)
      #expect(key.values.allSatisfy { $0.count == 64 })
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

  private struct KernelRecord: Decodable {
    struct Kernel: Decodable {
      let role: String
      let subject: String
      let threads: Int
      let rows: Int
      let flop: Int
      let bytes: Int
      let milliseconds: Double
      let ofCeiling: Double
      let samples: Int
    }

    let key: [String: String]?
    let command: String
    let kernels: [Kernel]
  }

  @Test func kernelsAreRecordedBesideTheirCeilings() async throws {
    try await withTemporaryFolder { folder in
      let result = try tool([
        "measure", "kernels", "--quick", "--dtype", "fp32,int4", "--rows", "1,3", "--threads", "1",
        "--rounds", "2", "--out", folder,
      ])
      #expect(result.status == 0, "\(String(decoding: result.standardError, as: UTF8.self))")
      let data = try Data(contentsOf: URL(fileURLWithPath: folder + "/engine-kernels.json"))
      let record = try JSONDecoder().decode(KernelRecord.self, from: data)
      #expect(record.key?["CKernels"] != nil)
      #expect(record.command.hasPrefix("chalktalk measure kernels --quick --dtype fp32,int4"))
      #expect(
        record.kernels.map { "\($0.role) \($0.subject) \($0.rows)" } == [
          "product fp32 1", "product fp32 3", "product int4 1", "product int4 3",
          "attention a cache for each head 4", "attention a cache for eight heads 4",
          "attention a latent cache for all heads 4",
        ]
      )
      for kernel in record.kernels {
        #expect(kernel.threads == 1 && kernel.samples == 2 && kernel.flop > kernel.bytes / 8)
        #expect(kernel.milliseconds > 0 && kernel.ofCeiling > 0)
      }
      #expect(record.kernels[1].flop == 3 * record.kernels[0].flop)
      let lines = String(decoding: result.standardOutput, as: UTF8.self).split(separator: "\n")
      #expect(lines.count == 1 + record.kernels.count)
    }
  }

  private struct PrefillRecord: Decodable {
    struct Pass: Decodable {
      let milliseconds: Double
      let flop: Int
      let samples: Int
    }

    struct Point: Decodable {
      let tokens: Int
      let prompt: Pass
      let next: Pass
    }

    struct Curve: Decodable {
      let weights: String
      let peak: Double
      let points: [Point]
    }

    let key: [String: String]?
    let curves: [Curve]
  }

  @Test func promptsAreRecordedBesideTheTokenAfterThem() async throws {
    try await withTemporaryFolder { folder in
      let result = try tool([
        "measure", "prefill", "--model", ReferenceFile.checkpoints + "/llama", "--dtype",
        "bf16,int8", "--threads", "1", "--lengths", "8,2", "--rounds", "2", "--out", folder,
      ])
      #expect(result.status == 0, "\(String(decoding: result.standardError, as: UTF8.self))")
      let data = try Data(contentsOf: URL(fileURLWithPath: folder + "/engine-prefill.json"))
      let record = try JSONDecoder().decode(PrefillRecord.self, from: data)
      #expect(record.key?["DecodeEngine/Measurement/PrefillTimer.swift"] != nil)
      #expect(record.curves.map(\.weights) == ["bf16", "int8"])
      for curve in record.curves {
        #expect(curve.peak > 1e8 && curve.points.map(\.tokens) == [2, 8])
        for point in curve.points {
          #expect(point.prompt.samples == 2 && point.next.samples == 2)
          #expect(point.prompt.milliseconds > 0 && point.prompt.flop > point.next.flop)
        }
      }
    }
  }

  @Test(arguments: [
    ["measure", "--out", "/no/such/folder"], ["measure", "--batches", "0"],
    ["measure", "--batches", "+3"], ["measure", "--batches", "1,,2"],
    ["measure", "--dtype", "fp64"], ["measure", "--threads", "1,1"],
    ["measure", "--rounds", "0"], ["measure", "kernels", "--rows", "0"],
    ["measure", "prefill", "--lengths", "no"], ["measure", "--model", "no/such/model"],
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

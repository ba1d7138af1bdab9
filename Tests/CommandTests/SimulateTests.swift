import Foundation
import Literate
import ServingMath
import TestSupport
import Testing

@Suite struct SimulateTests {
  private func simulate(_ arguments: [String]) throws -> ChildProcess.Result {
    try ChildProcess.run([TemporaryBook.products + "/chalktalk", "simulate"] + arguments)
  }

  private struct Sheet: Decodable {
    struct Term: Decodable {
      let name: String
      let unit: String
      let formula: Double?
      let plan: Double?
      let clock: Double?
    }

    let terms: [Term]
    let loop: [Term]?
    let fits: Bool?

    subscript(name: String) -> Term? { (terms + (loop ?? [])).first { $0.name == name } }
  }

  private func sheet(_ arguments: [String]) throws -> Sheet {
    let result = try simulate(arguments + ["--json"])
    #expect(result.status == 0, "\(String(decoding: result.standardError, as: UTF8.self))")
    return try JSONDecoder().decode(Sheet.self, from: Data(result.standardOutput))
  }

  private static let deepSeek = [
    "--model", "deepseek-v3", "--chip", "gb200", "--layout", "pp4,ep64", "--batch", "2400",
  ]

  /// Formula, plan and clock of the lecture's model on its racks.
  @Test func stepAgreesOnAllThreeSides() throws {
    let sheet = try sheet(Self.deepSeek + ["--overlap", "full"])
    for name in ["weights read", "cache read", "products", "attention", "weights held"] {
      let term = try #require(sheet[name])
      let (formula, plan) = (try #require(term.formula), try #require(term.plan))
      #expect(abs(formula / plan - 1) < 0.001, "\(name): \(formula) and \(plan)")
    }
    let stage = try #require(sheet["stage time"])
    let (formula, clock) = (try #require(stage.formula), try #require(stage.clock))
    #expect(abs(formula / clock - 1) < 0.002)
    #expect(sheet.fits == true)
  }

  @Test func loopWithoutEnoughMicrobatchesStandsIdle() throws {
    let model = ["--model", "llama-3.1-8b", "--chip", "h100", "--layout", "pp2/10/10/10"]
    for (microbatches, least) in [(1, 0.75), (2, 0.5), (4, 0)] {
      let sheet = try sheet(model + ["--batch", "8", "--microbatches", "\(microbatches)"])
      let idle = try #require(sheet["idle share"])
      #expect(abs(try #require(idle.formula) - 100 * least) < 1e-9)
      #expect(try #require(idle.clock) >= 100 * least)
    }
  }

  @Test func slowHopCostsTime() throws {
    let times = try ["1us", "1 ms", "10 ms"].map { latency in
      try #require(
        try sheet(Self.deepSeek + ["--hop-latency", latency])["step, all stages"]?.clock
      )
    }
    // Three hops.
    #expect(abs(times[1] - times[0] - 3 * 0.999) < 1e-6 && abs(times[2] - times[1] - 27) < 1e-6)
  }

  @Test(arguments: ["gpipe", "1f1b", "interleaved:2", "zb-h1", "zb-h2", "dualpipe", "forward"])
  func trainingRunsInEveryOrder(schedule: String) throws {
    let sheet = try sheet([
      "--model", "llama-3.1-8b", "--chip", "h100", "--layout", "pp4,tp2", "--batch", "16",
      "--microbatches", "8", "--schedule", schedule,
    ])
    let idle = try #require(sheet["idle share"])
    #expect((0..<60).contains(try #require(idle.formula)))
    #expect((0..<60).contains(try #require(idle.clock)))
  }

  @Test func requestsComeAndAreServed() throws {
    let sheet = try simulate([
      "--model", "llama-3.1-8b", "--chip", "h100", "--rate", "5", "--count", "500", "--json",
    ])
    #expect(sheet.status == 0)
    struct Report: Decodable {
      struct Term: Decodable {
        let name: String
        let value: Double
      }
      let terms: [Term]
    }
    let terms = try JSONDecoder().decode(Report.self, from: Data(sheet.standardOutput)).terms
    let values = Dictionary(uniqueKeysWithValues: terms.map { ($0.name, $0.value) })
    #expect(values["served"] == 500 && values["decode"] == 500 * 127)
    let (here, little) = (values["in system"] ?? .nan, values["by Little's law"] ?? .nan)
    #expect(abs(here / little - 1) < 1e-9)
  }

  @Test func traceAndPictureAreFilesOfTheirKinds() async throws {
    try await withTemporaryFolder { folder in
      let (trace, svg) = (folder + "/run.json", folder + "/run.svg")
      let result = try simulate(Self.deepSeek + ["--trace", trace, "--svg", svg, "--timeline"])
      #expect(result.status == 0)
      let text = String(decoding: result.standardOutput, as: UTF8.self)
      #expect(text.contains("stage 3") && text.contains("time ("))
      let data = try Data(contentsOf: URL(fileURLWithPath: trace))
      let json = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
      let events = try #require(json["traceEvents"] as? [[String: Any]])
      #expect(events.count { $0["ph"] as? String == "X" } > 1000)
      let picture = try String(contentsOfFile: svg, encoding: .utf8)
      #expect(picture.hasPrefix("<svg ") && picture.hasSuffix("</svg>\n"))
      #expect(picture.contains("<style>") && picture.contains("stage 3"))
    }
  }

  @Test(arguments: [
    (["--layout", "ep7"], "ep8 would do"),
    (["--layout", "pp61/1,ep8"], "layers"),
    (["--layout", "pp4,ep64", "--batch", "3", "--microbatches", "4"], "some would be empty"),
    (["--layout", "pp4,ep64", "--batch", "10", "--schedule", "1f1b"], "does not divide"),
    (["--requests", "/dev/null"], "error"),
    (["--batch", "64"], "does not fit"),
  ])
  func whatCannotBeLeavesWithOne(arguments: [String], message: String) throws {
    let result = try simulate(["--model", "deepseek-v3", "--chip", "h100"] + arguments)
    #expect(result.status == 1, "\(arguments)")
    let said = String(decoding: result.standardError, as: UTF8.self)
    #expect(said.contains(message), "\(arguments): \(said)")
  }

  @Test(arguments: [
    ["--microbatches", "0"], ["--schedule", "2f2b"], ["--schedule", "interleaved:0"],
    ["--hop-latency", "3"], ["--efficiency", "1.5"], ["--overlap", "some"], ["--rate", "0"],
    ["--count", "5"], ["--rate", "1", "--schedule", "gpipe"], ["--rate", "1", "--timeline"],
    ["--requests", "a", "--rate", "1"], ["--rate", "1", "--tiers", "ddr=1TB@1GB/s"],
    ["--rate", "1", "--prefix-cache", "--tiers", "ddr"], ["--json", "--timeline"],
    ["--layout", "pp4/"], ["--trace", "/nowhere/run.json"],
  ])
  func wrongUsageLeavesWith64(arguments: [String]) throws {
    let result = try simulate(["--model", "llama-3.1-8b", "--chip", "h100"] + arguments)
    #expect(result.status == 64, "\(arguments)")
  }
}

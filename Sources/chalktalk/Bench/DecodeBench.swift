import ArgumentParser
import DecodeEngine
import Foundation
import Literate

/// What one bench of the engine runs on.
struct DecodeBenchPlan {
  /// `110M` or `1B`.
  let model: String
  /// Where the models are; weights by seed without it.
  let folder: String?
  let kernels: KernelPath
  let batches: [Int]
  let rounds: Int

  /// Positions cached before a step, and steps of a sample, the same for all.
  static let context = 16
  static let steps = 8
  /// Tokens of the prompt that passes at once.
  static let promptTokens = 512

  /// The file of a format as llama.cpp names it; a model by seed without a folder.
  func source(_ format: WeightFormat) -> String {
    folder.map { "\($0)/\(model)-\(format.ggufName).gguf" } ?? "synthetic:\(model)"
  }

  /// The files that a bench of a format reads.
  static func files(
    _ model: String,
    _ format: WeightFormat,
    in folder: String?,
    besides hasPeers: Bool
  ) -> [String] {
    guard folder != nil else { return [] }
    let plan = DecodeBenchPlan(model: model, folder: folder, kernels: .best, batches: [], rounds: 0)
    return [plan.source(format)] + (hasPeers ? [plan.llama2cFile(format)].compactMap(\.self) : [])
  }

  /// The file of llama2.c, which knows single precision and its own int8.
  func llama2cFile(_ format: WeightFormat) -> String? {
    switch format {
    case .fp32: folder.map { "\($0)/\(model).bin" }
    case .int8: folder.map { "\($0)/\(model)-q8.bin" }
    case .bf16, .int4: nil
    }
  }
}

/// What was measured of one format on so many threads.
struct DecodeBenchResult {
  let curve: BatchCurve
  let prefill: PrefillTimer
  /// Time of a step of one sequence with counters off and on.
  let uncounted: TimedSamples
  let counted: TimedSamples
  /// The most memory of a run of its own, over weights and cache; nil if that run failed.
  let memoryShare: Double?
  /// Speeds while another thread always wants a core, over those without; nil on one thread.
  let crowding: Crowding?
  /// llama.cpp's tokens a second, by batch.
  var llama: [Int: [Peers.Sample]] = [:]
  var llamaPrefill: [Peers.Sample] = []
  var llama2c: [Peers.Sample] = []

  /// What is left of the speed of one sequence on as many threads as there are cores, once a core is taken.
  struct Crowding {
    let ours: Double
    let llama: Double?
  }
}

/// Measures one format on so many threads, in turn with the ceilings and the peers.
final class DecodeBench {
  private let plan: DecodeBenchPlan
  private let format: WeightFormat
  private let threads: Int
  private let peers: Peers?
  private let survey: CurveSurvey
  private let timer: BatchTimer
  private let prefill: PrefillTimer
  private var uncounted = TimedSamples()
  private var counted = TimedSamples()
  private var llama: [Int: [Peers.Sample]] = [:]
  private var llamaPrefill: [Peers.Sample] = []
  private var llama2c: [Peers.Sample] = []

  init(_ plan: DecodeBenchPlan, format: WeightFormat, threads: Int, _ peers: Peers?) throws {
    self.plan = plan
    self.format = format
    self.threads = threads
    self.peers = peers
    var request = try EngineRequest.parse(["--model", plan.source(format)])
    request.dtype = Named(format)
    let transformer = try EngineSubject(request).transformer()
    // llama.cpp keeps keys and values in 16 bits.
    let options = Engine.Options(kernels: plan.kernels, threads: threads, cache: .bf16)
    timer = BatchTimer(
      transformer,
      options,
      largest: plan.batches.last ?? 1,
      context: DecodeBenchPlan.context,
      steps: DecodeBenchPlan.steps
    )
    survey = try CurveSurvey(timer, batches: plan.batches, probe: CeilingProbe(threads: threads))
    prefill = try PrefillTimer(transformer, options, tokens: DecodeBenchPlan.promptTokens)
  }

  /// Takes one sample of everything.
  func round() throws {
    try survey.round()
    for _ in 0..<4 {
      timer.engine.counts = false
      uncounted.append(try timer.sample(batch: 1))
      timer.engine.counts = true
      counted.append(try timer.sample(batch: 1))
      timer.engine.counts = false
    }
    try prefill.round()
    guard let peers else { return }
    let file = plan.source(format)
    llama[1, default: []].append(try peers.llama(file, threads: threads, new: 32))
    let side = plan.batches.filter { $0 > 1 }
    if !side.isEmpty {
      let samples = try peers.llamaBatched(
        file,
        threads: threads,
        batches: side,
        context: DecodeBenchPlan.context,
        new: DecodeBenchPlan.steps
      )
      for (batch, sample) in samples { llama[batch, default: []].append(sample) }
    }
    llamaPrefill.append(
      try peers.llama(file, threads: threads, prompt: DecodeBenchPlan.promptTokens)
    )
    if let file = plan.llama2cFile(format) {
      llama2c.append(try peers.llama2c(file, threads: threads, new: 32))
    }
  }

  /// All that was measured, with the memory of a run of its own.
  func result() throws -> DecodeBenchResult {
    DecodeBenchResult(
      curve: survey.curve,
      prefill: prefill,
      uncounted: uncounted,
      counted: counted,
      memoryShare: try memoryShare(),
      crowding: try crowding(),
      llama: llama,
      llamaPrefill: llamaPrefill,
      llama2c: llama2c
    )
  }

  /// One sequence beside a thread that always wants a core, and without it.
  private func crowding() throws -> DecodeBenchResult.Crowding? {
    guard threads > 1 else { return nil }
    func speeds() throws -> (ours: Double, llama: Double?) {
      let times = try (0..<8).map { _ in try timer.sample(batch: 1).seconds }.sorted()
      let peer = try peers?.llama(plan.source(format), threads: threads, new: 32)
      return (1 / times[4], peer?.tokensPerSecond)
    }
    let alone = try speeds()
    let crowded = try BusyCore.during(speeds)
    return DecodeBenchResult.Crowding(
      ours: crowded.ours / alone.ours,
      llama: crowded.llama.flatMap { crowded in alone.llama.map { crowded / $0 } }
    )
  }

  /// What a process of its own takes at most, over weights and cache.
  private func memoryShare() throws -> Double? {
    struct Form: Decodable {
      struct Term: Decodable {
        let name: String
        let value: Double?
      }

      let terms: [Term]
    }
    let program = Bundle.main.executablePath ?? CommandLine.arguments[0]
    let result = try ChildProcess.run([
      program, "decode", "--model", plan.source(format), "--dtype", format.rawValue, "--threads",
      "\(threads)", "--kernels", plan.kernels.rawValue, "--prompt-tokens", "64", "--max-tokens",
      "16", "--json", "--no-ceilings",
    ])
    guard result.status == 0 else { return nil }
    let form = try JSONDecoder().decode(Form.self, from: result.standardOutput)
    return form.terms.first { $0.name == "of what is kept" }?.value.map { $0 / 100 }
  }
}

extension WeightFormat {
  /// llama.cpp's name for weights kept so.
  fileprivate var ggufName: String {
    switch self {
    case .fp32: "F32"
    case .bf16: "BF16"
    case .int8: "Q8_0"
    case .int4: "Q4_0"
    }
  }
}

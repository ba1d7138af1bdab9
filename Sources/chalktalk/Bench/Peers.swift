import DecodeEngine
import Foundation
import Literate

/// The programs that `.ci/peers` builds, run on the models that it makes.
struct Peers {
  /// What `.ci/peers` was given.
  let folder: String

  /// How fast a peer was, and whether anything else ran meanwhile.
  struct Sample {
    /// Tokens a second, over all sequences.
    let tokensPerSecond: Double
    let isClean: Bool
  }

  /// Why a peer gives no number.
  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  /// All programs that may be run.
  var programs: [String] {
    [
      "llama.cpp/bin/llama-bench", "llama.cpp/bin/llama-batched-bench", "llama2.c/run",
      "llama2.c/runq",
    ]
    .map { folder + "/" + $0 }
  }

  /// llama.cpp, one sequence: `llama-bench`.
  ///
  /// - Parameters:
  ///   - model: A `.gguf` file.
  ///   - threads: Threads.
  ///   - prompt: Tokens of a prompt, whose speed is measured; or 0.
  ///   - new: Tokens that are decoded one by one, whose speed is measured; or 0.
  /// - Returns: The speed of the one that is not 0.
  /// - Throws: `Failure` if the program is missing or fails.
  func llama(_ model: String, threads: Int, prompt: Int = 0, new: Int = 0) throws -> Sample {
    struct Line: Decodable {
      let speed: Double

      enum CodingKeys: String, CodingKey { case speed = "avg_ts" }
    }
    let (text, isClean) = try output(of: [
      folder + "/llama.cpp/bin/llama-bench", "-m", model, "-t", "\(threads)", "-p", "\(prompt)",
      "-n", "\(new)", "-r", "1", "-o", "jsonl",
    ])
    guard let line = try Self.lines(text, as: Line.self).last else {
      throw Failure(description: "llama-bench printed no result")
    }
    return Sample(tokensPerSecond: line.speed, isClean: isClean)
  }

  /// llama.cpp, sequences side by side: `llama-batched-bench`.
  ///
  /// - Returns: By batch.
  func llamaBatched(
    _ model: String,
    threads: Int,
    batches: [Int],
    context: Int,
    new: Int
  ) throws -> [Int: Sample] {
    struct Line: Decodable {
      let batch: Int
      let speed: Double

      enum CodingKeys: String, CodingKey {
        case batch = "pl"
        case speed = "speed_tg"
      }
    }
    let positions = (batches.max() ?? 1) * (context + new)
    let (text, isClean) = try output(of: [
      folder + "/llama.cpp/bin/llama-batched-bench", "-m", model, "-t", "\(threads)", "-tb",
      "\(threads)", "-c", "\(positions)", "-b", "2048", "-ub", "512", "-npp", "\(context)", "-ntg",
      "\(new)", "-npl", batches.map(String.init).joined(separator: ","), "--output-format", "jsonl",
    ])
    let lines = try Self.lines(text, as: Line.self)
    return Dictionary(
      lines.map { ($0.batch, Sample(tokensPerSecond: $0.speed, isClean: isClean)) }
    ) { $1 }
  }

  /// llama2.c: `run` for single precision, `runq` for its int8.
  func llama2c(_ model: String, threads: Int, new: Int) throws -> Sample {
    let program = model.hasSuffix("-q8.bin") ? "runq" : "run"
    let (text, isClean) = try output(
      of: [
        folder + "/llama2.c/\(program)", model, "-t", "0", "-n", "\(new)", "-z",
        folder + "/llama2.c/tokenizer.bin",
      ],
      threads: threads
    )
    let mark = "achieved tok/s:"
    guard let place = text.range(of: mark), let speed = text[place.upperBound...].leadingNumber
    else {
      throw Failure(description: "llama2.c's \(program) printed no speed")
    }
    return Sample(tokensPerSecond: speed, isClean: isClean)
  }

  /// Runs a program; both of what it writes, and whether the machine was its own.
  private func output(of arguments: [String], threads: Int = 1) throws -> (String, Bool) {
    var environment = ProcessInfo.processInfo.environment
    environment["OMP_NUM_THREADS"] = "\(threads)"
    let load = MachineLoad()
    let result = try ChildProcess.run(arguments, environment: environment)
    let isClean = load.isOurs
    guard result.status == 0 else {
      let said = String(decoding: result.standardError.suffix(400), as: UTF8.self)
      throw Failure(
        description: "'\(arguments.joined(separator: " "))' left with \(result.status): \(said)"
      )
    }
    let text = result.standardOutput + Data("\n".utf8) + result.standardError
    return (String(decoding: text, as: UTF8.self), isClean)
  }

  private static func lines<Line: Decodable>(_ text: String, as type: Line.Type) throws -> [Line] {
    try text.split(separator: "\n").filter { $0.hasPrefix("{") }.map {
      try JSONDecoder().decode(type, from: Data($0.utf8))
    }
  }
}

extension Substring {
  /// The number that stands at the beginning, behind blanks.
  fileprivate var leadingNumber: Double? {
    Double(drop { $0 == " " }.prefix { $0.isNumber || $0 == "." })
  }
}

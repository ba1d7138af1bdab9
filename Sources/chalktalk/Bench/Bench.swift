import ArgumentParser
import Foundation
import Quantities
import ServingMath

/// `chalktalk bench`: how fast the tool's own parts are, as ratios to what they cannot beat.
struct Bench: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Measure the tool's own speed on this machine: medians, and ratios within one run.",
    discussion: """
      Each part prints a table. Times are medians of repetitions, and what is compared is run in turn, so that a \
      busy machine slows all of it alike. Without a part the board is measured.

      Examples:
        chalktalk bench
        chalktalk bench book --repeats 5
      """,
    subcommands: [BenchBoard.self, BenchBook.self, BenchDecode.self, BenchSimulate.self],
    defaultSubcommand: BenchBoard.self
  )
}

/// `chalktalk bench board`, and `bench` alone: the board beside the same sums on bare numbers.
struct BenchBoard: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "board",
    abstract: "The board: rooflines beside the same sums on bare numbers, and the program's start.",
    discussion: """
      How many rooflines a second the board's types evaluate, beside the same sums on bare numbers: the price of \
      quantities that carry their units. And how long the program takes to start.

      Examples:
        chalktalk bench board
        chalktalk bench board --repeats 20
      """
  )

  @Option(help: "Repetitions; the medians are printed.")
  var repeats: WholeNumber = 5

  func validate() throws {
    guard (1...1000).contains(repeats.value) else {
      throw ValidationError("--repeats is a number from 1 to 1,000")
    }
  }

  func run() async throws {
    try await withExitCodes {
      print(RooflineBench.report(repeats: repeats.value), terminator: "")
      print(try StartBench.report(repeats: repeats.value), terminator: "")
    }
  }
}

/// A million rooflines, beside the same sums on bare numbers.
enum RooflineBench {
  static let evaluations = 1_000_000

  static func report(repeats: Int) -> String {
    let board = Roofline(ServedModel(.deepSeekV3), on: .gb200NVL72)
    let context = Quantity(8192, .tokens)
    var quantities: [Duration] = []
    var numbers: [Duration] = []
    var difference = 0.0
    for _ in 0..<repeats {
      let clock = ContinuousClock()
      var total = Quantity(0, .seconds)
      quantities.append(
        clock.measure {
          for batch in 1...evaluations {
            total += board.step(batch: batch, context: context).time
          }
        }
      )
      var bare = 0.0
      numbers.append(clock.measure { bare = bareTotal(board, context) })
      difference = max(difference, abs(total.value(in: .seconds) / bare - 1))
    }
    let quantity = median(quantities)
    let number = median(numbers)
    return """
      roofline, \(evaluations) evaluations  \(milliseconds(quantity))
      the same on bare numbers       \(milliseconds(number))
      ratio                          \(Quantity(quantity / number).formatted())
      largest relative difference    \(Quantity(difference).formatted())

      """
  }

  /// max(compute, weights + cache) without units: the ceiling for what units may cost.
  @inline(never)
  private static func bareTotal(_ board: Roofline, _ context: Quantity) -> Double {
    let compute = board.computeTimePerSequence.value(in: .seconds)
    let weights = board.latencyFloor.value(in: .seconds)
    let cache = board.keyValueTimePerSequence(context: context).value(in: .seconds)
    var total = 0.0
    for batch in 1...evaluations {
      total += max(Double(batch) * compute, weights + Double(batch) * cache)
    }
    return total
  }
}

/// A whole `estimate`, beside the start of the program alone.
enum StartBench {
  static func report(repeats: Int) throws -> String {
    let estimate = [
      "estimate", "--model", "deepseek-v3", "--chip", "gb200", "--layout", "ep64", "--json",
    ]
    var whole: [Duration] = []
    var start: [Duration] = []
    for _ in 0..<repeats {
      whole.append(try time(estimate))
      start.append(try time(["--version"]))
    }
    return """
      estimate, as a process         \(milliseconds(median(whole)))
      the program's start alone      \(milliseconds(median(start)))
      ratio                          \(Quantity(median(whole) / median(start)).formatted())

      """
  }

  private static func time(_ arguments: [String]) throws -> Duration {
    let process = Process()
    process.executableURL = URL(
      fileURLWithPath: Bundle.main.executablePath ?? CommandLine.arguments[0]
    )
    process.arguments = arguments
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    let started = ContinuousClock.now
    try process.run()
    process.waitUntilExit()
    return ContinuousClock.now - started
  }
}

func median(_ durations: [Duration]) -> Duration {
  durations.sorted()[durations.count / 2]
}

private func milliseconds(_ duration: Duration) -> String {
  Quantity(duration / .milliseconds(1), .milliseconds).formatted()
}

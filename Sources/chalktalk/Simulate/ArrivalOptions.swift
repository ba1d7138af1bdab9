import ArgumentParser
import ClusterSimulator
import Foundation
import Quantities
import ServingMath

/// The requests of `simulate`, and how an instance shares its steps among them.
struct ArrivalOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "A trace: Azure's CSV or Mooncake's JSON lines.",
      valueName: "file"
    )
  )
  var requests: String?
  @Option(help: ArgumentHelp("Requests each second, at random.", valueName: "per second"))
  var rate: RateArgument?
  @Option(help: "With --rate, how many requests come.")
  var count: WholeNumber?
  @Option(help: "With --rate, tokens of each prompt (default: 512).")
  var prompt: WholeNumber?
  @Option(help: "With --rate, tokens of each answer (default: 128).")
  var output: WholeNumber?
  @Option(help: "With --rate, the seed of the arrivals.")
  var seed: UInt64?
  @Option(help: "Sequences that run at a time (default: 256).")
  var sequences: WholeNumber?
  @Option(help: "Tokens of a step, of prompts and decoding together (default: 2,048).")
  var tokensPerStep: WholeNumber?
  @Option(help: "What a step does while prompts wait.")
  var order: Named<ServingPolicy.Order>?
  @Option(help: "How much memory a request is given when it is let in.")
  var reservation: Named<ServingPolicy.Reservation>?
  @Flag(help: "Keep the blocks of prompts for others that begin alike.")
  var prefixCache = false
  @Option(
    help: ArgumentHelp(
      "Tiers below high-bandwidth memory, as ddr=2TB@400GB/s,flash=8TB@50GB/s.",
      valueName: "tiers"
    )
  )
  var tiers: TierList?

  /// Whether requests are to be simulated.
  var isAsked: Bool { requests != nil || rate != nil }

  /// An option that stands there without requests; nil if none does.
  var strayOption: String? {
    let given: [(String, Bool)] = [
      ("--count", count != nil), ("--prompt", prompt != nil), ("--output", output != nil),
      ("--seed", seed != nil), ("--sequences", sequences != nil),
      ("--tokens-per-step", tokensPerStep != nil), ("--order", order != nil),
      ("--reservation", reservation != nil), ("--prefix-cache", prefixCache),
      ("--tiers", tiers != nil),
    ]
    return given.first(where: \.1)?.0
  }

  func validate() throws {
    if requests != nil && rate != nil {
      throw ValidationError("--requests and --rate exclude each other")
    }
    let ofRate = [count != nil, prompt != nil, output != nil, seed != nil]
    if requests != nil && ofRate.contains(true) {
      throw ValidationError("--count, --prompt, --output and --seed belong to --rate")
    }
    if tiers != nil && !prefixCache { throw ValidationError("--tiers belongs to --prefix-cache") }
    for (name, value) in [("count", count), ("prompt", prompt), ("output", output)] {
      if let value, !(1...10_000_000).contains(value.value) {
        throw ValidationError("--\(name) is a number from 1 to 10,000,000")
      }
    }
  }

  /// The requests.
  ///
  /// - Throws: `TraceError` for a file that cannot be read.
  func trace() throws(TraceError) -> RequestTrace {
    if let requests { return try RequestTrace(file: requests) }
    let lengths = RequestLengths.fixed(prompt: prompt?.value ?? 512, output: output?.value ?? 128)
    return RequestTrace.poisson(
      rate: rate?.value ?? Quantity(1) / Quantity(1, .seconds),
      count: count?.value ?? 10_000,
      lengths: lengths,
      seed: seed ?? 1
    )
  }

  var policy: ServingPolicy {
    ServingPolicy(
      sequences: sequences?.value ?? 256,
      tokensPerStep: tokensPerStep?.value ?? 2048,
      order: order?.value ?? .decodeFirst,
      reservation: reservation?.value ?? .asNeeded,
      oversized: .turnAway
    )
  }
}

/// How often something happens each second: `5`, `0.2`.
struct RateArgument: ExpressibleByArgument {
  let value: Quantity

  init?(argument: String) {
    guard let quantity = try? Quantity(parsing: argument) else { return nil }
    let perSecond = QuantityUnit.one / .seconds
    let rate = quantity.dimensions == .none ? Quantity(quantity.plain, perSecond) : quantity
    guard rate.dimensions == perSecond.dimensions, rate > Quantity(0, perSecond), rate.isFinite
    else { return nil }
    value = rate
  }
}

/// Memory tiers with capacity and bandwidth: `ddr=2TB@400GB/s,flash=8TB@50GB/s`.
struct TierList: ExpressibleByArgument {
  struct Tier {
    let name: String
    let capacity: Quantity
    let bandwidth: Quantity
  }

  let tiers: [Tier]

  init?(argument: String) {
    var tiers: [Tier] = []
    for part in argument.split(separator: ",", omittingEmptySubsequences: false) {
      let named = part.split(separator: "=", maxSplits: 1)
      guard named.count == 2 else { return nil }
      let sizes = named[1].split(separator: "@", maxSplits: 1)
      guard sizes.count == 2, let capacity = try? Quantity(parsing: String(sizes[0])),
        let bandwidth = try? Quantity(parsing: String(sizes[1])),
        capacity.dimensions == QuantityUnit.bytes.dimensions,
        bandwidth.dimensions == QuantityUnit.bytesPerSecond.dimensions,
        capacity >= Quantity(0, .bytes), bandwidth > Quantity(0, .bytesPerSecond)
      else { return nil }
      tiers.append(Tier(name: String(named[0]), capacity: capacity, bandwidth: bandwidth))
    }
    self.tiers = tiers
  }
}

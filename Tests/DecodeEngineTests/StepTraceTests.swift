import DecodeEngine
import Quantities
import ServingMath
import TestSupport
import Testing

struct StepTraceTests {
  /// A step of some texts of one token each, through the fixture of a mixture of experts.
  private static func trace(texts: Int) throws -> (trace: StepTrace, experts: Experts) {
    let source = ModelSource.folder(ReferenceFile.checkpoints + "/qwen3-moe")
    let engine = Engine(try Transformer(source), Engine.Options(kernels: .vector, cacheTokens: 512))
    let trace = StepTrace()
    _ = try engine.step(
      (0..<texts).map { Engine.Feed([Int32($0)], to: engine.sequence()) },
      trace: trace
    )
    return (trace, try #require(source.architecture().shape.experts))
  }

  @Test(arguments: [1, 2, 5, 20])
  func sharesAreThoseOfTheRoutes(batch: Int) throws {
    let (trace, experts) = try Self.trace(texts: 20)
    #expect(!trace.routes.isEmpty)
    var shares: [Double] = []
    for rows in trace.routes.values {
      for number in 0..<20 / batch {
        let visited = (number * batch..<(number + 1) * batch).flatMap { rows[$0].map(\.expert) }
        let touched = (0..<experts.count).filter(visited.contains).count
        shares.append(Double(touched) / Double(experts.count))
      }
    }
    let mean = shares.reduce(0, +) / Double(shares.count)
    let found = trace.meanShareTouched(batch: batch, of: experts.count)
    #expect(abs(found.plain - mean) < 1e-12)
    if batch == 1 { #expect(found == Quantity(experts.chosen) / Quantity(experts.count)) }
  }

  @Test func rowsThatFillNoBatchAreLeftOut() throws {
    let (whole, experts) = try Self.trace(texts: 14)
    let (more, _) = try Self.trace(texts: 20)
    #expect(
      whole.meanShareTouched(batch: 7, of: experts.count)
        == more.meanShareTouched(batch: 7, of: experts.count)
    )
  }

  @Test func theFavouriteIsTheMostVisitedOfAnyLayer() throws {
    let (trace, experts) = try Self.trace(texts: 20)
    let mean = Double(20 * experts.chosen) / Double(experts.count)
    let most =
      trace.routes.values.map { rows in
        (0..<experts.count).map { expert in
          rows.count { $0.contains { $0.expert == expert } }
        }.max() ?? 0
      }.max() ?? 0
    #expect(abs(trace.largestLoad(of: experts.count).plain - Double(most) / mean) < 1e-12)
    #expect(Double(most) > mean)
  }

  @Test func aStepWithoutEnoughRowsStops() async {
    await #expect(processExitsWith: .failure) {
      let (trace, experts) = try Self.trace(texts: 3)
      _ = trace.meanShareTouched(batch: 4, of: experts.count)
    }
    await #expect(processExitsWith: .failure) { _ = StepTrace().largestLoad(of: 4) }
  }
}

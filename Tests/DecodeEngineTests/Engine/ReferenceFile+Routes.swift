import DecodeEngine
import TestSupport
import Testing

extension ReferenceFile {
  /// Expects that each token of the prompt visited the experts that it visits in the reference, with their
  /// weights, in every layer that has experts.
  func expectRoutes(_ trace: StepTrace, bound: Float) throws {
    let layers = tensors.filter { $0.hasPrefix("router.") && $0.hasSuffix(".experts") }
    #expect(layers.count == trace.routes.count)
    for (layer, routes) in trace.routes {
      let experts = try integers("router.\(layer).experts")
      let weights = try rows("router.\(layer).weights")
      try #require(routes.count == experts.count && routes.count == weights.count)
      for (row, route) in routes.enumerated() {
        let expected = zip(experts[row], weights[row]).sorted { $0.0 < $1.0 }
        #expect(route.map { Int32($0.expert) } == expected.map(\.0), "layer \(layer) row \(row)")
        for (found, expected) in zip(route, expected) {
          #expect(abs(found.weight - expected.1) <= bound * expected.1)
        }
      }
    }
  }
}

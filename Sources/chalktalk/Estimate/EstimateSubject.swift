import ArgumentParser
import Foundation
import Quantities
import ServingMath

/// The model, chip and layout that a request names.
struct EstimateSubject {
  let name: String
  let config: TransformerConfig
  let chip: Chip
  let layout: Layout
  let request: EstimateRequest

  /// Looks everything up.
  ///
  /// - Throws: A usage error for an unknown name or a malformed layout, exit 1 for a bad model file.
  init(_ request: EstimateRequest) throws {
    self.request = request
    (name, config) = try ModelOption.shape(request.model)
    do {
      chip = try Chip.named(request.chip)
    } catch {
      throw ValidationError("\(error)")
    }
    do {
      let redundant = request.redundantExperts
      layout = try Layout(parsing: request.layout ?? "tp1", redundantExperts: redundant)
    } catch {
      switch error {
      case .noDegree, .degreeTwice: throw ValidationError("--layout: \(error)")
      default: throw PlanError.layout(error)
      }
    }
  }

  /// The plan as requested, or with another batch or context.
  func plan(batch: Int? = nil, context: Int? = nil) throws(PlanError) -> ServingPlan {
    try ServingPlan(
      config,
      on: chip,
      layout,
      batch: batch ?? request.batch.value,
      context: context ?? request.context.value,
      weights: request.precision.map { StoredPrecision($0.value) },
      cache: request.cache.value
    )
  }

  /// What an hour of one chip is taken to cost: as asked, or the catalogue's first price.
  var rent: Quantity? { request.rent?.value ?? chip.rents.first?.value }
}

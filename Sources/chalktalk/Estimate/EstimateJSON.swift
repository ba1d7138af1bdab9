import Foundation
import Quantities
import ServingMath

extension EstimateSheet {
  /// The estimate as one JSON object, values in the unit beside them.
  var json: String {
    get throws { try JSONText.of(JSONForm(self)) + "\n" }
  }

  struct JSONForm: Encodable {
    let inputs: Inputs
    let terms: [SheetRow]
    let binds: String
    let fits: Bool

    init(_ sheet: EstimateSheet) {
      inputs = Inputs(sheet)
      terms = sheet.rows
      binds = sheet.binds.rawValue
      fits = sheet.plan.fits
    }
  }

  struct Inputs: Encodable {
    let model: String
    let chip: String
    let layout: String
    let devices: Int
    let batch: Int
    let context: Int
    let weights: String
    let expertWeights: String
    let cache: String
    let rentDollarsPerHour: Double?

    init(_ sheet: EstimateSheet) {
      let plan = sheet.plan
      model = sheet.subject.name
      chip = plan.chip.name
      layout = plan.layout.devices == 1 ? "" : "\(plan.layout)"
      devices = plan.layout.devices
      batch = plan.batch
      context = plan.context
      weights = plan.weights.rest.rawValue
      expertWeights = plan.weights.routedExperts.rawValue
      cache = plan.cache.rawValue
      rentDollarsPerHour = sheet.subject.rent?.value(in: .dollarsPerHour)
    }
  }
}

import ArgumentParser
import CellRuntime
import Literate
import Quantities
import ServingMath

/// One input of an estimate taken over a range, doubling from the first value to the last.
struct EstimateSweep: ExpressibleByArgument {
  enum Variable: String { case batch, context }

  enum Form { case table, csv, json }

  let variable: Variable
  let values: [Int]

  /// Reads `batch=1…4096`; the ellipsis may be two or three dots.
  init?(argument: String) {
    let sides = argument.split(separator: "=", maxSplits: 1).map(String.init)
    guard sides.count == 2, let variable = Variable(rawValue: sides[0]) else { return nil }
    let dots = sides[1].contains("…") ? "…" : sides[1].contains("...") ? "..." : ".."
    let ends = sides[1].split(separator: dots).map(String.init).compactMap(
      WholeNumber.init(argument:)
    )
    guard ends.count == 2, ends[0].value >= 1, ends[1].value >= ends[0].value,
      sides[1].contains(dots)
    else { return nil }
    self.variable = variable
    var values: [Int] = []
    var value = ends[0].value
    while value < ends[1].value {
      values.append(value)
      value *= 2
    }
    self.values = values + [ends[1].value]
  }

  /// One value with what comes of it.
  private struct Point: Encodable {
    let value: Int
    let stepMilliseconds: Double
    let tokensPerSecondPerUser: Double
    let tokensPerSecondPerChip: Double
    let dollarsPerMegatoken: Double?
    let binds: String
    let fits: Bool
  }

  private struct JSONForm: Encodable {
    let inputs: EstimateSheet.Inputs
    let sweep: String
    let points: [Point]
  }

  /// The sweep, printed.
  func report(_ subject: EstimateSubject, as form: Form) throws -> String {
    var points: [Point] = []
    for value in values {
      let plan = try self.plan(subject, value)
      let step = plan.estimate
      points.append(
        Point(
          value: value,
          stepMilliseconds: step.stepTime.value(in: .milliseconds),
          tokensPerSecondPerUser: step.tokensPerSecondPerUser.value(in: .tokensPerSecond),
          tokensPerSecondPerChip: step.tokensPerSecondPerDevice.value(in: .tokensPerSecond),
          dollarsPerMegatoken: subject.rent.map {
            step.costPerToken(rent: $0).value(in: .dollarsPerMegatoken)
          },
          binds: step.binds.rawValue,
          fits: plan.fits
        )
      )
    }
    switch form {
    case .csv: return csv(points)
    case .json:
      let sheet = EstimateSheet(subject, try plan(subject, values[0]))
      let inputs = EstimateSheet.Inputs(sheet)
      return try JSONText.of(JSONForm(inputs: inputs, sweep: variable.rawValue, points: points))
        + "\n"
    case .table: return table(points) + "\n" + chart(subject, points) + "\n"
    }
  }

  private func plan(_ subject: EstimateSubject, _ value: Int) throws(PlanError) -> ServingPlan {
    switch variable {
    case .batch: try subject.plan(batch: value)
    case .context: try subject.plan(context: value)
    }
  }

  // MARK: - Forms

  private func csv(_ points: [Point]) -> String {
    let head = "\(variable.rawValue),step_ms,tok_s_user,tok_s_chip,usd_per_mtok,binds,fits\n"
    return head
      + points.map { point in
        let cost = point.dollarsPerMegatoken.map { "\($0)" } ?? ""
        return "\(point.value),\(point.stepMilliseconds),\(point.tokensPerSecondPerUser),"
          + "\(point.tokensPerSecondPerChip),\(cost),\(point.binds),\(point.fits)\n"
      }.joined()
  }

  private func table(_ points: [Point]) -> String {
    let head = [
      variable.rawValue, "step", "per user", "per chip", "cost", "binds", "fits",
    ]
    let rows = points.map { point in
      [
        Quantity(Double(point.value)).formatted(.exact),
        Quantity(point.stepMilliseconds, .milliseconds).formatted(),
        Quantity(point.tokensPerSecondPerUser, .tokensPerSecond).formatted(),
        Quantity(point.tokensPerSecondPerChip, .tokensPerSecond).formatted(),
        point.dollarsPerMegatoken.map { Quantity($0, .dollarsPerMegatoken).formatted() } ?? "",
        point.binds, point.fits ? "yes" : "no",
      ]
    }
    return AlignedColumns.text([head] + rows, rightAligned: [0, 1, 2, 3, 4])
  }

  private func chart(_ subject: EstimateSubject, _ points: [Point]) -> String {
    guard points.count > 1 else { return "" }
    let chart = LineChart(
      x: Axis("\(verbatim: variable.rawValue)", scale: .log),
      y: Axis("step", in: .milliseconds, scale: .log),
      series: [
        Series(
          "step",
          points: points.map {
            (Double($0.value), Quantity($0.stepMilliseconds, .milliseconds))
          }
        )
      ]
    )
    return Figure.lineChart(chart).terminalText(width: 78)
  }
}

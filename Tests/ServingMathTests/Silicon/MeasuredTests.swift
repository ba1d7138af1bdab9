import Quantities
import ServingMath
import Testing

/// The bare roofline against published measurements.
@Suite struct MeasuredStepTests {
  @Test func rooflineBoundsAllButAFewLabels() throws {
    let rows = try MeasuredRow.all()
    let ratios = rows.map { ($0.plan.estimate.rooflineTime / $0.time).plain }.sorted()
    let verdicts = rows.map { $0.plan.estimate.verdict(onMeasured: $0.time) }
    let impossible = zip(rows, verdicts).filter { $0.1 == .impossible }.map(\.0)
    let uncertain = verdicts.count { $0 == .withinLabelUncertainty }
    let error = ratios.reduce(0) { $0 + abs($1 - 1) } / Double(ratios.count)
    print("rows \(rows.count) median \(ratios[ratios.count / 2]) mape \(error) impossible \(impossible.count) uncertain \(uncertain)")
    for row in impossible { print(row.id, row.plan.estimate.rooflineTime, row.time) }
    for (row, verdict) in zip(rows, verdicts) where verdict == .withinLabelUncertainty { print("u", row.id, row.plan.estimate.rooflineTime, row.time, row.plan.batch, row.plan.layout) }
  }
}

import Quantities
import ServingMath

/// What a catalogue figure says about itself, whatever its type, with the name of its field.
struct FigureLabel: Sendable, CustomStringConvertible {
  let description: String
  let source: String
  let date: String
  let conventions: [CountingConvention]
  let convention: String

  init<Value>(_ field: String, _ figure: Sourced<Value>) {
    description = "\(field): \(figure.value)"
    source = figure.source.key
    date = figure.date
    conventions = figure.conventions
    convention = figure.convention
  }

  /// A figure and its other published values.
  static func all<Value>(_ field: String, _ figure: Sourced<Value>?) -> [FigureLabel] {
    figure.map { $0.readings.map { FigureLabel(field, $0) } } ?? []
  }
}

extension Chip {
  static let everything = all + onChipMemory

  var publishedPeaks: [Sourced<Quantity>] { publishedPrecisions.map(peak) }
  var links: [Sourced<Quantity>] { [scaleUpBandwidth, scaleOutBandwidth].compactMap(\.self) }
  var capacities: [Sourced<Quantity>] { memory.readings + [labelledMemory] }

  /// Every figure that the catalogue holds for this chip.
  var labels: [FigureLabel] {
    var labels = FigureLabel.all("year", year) + FigureLabel.all("dies", dies)
    labels += FigureLabel.all("domain", scaleUpDomain)
    labels += FigureLabel.all("topology", scaleUpTopology)
    labels += [memory, labelledMemory, memoryBandwidth].flatMap { FigureLabel.all("memory", $0) }
    labels += publishedPeaks.flatMap { FigureLabel.all("peak", $0) }
    labels += links.flatMap { FigureLabel.all("link", $0) }
    labels += [power, allInPower].flatMap { FigureLabel.all("power", $0) }
    return labels + rents.flatMap { FigureLabel.all("rent", $0) }
  }
}

extension RackSheet {
  /// Every figure that the catalogue holds for this rack.
  var labels: [FigureLabel] {
    var labels = FigureLabel.all("packages", packages) + FigureLabel.all("dies", dies)
    let totals = [memory, memoryBandwidth, scaleUpBandwidth, scaleOutBandwidth, power]
    labels += totals.flatMap { FigureLabel.all("total", $0) }
    return labels + peaks.values.flatMap { FigureLabel.all("peak", $0) }
  }
}

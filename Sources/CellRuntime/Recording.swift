internal import CCellSupport
internal import FoundationEssentials
public import Quantities

// What the tangled program of a chapter calls between the author's lines. A cell has no reason to call
// these itself. All are `@inline(never)`: inlined, the hundred claims of a chapter cost seconds of
// optimiser time.

/// Opens a cell: its output is counted from here, and it may print one mebibyte.
///
/// - Parameter id: The cell's identifier in its chapter.
@inline(never)
public func beginCell(_ id: String) {
  ccs_allow_output(1 << 20)
  Event.begin(cell: id, output: Int(ccs_flush_output())).send()
}

/// Closes a cell.
///
/// - Parameter id: The cell's identifier in its chapter.
@inline(never)
public func endCell(_ id: String) {
  reportReadings(by: .cell(id, part: 0))
  Event.end(cell: id, output: Int(ccs_flush_output())).send()
}

/// Closes a part of a cell: some of its statements.
///
/// - Parameters:
///   - id: The cell's identifier in its chapter.
///   - part: The number of the part in the cell.
@inline(never)
public func endPart(_ id: String, _ part: Int) {
  reportReadings(by: .cell(id, part: part))
}

/// Records a property that holds or does not.
@inline(never)
public func record(_ slot: Int, _ value: Bool) {
  send(slot, .flag(value))
}

/// Records a quantity.
@inline(never)
public func record(_ slot: Int, _ value: Quantity) {
  send(slot, .scalar(value, isWhole: false))
}

/// Records a plain number.
@inline(never)
public func record(_ slot: Int, _ value: Double) {
  send(slot, .scalar(Quantity(value), isWhole: false))
}

/// Records a whole number, which a claim must state exactly.
@inline(never)
public func record(_ slot: Int, _ value: some BinaryInteger) {
  send(slot, .scalar(Quantity(Double(value)), isWhole: true))
}

/// Records a range of quantities.
@inline(never)
public func record(_ slot: Int, _ value: ClosedRange<Quantity>) {
  send(slot, .range(value.lowerBound, value.upperBound))
}

/// Records a range of plain numbers.
@inline(never)
public func record(_ slot: Int, _ value: ClosedRange<Double>) {
  send(slot, .range(Quantity(value.lowerBound), Quantity(value.upperBound)))
}

/// Records a range of whole numbers.
@inline(never)
public func record(_ slot: Int, _ value: ClosedRange<Int>) {
  send(slot, .range(Quantity(Double(value.lowerBound)), Quantity(Double(value.upperBound))))
}

/// Records a quantity of the catalogue, with its source.
@inline(never)
public func record(_ slot: Int, _ value: Sourced<Quantity>) {
  send(slot, .scalar(value.value, isWhole: false), RecordedValue.Source(value))
}

/// Records a plain number of the catalogue, with its source.
@inline(never)
public func record(_ slot: Int, _ value: Sourced<Double>) {
  send(slot, .scalar(Quantity(value.value), isWhole: false), RecordedValue.Source(value))
}

/// Records a count of the catalogue, with its source.
@inline(never)
public func record(_ slot: Int, _ value: Sourced<Int>) {
  send(slot, .scalar(Quantity(Double(value.value)), isWhole: true), RecordedValue.Source(value))
}

/// Records a range of the catalogue, with its source.
@inline(never)
public func record(_ slot: Int, _ value: Sourced<ClosedRange<Quantity>>) {
  send(
    slot,
    .range(value.value.lowerBound, value.value.upperBound),
    RecordedValue.Source(value)
  )
}

// MARK: -

extension RecordedValue.Source {
  fileprivate init<Value>(_ sourced: Sourced<Value>) {
    self.init(
      key: sourced.source.key,
      title: sourced.source.title,
      location: sourced.source.location,
      date: sourced.date,
      convention: sourced.convention
    )
  }
}

private func send(
  _ slot: Int,
  _ content: RecordedValue.Content,
  _ source: RecordedValue.Source? = nil
) {
  Event.value(slot: slot, value: RecordedValue(content, source: source)).send()
  reportReadings(by: .slot(slot))
}

/// Reports what was read since the last piece ended; the work of another thread falls to whoever ends next.
func reportReadings(by reader: Event.Reader) {
  let figures = FigureTrace.take()
  if !figures.isEmpty { Event.readings(by: reader, figures: figures).send() }
}

extension Event {
  /// Writes this event as one line; what a cell has printed before it is in the file by then.
  func send() {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf",
      negativeInfinity: "-inf",
      nan: "nan"
    )
    do {
      let line = String(decoding: try encoder.encode(self), as: UTF8.self) + "\n"
      unsafe ccs_write_event(line, line.utf8.count)
    } catch {
      Quantities.stop("an event of the cell could not be written: \(error)")
    }
  }
}

internal import Quantities

// What the process that runs a chapter calls by these names, so that no reading of a figure is missed.

/// Begins to note which figures of the catalogue are read.
@_cdecl("chalktalk_trace_figures")
public func traceFigures() { FigureTrace.start() }

/// Says that the static of a token is being computed: what is read meanwhile belongs to it too.
@_cdecl("chalktalk_static_begins")
public func staticBegins(_ token: UInt) { FigureTrace.beginStatic(token) }

/// Says that the static of a token has been computed.
@_cdecl("chalktalk_static_ends")
public func staticEnds(_ token: UInt) { FigureTrace.endStatic(token) }

/// Says that the static of a token is used.
@_cdecl("chalktalk_static_used")
public func staticUsed(_ token: UInt) { FigureTrace.useStatic(token) }

/// The figures that a value is made of: what `chalktalk explain` asks of an expression of the catalogue.
public struct FiguresOf {
  fileprivate let value: Any

  /// - Parameter value: A figure, an optional one, or anything made of figures: a chip, a list of prices.
  public init(_ value: Any) { self.value = value }
}

/// Reports the figures inside a value, and those that were read to compute it.
///
/// - Parameters:
///   - slot: Under which number they are reported.
///   - figures: What is made of figures.
@inline(never)
public func record(_ slot: Int, _ figures: FiguresOf) {
  noteFigures(in: figures.value, depth: 0)
  reportReadings(by: .slot(slot))
}

/// A constant by its value: what the list of `chalktalk explain` asks of each name of the libraries.
public struct ConstantOf {
  fileprivate let value: Any

  /// - Parameter value: Whatever the name stands for.
  public init(_ value: Any) { self.value = value }
}

/// Reports what a constant is, or that it holds numbers, and the figures inside it.
///
/// - Parameters:
///   - slot: Under which number they are reported.
///   - constant: What a name stands for.
@inline(never)
public func record(_ slot: Int, _ constant: ConstantOf) {
  if let number = RecordedValue(any: constant.value) {
    if !(constant.value is Bool) { Event.value(slot: slot, value: number).send() }
  } else if holdsNumbers(constant.value, depth: 0) {
    Event.value(slot: slot, value: RecordedValue(.flag(true))).send()
  }
  noteFigures(in: constant.value, depth: 0)
  reportReadings(by: .slot(slot))
}

private func holdsNumbers(_ value: Any, depth: Int) -> Bool {
  if value is Quantity || value is Double || value is any BinaryInteger { return true }
  guard depth < 6, !(value is any OptionSet) else { return false }
  return Mirror(reflecting: value).children.contains { holdsNumbers($0.value, depth: depth + 1) }
}

private func noteFigures(in value: Any, depth: Int) {
  if let figure = value as? any Figural { return figure.noteValue() }
  guard depth < 8 else { return }
  for child in Mirror(reflecting: value).children { noteFigures(in: child.value, depth: depth + 1) }
}

/// A figure of the catalogue, whatever it measures.
private protocol Figural {
  func noteValue()
}

extension Sourced: Figural {
  fileprivate func noteValue() { _ = value }
}

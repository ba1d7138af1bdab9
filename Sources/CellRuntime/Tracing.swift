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
  eachFigure(in: figures.value) { $1.noteValue() }
  reportReadings(by: .slot(slot))
}

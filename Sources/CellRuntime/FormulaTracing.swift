public import Quantities
internal import Synchronization

// What the tangled program of a chapter calls inside the assignments of a `formula` cell, around each name
// as it is read. So a formula shows what the program had, in the branch that it took, read once.

/// Reports a value of a formula and hands it on.
///
/// - Parameters:
///   - index: Which place of the cell's formulas this is.
///   - value: A number, a quantity, a property, or a figure of the catalogue with its source.
///   - formula: The entry of the book's formulas that says the same of a call, if it is its value.
/// - Returns: `value`.
@inline(never) @discardableResult
public func traced<Value>(_ index: Int, _ value: Value, by formula: String? = nil) -> Value {
  if openSeries.withLock({ series in series.allSatisfy(\.isReported) }) {
    Event.trace(FormulaTrace(index: index, value: RecordedValue(any: value), formula: formula))
      .send()
  }
  return value
}

/// Reports a member of a value, and what the book's formula for it makes of that value.
///
/// - Returns: `value`.
@inline(never)
public func tracedMember<Value>(
  _ index: Int,
  _ value: Value,
  _ member: String,
  of receiver: Any
) -> Value {
  for formula in formulas.withLock({ $0[member] ?? [] }) { formula(receiver, index) }
  return traced(index, value)
}

/// Makes known what a member is by the book; types that are not meant are passed over.
///
/// - Parameters:
///   - member: The name of a property or method.
///   - report: Evaluates the formula on a receiver of the right type, and reports it for a place.
@inline(never)
public func register(_ member: String, _ report: @escaping @Sendable (Any, Int) -> Void) {
  formulas.withLock { $0[member, default: []].append(report) }
}

/// Opens a sum or product over a collection, and reports how many terms it has.
///
/// - Returns: `terms`.
@inline(never)
public func tracedTerms<Terms: Collection>(_ index: Int, _ terms: Terms) -> Terms {
  traced(index, terms.count)
  if !terms.isEmpty { openSeries.withLock { $0.append(OpenSeries(count: terms.count)) } }
  return terms
}

/// Closes one term of the innermost series.
///
/// - Returns: `term`.
@inline(never)
public func tracedTerm<Term>(_ term: Term) -> Term {
  openSeries.withLock { series in
    guard var last = series.popLast() else { return }
    last.done += 1
    if last.done < last.count { series.append(last) }
  }
  return term
}

/// Reports the elements of a collection that is summed as it is.
///
/// - Returns: `elements`.
@inline(never)
public func tracedElements<Elements: Collection>(_ index: Int, _ elements: Elements) -> Elements {
  for element in tracedTerms(index, elements) {
    traced(index, element)
    _ = tracedTerm(element)
  }
  return elements
}

/// What a formula of the book's library may divide: nothing that cuts off.
public protocol Divisible {}
extension Double: Divisible {}
extension Quantity: Divisible {}

/// A quotient in a formula that the book gives for a member of the library.
///
/// - Returns: `value`.
@inline(never)
public func quotient<Value: Divisible>(_ value: Value) -> Value { value }

/// A quotient that is cut off; it is here so that the compiler says so.
///
/// - Returns: `value`.
@available(*, unavailable, message: "a formula of the library divides quantities or Doubles")
public func quotient<Value: BinaryInteger>(_ value: Value) -> Value { value }

/// A series whose terms are being computed.
private struct OpenSeries {
  let count: Int
  var done = 0

  /// The first terms and the last are shown: a sum of a million reports no more than those.
  var isReported: Bool { done < FormulaTrace.firstTerms || done == count - 1 }
}

private let formulas = Mutex<[String: [@Sendable (Any, Int) -> Void]]>([:])
private let openSeries = Mutex<[OpenSeries]>([])

extension RecordedValue {
  /// What a value of any type says to a formula; nil where it says nothing.
  init?(any value: Any) {
    switch value {
    case let value as Quantity: self.init(.scalar(value, isWhole: false))
    case let value as Double: self.init(.scalar(Quantity(value), isWhole: false))
    case let value as any BinaryInteger:
      self.init(.scalar(Quantity(Double(value)), isWhole: true))
    case let value as Bool: self.init(.flag(value))
    case let value as Sourced<Quantity>: self.init(.scalar(value.value, isWhole: false))
    case let value as Sourced<Double>: self.init(.scalar(Quantity(value.value), isWhole: false))
    case let value as Sourced<Int>:
      self.init(.scalar(Quantity(Double(value.value)), isWhole: true))
    default: return nil
    }
  }
}

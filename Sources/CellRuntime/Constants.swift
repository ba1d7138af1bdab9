internal import Quantities

/// A constant by its value: what the tool asks of each name of the libraries.
public struct ConstantOf {
  fileprivate let value: Any

  /// - Parameter value: Whatever the name stands for.
  public init(_ value: Any) { self.value = value }
}

/// Reports what a constant is, or that it holds numbers, and the figures inside it, each by its path.
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
  // What was read to compute it comes first, so that a member's own reading can be told from the rest.
  var figures = Set(FigureTrace.take())
  var members: [NamedFigure] = []
  eachFigure(in: constant.value) { path, figure in
    figure.noteValue()
    let read = FigureTrace.take()
    if let path, read.count == 1 { members.append(NamedFigure(path: path, figure: read[0])) }
    figures.formUnion(read)
  }
  members.sort { $0.path < $1.path }
  if !members.isEmpty { Event.members(slot: slot, figures: members).send() }
  if !figures.isEmpty { Event.readings(by: .slot(slot), figures: figures.sorted()).send() }
}

private func holdsNumbers(_ value: Any, depth: Int) -> Bool {
  if value is Quantity || value is Double || value is any BinaryInteger { return true }
  guard depth < 6, !(value is any OptionSet) else { return false }
  return Mirror(reflecting: value).children.contains { holdsNumbers($0.value, depth: depth + 1) }
}

// MARK: - The figures inside a value

/// A figure of the catalogue, whatever it measures.
protocol Figural {
  /// Notes that it is read.
  func noteValue()
}

extension Sourced: Figural {
  func noteValue() { _ = value }
}

/// Visits every figure inside a value.
///
/// - Parameters:
///   - value: Anything.
///   - path: How a cell would go from the value on to a part of it: `.peaks[.fp8]`, `.longContext?.input`.
///     None for what it cannot name, such as the payload of a case.
///   - depth: How many steps were taken.
///   - visit: Called with the path of each figure.
func eachFigure(
  in value: Any,
  path: String? = "",
  depth: Int = 0,
  _ visit: (String?, any Figural) -> Void
) {
  if let figure = value as? any Figural { return visit(path, figure) }
  guard depth < 8 else { return }
  for (step, part) in parts(of: value) {
    let path = path.flatMap { path in step.map { path + $0 } }
    eachFigure(in: part, path: path, depth: depth + 1, visit)
  }
}

/// What a value is made of, each with the step that leads to it.
private func parts(of value: Any) -> [(step: String?, part: Any)] {
  let mirror = Mirror(reflecting: value)
  return mirror.children.enumerated().map { index, child in
    switch mirror.displayStyle {
    case .struct, .tuple: (child.label.map { "." + $0 }, child.value)
    case .collection: ("[\(index)]", child.value)
    // A figure that may be missing goes by the name of its place.
    case .optional: (child.value is any Figural ? "" : "?", child.value)
    case .dictionary: entry(child.value)
    default: (nil, child.value)
    }
  }
}

/// A key of a dictionary that a cell can write, a plain case, and what is under it.
private func entry(_ pair: Any) -> (step: String?, part: Any) {
  let sides = Mirror(reflecting: pair).children.map(\.value)
  guard sides.count == 2 else { return (nil, pair) }
  let key = Mirror(reflecting: sides[0])
  let isCase = key.displayStyle == .enum && key.children.isEmpty
  return (isCase ? "[.\(sides[0])]" : nil, sides[1])
}

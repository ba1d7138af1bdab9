internal import CCellSupport
internal import FoundationEssentials
public import Quantities

// What a `slow` cell leaves to the cells below: its constants are kept with their types, and given back in its
// place as long as its record is right. A cell has no reason to call these itself.

/// A value that can be kept and given back exactly as it was.
public protocol Keepable: Codable, Sendable {
  /// Its type as Swift spells it.
  static var keptType: String { get }
}

extension Bool: Keepable {
  /// Its type as Swift spells it.
  public static var keptType: String { "Bool" }
}

extension Int: Keepable {
  /// Its type as Swift spells it.
  public static var keptType: String { "Int" }
}

extension Double: Keepable {
  /// Its type as Swift spells it.
  public static var keptType: String { "Double" }
}

extension String: Keepable {
  /// Its type as Swift spells it.
  public static var keptType: String { "String" }
}

extension Quantity: Keepable {
  /// Its type as Swift spells it.
  public static var keptType: String { "Quantity" }
}

extension Optional: Keepable where Wrapped: Keepable {
  /// Its type as Swift spells it.
  public static var keptType: String { "Optional<\(Wrapped.keptType)>" }
}

extension Array: Keepable where Element: Keepable {
  /// Its type as Swift spells it.
  public static var keptType: String { "[\(Element.keptType)]" }
}

/// Words and whole numbers are keys of JSON objects, whose order a record can fix.
extension Dictionary: Keepable where Key: Keepable & CodingKeyRepresentable, Value: Keepable {
  /// Its type as Swift spells it.
  public static var keptType: String { "[\(Key.keptType): \(Value.keptType)]" }
}

/// Keeps a constant of a slow cell.
@inline(never)
public func keep<Value: Keepable>(_ name: String, _ value: Value) {
  let encoder = JSONEncoder()
  encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
  encoder.nonConformingFloatEncodingStrategy = .convertToString(
    positiveInfinity: "inf",
    negativeInfinity: "-inf",
    nan: "nan"
  )
  do {
    let json = String(decoding: try encoder.encode(value), as: UTF8.self)
    Event.kept(name: name, type: Value.keptType, json: json).send()
  } catch {
    Quantities.stop("the constant '\(name)' of a slow cell cannot be kept: \(error)")
  }
}

/// Gives a kept constant back.
@inline(never)
public func kept<Value: Keepable>(_ json: String) -> Value {
  let decoder = JSONDecoder()
  decoder.nonConformingFloatDecodingStrategy = .convertFromString(
    positiveInfinity: "inf",
    negativeInfinity: "-inf",
    nan: "nan"
  )
  do {
    return try decoder.decode(Value.self, from: Data(json.utf8))
  } catch {
    Quantities.stop("a constant of a slow cell cannot be given back: \(error)")
  }
}

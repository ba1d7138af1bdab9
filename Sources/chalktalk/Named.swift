import ArgumentParser

/// One of an enumeration's cases by its name: `bf16`.
struct Named<Value: CaseIterable & RawRepresentable<String>>: ExpressibleByArgument {
  let value: Value

  init(_ value: Value) {
    self.value = value
  }

  init?(argument: String) {
    guard let value = Value(rawValue: argument.lowercased()) else { return nil }
    self.value = value
  }

  static var allValueStrings: [String] { Value.allCases.map(\.rawValue) }

  var defaultValueDescription: String { value.rawValue }
}

/// Some of an enumeration's cases by their names, separated by commas: `fp32,bf16`.
struct NamedList<Value: CaseIterable & RawRepresentable<String>>: ExpressibleByArgument {
  let values: [Value]

  init(_ values: [Value]) {
    self.values = values
  }

  init?(argument: String) {
    let words = argument.split(separator: ",", omittingEmptySubsequences: false)
    let values = words.compactMap { Value(rawValue: $0.lowercased()) }
    guard values.count == words.count, !values.isEmpty else { return nil }
    self.values = values
  }

  static var allValueStrings: [String] { Value.allCases.map(\.rawValue) }

  var defaultValueDescription: String { values.map(\.rawValue).joined(separator: ",") }
}

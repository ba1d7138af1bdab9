import ArgumentParser

/// Counts on the command line, separated by commas: `1,2,4`.
struct CountList: ExpressibleByArgument {
  let values: [Int]

  init(_ values: [Int]) {
    self.values = values
  }

  init?(argument: String) {
    let words = argument.split(separator: ",", omittingEmptySubsequences: false)
    let values = words.compactMap { Int($0) }
    guard values.count == words.count, values.allSatisfy({ (1...4096).contains($0) }),
      Set(values).count == values.count
    else { return nil }
    self.values = values
  }

  var defaultValueDescription: String { values.map(String.init).joined(separator: ",") }
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

import ArgumentParser

/// Counts on the command line, separated by commas: `1,2,4`.
struct CountList: ExpressibleByArgument {
  let values: [Int]

  init(_ values: [Int]) {
    self.values = values
  }

  init?(argument: String) {
    let words = argument.split(separator: ",", omittingEmptySubsequences: false)
    let values = words.compactMap { $0.first == "+" ? nil : Int($0) }
    guard values.count == words.count, values.allSatisfy({ (1...4096).contains($0) }),
      Set(values).count == values.count
    else { return nil }
    self.values = values
  }

  var defaultValueDescription: String { values.map(String.init).joined(separator: ",") }
}

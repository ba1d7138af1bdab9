import ArgumentParser

/// Counts on the command line, separated by commas: `1,2,4`.
struct CountList: ExpressibleByArgument {
  let values: [Int]

  init(_ values: [Int]) {
    self.values = values
  }

  init?(argument: String) {
    let words = argument.split(separator: ",", omittingEmptySubsequences: false)
    let values = words.compactMap { Int(digits: $0) }
    guard values.count == words.count, values.allSatisfy({ (1...4096).contains($0) }),
      Set(values).count == values.count
    else { return nil }
    self.values = values
  }

  var defaultValueDescription: String { values.map(String.init).joined(separator: ",") }
}

extension FixedWidthInteger {
  /// A number of decimal digits and nothing else, not even a sign.
  init?(digits: Substring) {
    guard digits.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else {
      return nil
    }
    self.init(digits)
  }
}

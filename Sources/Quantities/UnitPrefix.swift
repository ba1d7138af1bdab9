/// A power of ten or of 1,024 that stands before a unit: the k of kB, the Gi of GiB.
package enum UnitPrefix: String, CaseIterable, Sendable {
  case pico
  case nano
  case micro
  case milli
  case kilo
  case mega
  case giga
  case tera
  case peta
  case exa
  case kibi
  case mebi
  case gibi
  case tebi
  case pebi

  /// How the prefix is printed before a symbol.
  package var symbol: String { spellings[0] }

  /// How the prefix may be written before a symbol, the printed form first.
  ///
  /// Micro is the micro sign U+00B5; the Greek letter U+03BC and the typewriter's `u` are read too.
  package var spellings: [String] {
    switch self {
    case .pico: ["p"]
    case .nano: ["n"]
    case .micro: ["\u{B5}", "\u{3BC}", "u"]
    case .milli: ["m"]
    case .kilo: ["k"]
    case .mega: ["M"]
    case .giga: ["G"]
    case .tera: ["T"]
    case .peta: ["P"]
    case .exa: ["E"]
    case .kibi: ["Ki"]
    case .mebi: ["Mi"]
    case .gibi: ["Gi"]
    case .tebi: ["Ti"]
    case .pebi: ["Pi"]
    }
  }

  /// How the prefix is written before a spelled-out name: the giga of gigabytes.
  package var word: String { rawValue }

  /// What the prefix multiplies by; 1 for those that divide.
  package var multiplier: Double {
    switch self {
    case .pico, .nano, .micro, .milli: 1
    case .kilo: 1e3
    case .mega: 1e6
    case .giga: 1e9
    case .tera: 1e12
    case .peta: 1e15
    case .exa: 1e18
    case .kibi: 1024
    case .mebi: 1_048_576
    case .gibi: 1_073_741_824
    case .tebi: 1_099_511_627_776
    case .pebi: 1_125_899_906_842_624
    }
  }

  /// What the prefix divides by; 1 for those that multiply.
  ///
  /// A thousandth is a division by 1,000 because 0.001 has no exact binary form: 9 ms is then the
  /// very number 0.009.
  package var divisor: Double {
    switch self {
    case .pico: 1e12
    case .nano: 1e9
    case .micro: 1e6
    case .milli: 1e3
    default: 1
    }
  }

  package static let decimal: [UnitPrefix] = [.kilo, .mega, .giga, .tera, .peta, .exa]
  package static let binary: [UnitPrefix] = [.kibi, .mebi, .gibi, .tebi, .pebi]
  package static let fractions: [UnitPrefix] = [.pico, .nano, .micro, .milli]
}

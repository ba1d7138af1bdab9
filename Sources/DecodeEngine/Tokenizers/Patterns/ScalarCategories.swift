/// The general category of every scalar, looked up by number.
///
/// Of Unicode 16, as Oniguruma 6.9.10 in Hugging Face's library has it: the standard library knows later letters, and
/// would cut words around them where the library that a model was trained with does not.
enum ScalarCategories {
  private static let lastVersion = 16
  private static let unassigned: UInt8 = 29

  /// The bit of a byte of `table` that says white space.
  static let whitespaceBit: UInt8 = 0x80

  /// What `table` would say, for scalars beyond it too.
  @inline(__always)
  static func entry(_ scalar: UInt32) -> UInt8 {
    scalar < UInt32(table.count) ? table[Int(scalar)] : compute(scalar)
  }

  /// Category in the low five bits, white space in the highest; planes 0 to 3, where the letters are.
  private static let table: [UInt8] = (0..<0x32400).map { compute($0) }

  private static func compute(_ number: UInt32) -> UInt8 {
    guard let scalar = Unicode.Scalar(number) else { return unassigned }
    if let age = scalar.properties.age, age.major > lastVersion { return unassigned }
    let category = index(of: scalar.properties.generalCategory)
    return category | (scalar.properties.isWhitespace ? whitespaceBit : 0)
  }

  /// The categories that a property's short name stands for, one bit each; nil for an unknown name.
  static func mask(_ name: String) -> UInt32? {
    var mask: UInt32 = 0
    for (index, short) in names.enumerated() where short == name || short.prefix(1) == name {
      mask |= 1 << UInt32(index)
    }
    return mask == 0 ? nil : mask
  }

  private static let names = [
    "Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc", "Me", "Nd", "Nl", "No", "Pc", "Pd", "Ps", "Pe", "Pi",
    "Pf", "Po", "Sm", "Sc", "Sk", "So", "Zs", "Zl", "Zp", "Cc", "Cf", "Cs", "Co", "Cn",
  ]

  private static func index(of category: Unicode.GeneralCategory) -> UInt8 {
    switch category {
    case .uppercaseLetter: 0
    case .lowercaseLetter: 1
    case .titlecaseLetter: 2
    case .modifierLetter: 3
    case .otherLetter: 4
    case .nonspacingMark: 5
    case .spacingMark: 6
    case .enclosingMark: 7
    case .decimalNumber: 8
    case .letterNumber: 9
    case .otherNumber: 10
    case .connectorPunctuation: 11
    case .dashPunctuation: 12
    case .openPunctuation: 13
    case .closePunctuation: 14
    case .initialPunctuation: 15
    case .finalPunctuation: 16
    case .otherPunctuation: 17
    case .mathSymbol: 18
    case .currencySymbol: 19
    case .modifierSymbol: 20
    case .otherSymbol: 21
    case .spaceSeparator: 22
    case .lineSeparator: 23
    case .paragraphSeparator: 24
    case .control: 25
    case .format: 26
    case .surrogate: 27
    case .privateUse: 28
    case .unassigned: 29
    @unknown default: 29
    }
  }
}

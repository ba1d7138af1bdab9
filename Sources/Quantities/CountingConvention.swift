/// One way in which a published figure counts; the list is closed, so that tests can ask for it.
///
/// The raw value is how pages print it. What no case says stands in the note of the `Sourced` value.
public enum CountingConvention: String, CaseIterable, Hashable, Sendable {
  // MARK: Sparsity of an arithmetic peak

  /// Every product of the matrices is computed.
  case dense
  /// Zeros in a fixed pattern are skipped: two of every four weights, as a rule, which doubles the figure.
  case structuredSparsity = "structured sparsity"
  /// The source does not say whether zeros are skipped, or sources disagree on it.
  case sparsityUnstated = "sparsity not stated"

  // MARK: Direction of a link

  /// What one side can send while the other sends as much again.
  case oneDirection = "one direction"
  /// Sending and receiving added up, which doubles the figure.
  case bothDirections = "both directions"
  /// The source does not say which of the two it means.
  case directionUnstated = "direction not stated"

  // MARK: Unit of a capacity

  /// A gigabyte is 10⁹ bytes.
  case decimalGigabytes = "decimal GB"
  /// A gibibyte is 2³⁰ bytes; drivers count so.
  case binaryGibibytes = "GiB"

  // MARK: Part of a capacity

  /// What programs can address.
  case usable
  /// What is soldered on, including what is held back for yield.
  case fitted
  /// What the product label says, without saying which of the two it is.
  case labelled

  // MARK: What a figure is counted for

  /// One piece of silicon; two or four share a package on recent chips.
  case perDie = "per die"
  /// One package, which is what a chip means in the catalogue.
  case perPackage = "per package"
  /// One board of two packages and a host processor.
  case perSuperchip = "per superchip"
  /// One host with its chips.
  case perNode = "per node"
  /// All packages of a rack-scale machine.
  case perRack = "per rack"

  // MARK: How firm a figure is

  /// A vendor's data sheet peak, which no program reaches.
  case peak
  /// What its publisher has reached in practice.
  case achieved
  /// Announced before the product could be had.
  case announced
  /// Seen in products that are in use.
  case shipped
  /// Told by third parties, without a document of the vendor.
  case reported
  /// Worked out by its publisher rather than looked up.
  case estimate
  /// Sources disagree on the figure or on what it counts.
  case disputed
  /// Written down from memory and not yet checked against a document.
  case unverified = "from memory, unchecked"

  // MARK: Kind of a price

  /// The average of many offers.
  case index
  /// An hour at a time, without commitment.
  case onDemand = "on demand"
  /// Committed for months or years.
  case reserved
  /// May be taken away at any time.
  case spot
  /// Bought ahead for some days.
  case capacityBlock = "capacity block"
  /// What an operator reckons with in its own accounts.
  case operatorAssumption = "assumed by the operator"
  /// Worked out from purchase price, power and interest.
  case costModel = "cost model"

  // MARK: Party of a price

  /// One of the few largest cloud operators.
  case hyperscaler
  /// A cloud operator that rents out accelerators and little else.
  case neocloud
  /// Rented from a cloud operator for three years.
  case threeYearRental = "three-year rental"
}

// MARK: - Topics

extension CountingConvention {
  /// What a convention is about; of one topic a figure usually carries one tag.
  public enum Topic: Hashable, Sendable {
    case sparsity
    case direction
    case capacityUnit
    case capacityPart
    case share
    case firmness
    case priceKind
    case priceParty
  }

  /// The question that this tag answers.
  public var topic: Topic {
    switch self {
    case .dense, .structuredSparsity, .sparsityUnstated: .sparsity
    case .oneDirection, .bothDirections, .directionUnstated: .direction
    case .decimalGigabytes, .binaryGibibytes: .capacityUnit
    case .usable, .fitted, .labelled: .capacityPart
    case .perDie, .perPackage, .perSuperchip, .perNode, .perRack: .share
    case .peak, .achieved, .announced, .shipped, .reported, .estimate, .disputed, .unverified:
      .firmness
    case .index, .onDemand, .reserved, .spot, .capacityBlock, .operatorAssumption, .costModel:
      .priceKind
    case .hyperscaler, .neocloud, .threeYearRental: .priceParty
    }
  }
}

import Quantities

/// Where a device stands in a layout: its stage, and within it data, context and tensor rank.
///
/// Devices are numbered with the tensor rank fastest, then context, data and stage, so that the devices that
/// say most to each other are neighbours:
///
///     rank = ((stage · dp + data) · cp + context) · tp + tensor
public struct DevicePlace: Hashable, Sendable {
  /// Pipeline stage.
  public let stage: Int
  /// Whose sequences the device works on.
  public let data: Int
  /// Which part of each sequence's cache it keeps.
  public let context: Int
  /// Which part of each matrix it holds.
  public let tensor: Int

  package init(stage: Int, data: Int, context: Int, tensor: Int) {
    (self.stage, self.data, self.context, self.tensor) = (stage, data, context, tensor)
  }
}

extension Layout {
  /// The place of a device, counted from 0.
  ///
  /// Stops if there is no such device.
  public func place(of rank: Int) -> DevicePlace {
    guard (0..<devices).contains(rank) else {
      stop("there is no device \(rank) among \(devices)")
    }
    return DevicePlace(
      stage: rank / devicesPerStage,
      data: rank / (context * tensor) % data,
      context: rank / tensor % context,
      tensor: rank % tensor
    )
  }

  /// The device of a place.
  public func rank(of place: DevicePlace) -> Int {
    ((place.stage * data + place.data) * context + place.context) * tensor + place.tensor
  }

  /// The devices among which a place's matrices are cut, in order of rank.
  package func tensorGroup(of place: DevicePlace) -> Range<Int> {
    let first = rank(of: place) - place.tensor
    return first..<first + tensor
  }

  /// The devices that pass the same rows through a stage: all tensor and context ranks of a data rank.
  package func replicas(of place: DevicePlace) -> Range<Int> {
    let first = rank(of: place) - place.context * tensor - place.tensor
    return first..<first + context * tensor
  }

  /// The devices among which a place's sequences are cut, in order of context rank.
  package func contextGroup(of place: DevicePlace) -> [Int] {
    let first = replicas(of: place).lowerBound + place.tensor
    return (0..<context).map { first + $0 * tensor }
  }

  /// The device at the same place of another stage.
  package func rank(of place: DevicePlace, stage: Int) -> Int {
    rank(of: place) + (stage - place.stage) * devicesPerStage
  }
}

extension Layout {
  /// The part of some items, dealt evenly in order, that belongs to one of so many parts.
  ///
  ///     count · part / parts ..< count · (part + 1) / parts
  package static func share(of count: Int, part: Int, of parts: Int) -> Range<Int> {
    count * part / parts..<count * (part + 1) / parts
  }

  /// The chunk of some numbers whose sums a ring leaves with a member of a group.
  ///
  /// In the last of its steps member i receives, and completes, chunk i + 1.
  package static func chunk(of count: Int, leftWith member: Int, of group: Int) -> Range<Int> {
    share(of: count, part: (member + 1) % group, of: group)
  }

  /// Positions of the cache that a context rank keeps among the first so many: every cp-th block of 16.
  package func positionsKept(of positions: Int, context rank: Int) -> Int {
    let block = Self.cacheBlock
    let round = block * context
    let rest = positions % round - rank * block
    return positions / round * block + min(max(rest, 0), block)
  }

  /// The positions of a sequence whose keys and values a device keeps, among the first so many.
  ///
  /// Runs of 16 are dealt to the context ranks in turn. Only the devices of the sequence's data rank keep any.
  public func positions(of length: Int, keptOn rank: Int) -> [Range<Int>] {
    guard context > 1 else { return length > 0 ? [0..<length] : [] }
    let first = place(of: rank).context * Self.cacheBlock
    return stride(from: first, to: length, by: Self.cacheBlock * context).map {
      $0..<min($0 + Self.cacheBlock, length)
    }
  }

  /// Positions that lie together on a context rank.
  package static let cacheBlock = 16
}

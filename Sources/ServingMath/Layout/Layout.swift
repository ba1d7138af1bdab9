import Quantities

/// How a model is spread over devices: the degree of each kind of parallelism.
///
///     devices = pipeline · data · tensor · context
///
/// Experts are sharded over the same devices, within a stage: `expert` divides data · tensor · context.
/// Written `tp8,ep64,pp4`; what is not written is 1, and without `dp` an expert degree brings as many
/// data-parallel ranks as it needs. Stages of unequal depth are written with their layers: `pp16/15/15/15`.
///
/// > Source: the lecture shards experts over a rack and layers over racks, 0:31:59 to 1:18:59.
public struct Layout: Hashable, Sendable {
  /// Pipeline stages; each has its own layers.
  public let pipeline: Int
  /// Ranks that hold the same weights, experts apart, and different sequences.
  public let data: Int
  /// Devices over which each matrix is cut.
  public let tensor: Int
  /// Devices over which each sequence's cache is cut.
  public let context: Int
  /// Devices of a stage over which the routed experts of a layer are dealt out.
  public let expert: Int
  /// Experts of a layer that are held twice, to even out the load.
  public let redundantExperts: Int
  /// Layers of each stage, where they were given; else they are dealt evenly.
  public let stageLayers: [Int]?

  /// A layout of these degrees.
  ///
  /// - Parameters:
  ///   - pipeline: Stages.
  ///   - data: Without it, as many ranks as the expert degree needs.
  ///   - tensor: Devices a matrix.
  ///   - context: Devices a sequence.
  ///   - expert: Devices the experts of a layer are dealt to.
  ///   - redundantExperts: Experts of a layer held twice.
  ///   - stageLayers: Layers of each stage, first to last, instead of a number of stages.
  /// - Throws: `LayoutError` if a degree is below one or experts do not divide the stage's devices.
  public init(
    pipeline: Int = 1,
    data: Int? = nil,
    tensor: Int = 1,
    context: Int = 1,
    expert: Int = 1,
    redundantExperts: Int = 0,
    stageLayers: [Int]? = nil
  ) throws(LayoutError) {
    let pipeline = stageLayers?.count ?? pipeline
    if let empty = stageLayers?.firstIndex(where: { $0 < 1 }) { throw .emptyStage(empty) }
    for (name, degree) in [
      ("pp", pipeline), ("dp", data ?? 1), ("tp", tensor), ("cp", context), ("ep", expert),
    ] where !(1...100_000).contains(degree) { throw .degreeOutOfRange(name: name, degree: degree) }
    let cut = tensor * context
    self.data = data ?? (expert.isMultiple(of: cut) ? expert / cut : 1)
    self.pipeline = pipeline
    self.tensor = tensor
    self.context = context
    self.expert = expert
    self.redundantExperts = redundantExperts
    self.stageLayers = stageLayers
    guard (0...100_000).contains(redundantExperts) else {
      throw .degreeOutOfRange(name: "redundant experts ", degree: redundantExperts)
    }
    let devices = [self.data, tensor, context].reduce(Double(pipeline)) { $0 * Double($1) }
    guard devices <= 10_000_000 else { throw .tooManyDevices }
    guard devicesPerStage.isMultiple(of: expert) else {
      let all = devicesPerStage
      let nearest = Self.nearest(to: expert) { all.isMultiple(of: $0) }
      throw .expertsDoNotDivideStage(expert: expert, devices: all, nearest: nearest)
    }
  }

  /// One device.
  public static let single = Layout()

  private init() {
    (pipeline, data, tensor, context, expert, redundantExperts) = (1, 1, 1, 1, 1, 0)
    stageLayers = nil
  }

  /// Devices that hold one stage.
  public var devicesPerStage: Int { data * tensor * context }

  /// Devices over which the width of each routed expert is cut: what expert parallelism leaves of the
  /// tensor degree.
  public var expertTensor: Int {
    var (divisor, rest) = (tensor, expert)
    while rest != 0 { (divisor, rest) = (rest, divisor % rest) }
    return tensor / divisor
  }

  /// All devices.
  public var devices: Int { pipeline * devicesPerStage }
}

extension Layout: CustomStringConvertible {
  /// As it is written: `pp4,dp64,ep64`; `1 device` where nothing is spread.
  public var description: String {
    var parts = [
      ("pp", pipeline), ("dp", data), ("tp", tensor), ("cp", context), ("ep", expert),
    ].filter { $0.1 > 1 }.map { "\($0.0)\($0.1)" }
    if let stageLayers, pipeline > 1 {
      parts[0] = "pp" + stageLayers.map(String.init).joined(separator: "/")
    }
    return parts.isEmpty ? "1 device" : parts.joined(separator: ",")
  }
}

// MARK: - Reading

extension Layout {
  /// The layout that a text spells: degrees with their names, in any order.
  ///
  /// - Parameters:
  ///   - text: As in `tp8,ep64,pp4`.
  ///   - redundantExperts: Experts of a layer held twice.
  /// - Throws: `LayoutError`, naming the part that is no degree or stands twice.
  public init(parsing text: String, redundantExperts: Int = 0) throws(LayoutError) {
    var degrees: [String: Int] = [:]
    var stageLayers: [Int]?
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      let trimmed = part.filter { $0 != " " }.lowercased()
      let name = String(trimmed.prefix { $0.isLetter })
      let digits = trimmed.dropFirst(name.count)
      let fields = digits.split(separator: "/", omittingEmptySubsequences: false)
      let numbers = fields.compactMap { Int($0) }
      guard Self.names.contains(name), let first = numbers.first, numbers.count == fields.count,
        numbers.count == 1 || name == "pp"
      else { throw .noDegree(String(part)) }
      if numbers.count > 1 { stageLayers = numbers }
      let degree = numbers.count > 1 ? numbers.count : first
      guard degrees.updateValue(degree, forKey: name) == nil else { throw .degreeTwice(name: name) }
    }
    try self.init(
      pipeline: degrees["pp"] ?? 1,
      data: degrees["dp"],
      tensor: degrees["tp"] ?? 1,
      context: degrees["cp"] ?? 1,
      expert: degrees["ep"] ?? 1,
      redundantExperts: redundantExperts,
      stageLayers: stageLayers
    )
  }

  private static let names = ["pp", "dp", "tp", "cp", "ep"]
}

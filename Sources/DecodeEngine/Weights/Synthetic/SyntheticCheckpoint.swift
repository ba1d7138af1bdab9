import Quantities
import ServingMath

/// Weights by seed: every element is a pure function of the seed, the tensor's name and the element's index.
///
/// So any part can be read in any order and from any thread, nothing is stored, and the same seed gives the
/// same bits on every machine. Elements are sums of four uniform numbers, nearly normal (kurtosis 2.7 instead
/// of 3, at most 3.46 deviations from the mean): outliers as trained models have are not among them.
public struct SyntheticCheckpoint: Checkpoint {
  /// The seed.
  public let seed: UInt64
  /// Names of all tensors, sorted.
  public let names: [String]
  private let tensors: [String: SyntheticTensor]

  /// Weights for a list of tensors.
  ///
  /// - Precondition: names differ, shapes have no negative side and fit into 64 bits.
  public init(_ tensors: [SyntheticTensor], seed: UInt64) {
    self.seed = seed
    var byName: [String: SyntheticTensor] = [:]
    for tensor in tensors {
      guard elementCount(of: tensor.shape) != nil else {
        stop("a synthetic tensor '\(tensor.name)' cannot have the shape \(tensor.shape)")
      }
      guard byName.updateValue(tensor, forKey: tensor.name) == nil else {
        stop("two synthetic tensors are named '\(tensor.name)'")
      }
    }
    self.tensors = byName
    names = byName.keys.sorted()
  }

  /// The shape of a tensor, nil if there is none of that name.
  public func shape(of name: String) -> [Int]? { tensors[name]?.shape }

  /// How the elements of a tensor would be stored without loss, nil if there is none of that name.
  public func format(of name: String) -> StoredFormat? { tensors[name] == nil ? nil : .fp32 }

  /// Makes elements in row-major order; see `Checkpoint`.
  public func read(
    _ name: String,
    from first: Int,
    into out: inout MutableSpan<Float>
  ) throws(CheckpointError) {
    let file = "synthetic weights of seed \(seed)"
    guard let tensor = tensors[name] else {
      throw CheckpointError(.unknownTensor(name, near: names), file: file)
    }
    let elements = tensor.shape.reduce(1, *)
    guard first >= 0, first <= elements, out.count <= elements - first else {
      throw CheckpointError(
        .outsideTensor(name, first: first, count: out.count, elements: elements),
        file: file
      )
    }
    let (mean, scale) = (tensor.mean, tensor.deviation / Self.deviationOfSum)
    // Element i takes the (i + 1)-th number of the generator that starts at the key.
    let start = key(of: name) &+ UInt64(first) &* SplitMix64.step
    for index in 0..<out.count {
      out[index] = mean + scale * Self.sum(start &+ UInt64(index) &* SplitMix64.step)
    }
  }

  /// Nothing is mapped, so nothing can go.
  public func release(_ name: String) {}

  // MARK: Numbers

  /// Four numbers of 16 bits that are independent and uniform, added up, less their mean 2 · 65,535.
  @inline(__always)
  private static func sum(_ counter: UInt64) -> Float {
    let bits = SplitMix64.mixed(counter &+ SplitMix64.step)
    // Two additions at once: fields of 32 bits hold sums of two.
    let pairs = (bits & 0x0000_FFFF_0000_FFFF) &+ ((bits &>> 16) & 0x0000_FFFF_0000_FFFF)
    let sum = Int32(truncatingIfNeeded: pairs &+ (pairs &>> 32))
    return Float(sum &- 131_070)
  }

  /// √(4 · (65,536² − 1) / 12).
  private static let deviationOfSum: Float = 37_837.227

  /// Where a tensor's sequence starts: FNV-1a over the name, mixed with the seed.
  private func key(of name: String) -> UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in name.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    return SplitMix64.mixed(SplitMix64.mixed(seed &+ SplitMix64.step) ^ hash)
  }
}

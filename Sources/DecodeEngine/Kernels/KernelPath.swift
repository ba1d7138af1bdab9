internal import CKernels

/// The code that a kernel runs.
///
/// From the first to the last they are faster and less like the formula; each is held against the first.
public enum KernelPath: String, CaseIterable, Hashable, Sendable {
  /// Plain loops without vectors: the same bits on every CPU.
  case reference
  /// Swift's vectors of 16 lanes and checked spans, inputs in single precision.
  case swift
  /// C vectors as wide as the CPU has them, inputs in single precision.
  case vector
  /// As `vector`, but where the CPU has instructions for it, inputs of products are rounded as the weights
  /// are: to bf16, or to whole numbers with one scale for 128.
  case native

  /// The fastest.
  public static let best = KernelPath.native
}

/// The C kernels that a path uses on this CPU.
@safe struct CompiledKernels: @unchecked Sendable {
  // Sendable: tables of function addresses that are never written.

  /// Kernels with inputs in single precision.
  let table: UnsafePointer<ck_kernels>
  /// Products with rounded inputs, by format; nil where there are none.
  private let rounded: [UnsafePointer<ck_rounded>?]

  /// The kernels of a path; nil for paths that need none.
  ///
  /// - Parameters:
  ///   - path: The code that is asked for.
  ///   - level: An instruction set, 0 for the one that all CPUs of the architecture have; by default the
  ///     widest. One that this CPU lacks counts as the widest below it.
  init?(_ path: KernelPath, level: Int?) {
    guard path == .vector || path == .native else { return nil }
    var level = Int32(min(level ?? .max, Int(ck_levels) - 1))
    while level > 0, unsafe ck_at(level) == nil { level -= 1 }
    unsafe table = ck_at(level)
    unsafe rounded = WeightFormat.allCases.map { format in
      path == .native ? unsafe ck_rounded_at(Int32(format.index)) : nil
    }
  }

  /// The product with rounded inputs of a format, if there is one.
  func rounded(_ format: WeightFormat) -> UnsafePointer<ck_rounded>? {
    unsafe rounded[format.index]
  }

  /// What runs for a format: `c fp32 avx512`, `c int8 vnni avx512`.
  func description(of format: WeightFormat) -> String {
    if let rounded = unsafe rounded(format) { return unsafe String(cString: rounded.pointee.name) }
    return unsafe "c fp32 " + String(cString: table.pointee.name)
  }

  /// Instruction sets for which there are kernels and which this CPU runs, the plain one first.
  static var levels: [Int] { (0..<Int(ck_levels)).filter { unsafe ck_at(Int32($0)) != nil } }
}

extension WeightFormat {
  /// The place of the format in the C kernels' tables.
  var index: Int {
    switch self {
    case .fp32: 0
    case .bf16: 1
    case .int8: 2
    case .int4: 3
    }
  }
}

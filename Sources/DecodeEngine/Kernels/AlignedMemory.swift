import Glibc
import Quantities

/// Memory that starts at a cache line and is zero at first; freed with its owner.
///
/// Pages that are never touched take no memory, so that a large pool costs what is used of it.
@safe package final class AlignedMemory: @unchecked Sendable {
  // Sendable: the owner decides who writes. Weights are written before they are shared; caches and
  // activations belong to one engine, whose kernels give each thread rows of its own.

  /// The first byte.
  let base: UnsafeMutableRawPointer
  /// Bytes that may be used.
  package let count: Int
  private let owner: Owner

  /// Whose pages they are.
  @safe private enum Owner {
    case mapping(UnsafeMutableRawPointer, length: Int)
    case slab(AlignedMemory)
  }

  /// So many zero bytes; stops the program if the system has no memory left.
  package init(bytes: Int) {
    // Whole large pages are better served by large pages: a weight stream misses the TLB less.
    let isLarge = bytes >= Self.largePage
    let length = isLarge ? bytes + Self.largePage : max(bytes, 1)
    let mapped = unsafe mmap(
      nil,
      length,
      PROT_READ | PROT_WRITE,
      MAP_PRIVATE | MAP_ANONYMOUS,
      -1,
      0
    )
    guard let mapped = unsafe mapped, unsafe mapped != MAP_FAILED else {
      stop("the system has no \(bytes) bytes of memory left")
    }
    count = bytes
    unsafe owner = .mapping(mapped, length: length)
    guard isLarge else {
      unsafe base = mapped
      return
    }
    unsafe base = mapped.alignedUp(toMultipleOf: Self.largePage)
    _ = unsafe madvise(base, bytes, MADV_HUGEPAGE)
  }

  /// Some bytes of a slab, which stays for as long as they do.
  init(_ slab: AlignedMemory, offset: Int, bytes: Int) {
    unsafe base = slab.base + offset
    count = bytes
    owner = .slab(slab)
  }

  deinit {
    if case .mapping(let start, let length) = owner { _ = unsafe munmap(start, length) }
  }

  /// Whose pages these bytes lie in: the slab, or the memory itself.
  var whole: AlignedMemory {
    if case .slab(let slab) = owner { slab } else { self }
  }

  /// Asks the system again for large pages where it had none when the bytes were first written.
  func gatherPages() {
    let collapse: Int32 = 25  // MADV_COLLAPSE, Linux 6.1; others say that they do not know it.
    _ = unsafe madvise(base, count / Self.largePage * Self.largePage, collapse)
  }

  private static let largePage = 1 << 21

  /// The bytes as single-precision numbers.
  var floats: UnsafeMutablePointer<Float> {
    unsafe base.assumingMemoryBound(to: Float.self)
  }
}

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

  /// So many zero bytes; stops the program if the system has no memory left.
  package init(bytes: Int) {
    count = bytes
    let length = max(bytes, 1)
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
    unsafe base = mapped
    // Whole megabytes are better served by large pages: a weight stream misses the TLB less.
    if length >= 1 << 21 { _ = unsafe madvise(base, length, MADV_HUGEPAGE) }
  }

  deinit {
    _ = unsafe munmap(base, max(count, 1))
  }

  /// The bytes as single-precision numbers.
  var floats: UnsafeMutablePointer<Float> {
    unsafe base.assumingMemoryBound(to: Float.self)
  }
}

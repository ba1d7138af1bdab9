import Glibc
import Quantities

/// A file mapped into memory for reading; the one place of this folder that knows addresses.
///
/// Every access is checked against the size that the file had when it was opened. A file that is cut shorter
/// afterwards would stop the process at the next access (SIGBUS), so readers call `checkUnchanged()` before
/// each pass over a tensor: what remains is a cut in the microseconds of that very pass.
///
/// Sendable because nothing changes after `init`: the pages are read-only, and `discard` only asks the
/// kernel to fetch them again on the next access.
@safe final class MappedFile: Sendable {
  /// The path under which it was opened.
  let path: String
  /// The size when it was opened.
  let byteCount: Int
  private let descriptor: Int32
  private let address: UInt

  /// Opens and maps a regular file.
  ///
  /// - Throws: `CheckpointError` if it cannot be opened, is no regular file, or cannot be mapped.
  init(path: String) throws(CheckpointError) {
    // Without O_NONBLOCK, opening a pipe would wait for a writer.
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else {
      throw CheckpointError(.cannotOpen(Self.reason(errno)), file: path)
    }
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      close(descriptor)
      throw CheckpointError(.notRegular, file: path)
    }
    var address: UInt = 0
    // An empty file has nothing to map, and mmap refuses a length of 0.
    if status.st_size > 0 {
      let start = unsafe mmap(nil, status.st_size, PROT_READ, MAP_PRIVATE, descriptor, 0)
      guard let start = unsafe start, unsafe start != MAP_FAILED else {
        let reason = Self.reason(errno)
        close(descriptor)
        throw CheckpointError(.cannotOpen(reason), file: path)
      }
      address = UInt(bitPattern: start)
    }
    self.path = path
    self.descriptor = descriptor
    self.address = address
    byteCount = status.st_size
  }

  deinit {
    if address != 0 { unsafe munmap(UnsafeMutableRawPointer(bitPattern: address), byteCount) }
    close(descriptor)
  }

  /// Throws if the file has become shorter than what is mapped.
  func checkUnchanged() throws(CheckpointError) {
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0, status.st_size >= byteCount else {
      throw CheckpointError(.shrunk(from: byteCount, to: status.st_size), file: path)
    }
  }

  /// A little-endian integer at any offset inside the file.
  @inline(__always)
  func integer<Integer: FixedWidthInteger & BitwiseCopyable>(
    _ type: Integer.Type,
    at offset: Int
  ) -> Integer {
    unsafe withUnsafeBytes(offset, Integer.bitWidth / 8) {
      unsafe Integer(littleEndian: $0.loadUnaligned(as: type))
    }
  }

  /// Calls a function with the bytes of a part, which must be inside the file.
  @inline(__always)
  @unsafe func withUnsafeBytes<Result>(
    _ offset: Int,
    _ count: Int,
    _ body: (UnsafeRawBufferPointer) -> Result
  ) -> Result {
    requireInside(offset, count)
    let start = unsafe UnsafeRawPointer(bitPattern: address).map { unsafe $0 + offset }
    return unsafe body(UnsafeRawBufferPointer(start: start, count: start == nil ? 0 : count))
  }

  /// A copy of a part of the file.
  func copy(_ range: Range<Int>) -> [UInt8] {
    unsafe withUnsafeBytes(range.lowerBound, range.count) { unsafe Array($0) }
  }

  /// Lets the pages of a part go; they are read from the file again when touched.
  ///
  /// Neighbours go too, since the system maps up to a large page's worth around each page that is touched:
  /// without them 9 MB of a file of 219 MB stayed after all its tensors had gone.
  func discard(_ range: Range<Int>) {
    requireInside(range.lowerBound, range.count)
    guard address != 0, !range.isEmpty else { return }
    let page = sysconf(Int32(_SC_PAGESIZE))
    let start = max(0, range.lowerBound - Self.neighbourhood) / page * page
    let end = min(byteCount, range.upperBound + Self.neighbourhood)
    // Only a hint: a failure changes nothing that a caller could see.
    unsafe madvise(
      UnsafeMutableRawPointer(bitPattern: address + UInt(start)),
      end - start,
      MADV_DONTNEED
    )
  }

  private static let neighbourhood = 1 << 21

  // MARK: Addresses

  @inline(__always)
  private func requireInside(_ offset: Int, _ count: Int) {
    guard offset >= 0, count >= 0, count <= byteCount, offset <= byteCount &- count else {
      stop("\(count) bytes at \(offset) of a file of \(byteCount) bytes were asked for")
    }
  }

  private static func reason(_ code: Int32) -> String {
    unsafe strerror(code).map { unsafe String(cString: $0) } ?? "error \(code)"
  }
}

import Foundation
import Synchronization

/// The digests of files that are read again and again in one run of the tool.
///
/// A file is read each time, since it may have changed: what is spared is the digest of bytes that have not.
final class ReadFiles: Sendable {
  /// The bytes of longer files are not kept.
  private static let longest = 4 << 20
  private let known = Mutex<[String: (data: Data, digest: String)]>([:])

  /// The digest of some bytes.
  ///
  /// - Parameters:
  ///   - data: What was just read.
  ///   - path: Where.
  /// - Returns: Its SHA-256.
  func digest(of data: Data, at path: String) -> String {
    if let last = known.withLock({ $0[path] }), last.data == data { return last.digest }
    let digest = SHA256.digest(data)
    if data.count <= Self.longest { known.withLock { $0[path] = (data, digest) } }
    return digest
  }
}

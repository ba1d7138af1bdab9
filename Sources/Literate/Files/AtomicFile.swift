package import Foundation

/// Writes files so that a reader finds the old one or the new one, whenever the writer is killed.
package enum AtomicFile {
  /// Writes a file beside its place and moves it there.
  ///
  /// - Parameters:
  ///   - data: The whole content.
  ///   - path: Where it goes; its folder must be there.
  /// - Throws: `FileFailure`; the old file is then as it was.
  package static func write(_ data: Data, to path: String) throws {
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
    try WorkFolder.withNow(in: folder) { work in
      try create(data, at: work + "/new")
      try move(work + "/new", to: path)
    }
  }

  /// Writes a file that is not there yet.
  static func create(_ data: Data, at path: String) throws(FileFailure) {
    let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw FileFailure(path) }
    defer { close(descriptor) }
    var rest = data[...]
    while !rest.isEmpty {
      let count = unsafe rest.withUnsafeBytes { bytes in
        unsafe Foundation.write(descriptor, bytes.baseAddress, bytes.count)
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw FileFailure(path) }
      rest = rest.dropFirst(count)
    }
  }

  /// Moves a file to its place at one stroke, over what is there.
  static func move(_ path: String, to place: String) throws(FileFailure) {
    guard unsafe rename(path, place) == 0 else { throw FileFailure(place) }
  }
}

/// A file that could not be written, with the system's reason.
package struct FileFailure: Error, CustomStringConvertible, Sendable {
  package let path: String
  package let code: Int32

  /// Takes the reason from the call that has just failed, unless it is known.
  init(_ path: String, code: Int32 = errno) {
    self.code = code
    self.path = path
  }

  package var description: String {
    "cannot write \(path): \(unsafe String(cString: strerror(code)))"
  }
}

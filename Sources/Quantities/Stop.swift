internal import Glibc

/// Stops the program because a law of the library was broken, after saying which one.
///
/// The text of a failed `precondition` is gone from an optimised build. Whatever must explain itself
/// to the author of a cell comes through here: the message is written to standard error first.
///
/// - Parameter message: What went wrong, with both sides named, without a final full stop.
@inline(never)
public func stop(_ message: String) -> Never {
  let bytes = Array((message + "\n").utf8)
  var written = 0
  while written < bytes.count {
    let count = unsafe bytes[written...].withUnsafeBytes { rest in
      unsafe write(STDERR_FILENO, rest.baseAddress, rest.count)
    }
    if count > 0 {
      written += count
    } else if count < 0 && errno == EINTR {
      continue
    } else {
      break
    }
  }
  preconditionFailure()
}

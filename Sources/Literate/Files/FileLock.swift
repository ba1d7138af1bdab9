import Foundation

/// A lock on a folder that ends with the process that holds it, however that ends.
///
/// It is the kernel's lock on the folder itself (`flock`): no file says that it is held, so none can be left behind.
final class FileLock: Sendable {
  private let descriptor: Int32

  /// Takes the lock; fails when it is held elsewhere, the folder is gone, or its file system knows no locks.
  ///
  /// - Parameters:
  ///   - folder: What is locked; it must be there.
  ///   - waits: Whether to wait for another holder.
  init?(_ folder: String, waits: Bool) {
    descriptor = unsafe open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    while flock(descriptor, waits ? LOCK_EX : LOCK_EX | LOCK_NB) != 0 {
      guard errno == EINTR else {
        close(descriptor)
        return nil
      }
    }
    // Whoever held it may have removed the folder meanwhile.
    var state = stat()
    guard unsafe fstat(descriptor, &state) == 0, state.st_nlink > 0 else {
      close(descriptor)
      return nil
    }
  }

  deinit { close(descriptor) }
}

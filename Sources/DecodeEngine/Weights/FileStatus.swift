import Glibc

/// What the file system says about a path.
enum FileStatus {
  /// Whether there is anything of that name, or a link to it.
  static func exists(_ path: String) -> Bool {
    unsafe access(path, F_OK) == 0
  }
}

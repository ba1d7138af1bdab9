package import Foundation

/// How much a cache may hold, and what goes when it holds more.
package struct CacheCleaning: Sendable {
  /// Bytes of all records.
  package var capacity = 256 << 20
  /// Seconds after its last use that a record is kept.
  package var longestUnused: TimeInterval = 60 * 24 * 60 * 60

  package init() {}

  /// Seconds after which a cache is cleaned even if nothing was added.
  private static let interval: TimeInterval = 24 * 60 * 60

  /// Cleans a cache that has grown, or was not cleaned for a day: most builds do nothing here.
  package func cleanIfDue(_ cache: RunCache) {
    let mark = cache.folder + "/cleaned"
    let last = Self.use(of: mark)?.time ?? .distantPast
    guard cache.hasStored || last.timeIntervalSinceNow < -Self.interval else { return }
    clean(cache)
    try? AtomicFile.write(Data(), to: mark)
  }

  /// Removes what has not been used for longest, never what this run uses.
  ///
  /// - Parameter cache: The records; the compiler's modules beside them are bounded like them.
  package func clean(_ cache: RunCache) {
    for folder in cache.folders {
      WorkFolder.sweep(folder)
    }
    let used = Set(cache.used.map { $0 + ".json" })
    clean(cache.runs, keeping: used)
    clean(cache.sites, keeping: [])
    clean(cache.woven, keeping: [])
    clean(cache.verdicts, keeping: [])
    clean(cache.units, keeping: [])
    for folder in Self.names(in: cache.moduleCache) {
      let path = cache.moduleCache + "/" + folder
      clean(path, keeping: [])
      _ = unsafe rmdir(path)
    }
  }

  private func clean(_ folder: String, keeping used: Set<String>) {
    var files = Self.names(in: folder).compactMap { name in
      Self.use(of: folder + "/" + name).map { (name: name, time: $0.time, size: $0.size) }
    }
    files.sort { ($0.time, $0.name) < ($1.time, $1.name) }
    var total = files.reduce(0) { $0 + $1.size }
    let oldest = Date(timeIntervalSinceNow: -longestUnused)
    for file in files where (total > capacity || file.time < oldest) && !used.contains(file.name) {
      // Another build may have removed it: that is as good.
      try? FileManager.default.removeItem(atPath: folder + "/" + file.name)
      total -= file.size
    }
  }

  private static func names(in folder: String) -> [String] {
    (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
  }

  private static func use(of path: String) -> (time: Date, size: Int)? {
    guard let values = try? FileManager.default.attributesOfItem(atPath: path),
      values[.type] as? FileAttributeType == .typeRegular
    else { return nil }
    return (
      values[.modificationDate] as? Date ?? .distantPast,
      (values[.size] as? NSNumber)?.intValue ?? 0
    )
  }
}

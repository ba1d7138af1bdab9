import Quantities

extension MemoryTier {
  /// The file system of solid-state drives that DeepSeek built, one of whose uses is the KV cache.
  ///
  /// A whole cluster: 180 nodes of sixteen drives with 14 TiB each, read at 6.6 TiB/s in a stress test
  /// with training traffic in the background. The network of a node is slower than its drives, which is
  /// why the whole drains more slowly than one drive.
  public static let fireFlyer = MemoryTier(
    "3FS, DeepSeek's cluster",
    kind: .flash,
    capacity: figure(
      180 * 16 * 14,
      .tebibytes,
      .deepSeekFiles,
      "2025-02",
      "180 nodes of 16 drives"
    ),
    bandwidth: figure(
      6.6,
      .tebibytes / .seconds,
      .deepSeekFiles,
      "2025-02",
      "read stress test, with background traffic"
    )
  )
}

/// Where a figure was taken from.
public struct SourceReference: Hashable, Sendable {
  /// The key of the source in the book's `references.yml`.
  public let key: String
  /// The title of the source.
  public let title: String
  /// Where in the source the figure stands: an address, a section or a table.
  public let location: String?

  /// A reference to a source and, where known, the place in it.
  public init(key: String, title: String, location: String? = nil) {
    self.key = key
    self.title = title
    self.location = location
  }
}

/// What the tool says, in one place.
enum DiagnosticGallery {
  struct Exhibit: Sendable, CustomStringConvertible {
    let name: String
    let files: [String: String]
    let said: String

    init(_ name: String, _ chapter: String, files: [String: String] = [:], says said: String) {
      self.name = name
      self.files = files.merging(["01-a.md": chapter]) { $1 }
      self.said = said
    }

    var description: String { name }
  }

  static let all: [Exhibit] = [
    Exhibit("x", "A 12 here.\n", says: "")
  ]
}

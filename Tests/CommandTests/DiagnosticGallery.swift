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

  private static let drain = """
    ```swift id=a
    let drain = Quantity(24, .milliseconds)
    ```


    """

  static let all: [Exhibit] = [
    Exhibit(
      "a claim out of its default tolerance",
      drain + "It takes [25 ms](claim:drain).\n",
      says: """
        5:10: error: claim '25 ms' is 4.2 % above the computed 24 ms; \
        ±0.5 ms allowed, 24.5 ms to 25.5 ms [claim]
            It takes [25 ms](claim:drain).
                     ^~~~~~~
        2:5: note: 'drain' comes from here
            let drain = Quantity(24, .milliseconds)
                ^~~~~
        help: write '24 ms', or give the claim a tolerance
        """
    ),
    Exhibit(
      "a claim out of a stated tolerance",
      drain + "It takes [30 ms](claim:drain \"±5%\").\n",
      says: """
        5:10: error: claim '30 ms' is 25 % above the computed 24 ms; \
        ±5 % allowed, 28.57 ms to 31.58 ms [claim]
            It takes [30 ms](claim:drain "±5%").
                     ^~~~~~~
        2:5: note: 'drain' comes from here
            let drain = Quantity(24, .milliseconds)
                ^~~~~
        help: write '24 ms', or give the claim a tolerance
        """
    ),
  ]
}

/// The book on which most commands are tried: one chapter with every kind of thing in it.
enum SmallBook {
  static let chapter = """
    ---
    title: A small chapter
    ---

    Words before the first cell.

    ```swift id=choices parameters
    let batch = 2_400
    let width = Quantity(2, .gigabytes)
    ```

    ```swift id=first
    func double(_ number: Int) -> Int { number * 2 }
    let doubled = double(batch)
    print("doubled", doubled)
    ```

    ```output
    doubled 4800
    ```

    ```swift id=other
    let other = Quantity(20, .milliseconds)
    print("other")
    ```

    There are [2,400 sequences](claim:batch), the racks run [4,800](claim:doubled), it takes
    [20 ms](claim:other), [it is even](<claim:batch % 2 == 0>), and [3 GB](claim:width "disputed")
    is [2.00 GB](value:width "0.00 GB").

    """

  static let files = ["01-small.md": chapter]

  /// The chapter with one stretch of it replaced.
  static func replacing(_ old: String, with new: String) -> String {
    chapter.replacing(old, with: new)
  }
}

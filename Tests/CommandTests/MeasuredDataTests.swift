import Foundation
import Literate
import TestSupport
import Testing

/// Records of measurements: an error as soon as they were made with other sources than those at hand.
@Suite struct MeasuredDataTests {
  private static let chapter = """
    # Measured

    ```swift id=before
    let one = 1
    ```

    ```swift id=steps reads=steps.csv
    let two = 2
    ```

    """

  private static let sources = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("Sources").path

  private static func record(key: String) -> String {
    """
    {"command": "chalktalk measure --out Chapters/data", "date": "2026-11-29", "key": \(key)}
    """
  }

  private func errors(_ record: String, chapter: String = chapter) async throws -> [String] {
    let files = ["01-a.md": chapter, "steps.csv": "1\n", "steps.json": record]
    return try await TemporaryBook.with(files) { book in
      let (status, report) = try book.check()
      #expect(status == (report.errors.isEmpty ? 0 : 1))
      return report.errors.map {
        "\($0.location) \($0.id): \($0.message); \($0.help ?? "")"
      }
    }
  }

  @Test func aRecordOfTheSourcesAtHandIsRight() async throws {
    let digest = SourceDigest(in: Self.sources)
    let (room, file) = try (
      digest.digest(of: ["CMessagePassing"]), digest.digest(of: ["DecodeEngine/Engine.swift"])
    )
    let key = #"{"CMessagePassing": "\#(room)", "DecodeEngine/Engine.swift": "\#(file)"}"#
    #expect(try await errors(Self.record(key: key)) == [])
  }

  @Test func aRecordOfOtherSourcesIsAnErrorThatNamesThemAndTheCommand() async throws {
    let room = try SourceDigest(in: Self.sources).digest(of: ["CMessagePassing"])
    let key = #"{"CMessagePassing": "\#(room)", "CKernels": "00", "NoSuchRoom": "00"}"#
    #expect(
      try await errors(Self.record(key: key)) == [
        "book/01-a.md:7:1 measured: the record steps.json that 'steps' reads is stale: "
          + "CKernels, NoSuchRoom have changed since it was measured on 2026-11-29; "
          + "run 'chalktalk measure --out Chapters/data' on a quiet machine and commit the record"
      ]
    )
  }

  @Test(arguments: ["{}", "\"5f1c\"", "7"])
  func aKeyThatNamesNoSourceIsAnError(key: String) async throws {
    let found = try await errors(Self.record(key: key))
    #expect(found.count == 1)
    #expect(found.first?.contains("does not say which sources it was made with") == true)
  }

  @Test(arguments: [#"{"rows": 12}"#, "[1, 2]", "not even JSON"])
  func dataThatWasNotMeasuredHereHasNoKey(content: String) async throws {
    #expect(try await errors(content) == [])
  }

  @Test func aCellThatReadsTheRecordItselfIsNamedToo() async throws {
    let chapter = Self.chapter.replacing("reads=steps.csv", with: "reads=steps.json,steps.csv")
    let found = try await errors(Self.record(key: #"{"CKernels": "00"}"#), chapter: chapter)
    #expect(found.count == 1)
    #expect(found.first?.hasPrefix("book/01-a.md:7:1 measured:") == true)
  }
}

import Foundation
import Literate
import TestSupport
import Testing

/// A cache stays within its bounds, and never loses what is in use.
@Suite struct CacheCleaningTests {
  /// A record of about a thousand bytes.
  private func record() -> RunRecord {
    var transcript = Transcript()
    transcript.output["cell"] = [.text(String(repeating: "x", count: 1000))]
    return RunRecord(transcript: transcript)
  }

  private func fill(_ folder: String, _ count: Int, secondsApart: Double) throws {
    let cache = try RunCache(folder: folder)
    for number in 0..<count {
      try cache.store(record(), for: "key\(number)")
      try FileManager.default.setAttributes(
        [.modificationDate: Date(timeIntervalSinceNow: Double(number - count) * secondsApart)],
        ofItemAtPath: "\(folder)/runs/key\(number).json"
      )
    }
  }

  private func names(_ folder: String) throws -> Set<String> {
    Set(try FileManager.default.contentsOfDirectory(atPath: folder + "/runs"))
  }

  @Test func whatWasUsedLongestAgoGoesFirst() async throws {
    try await withTemporaryFolder { folder in
      try fill(folder, 10, secondsApart: 60)
      var cleaning = CacheCleaning()
      cleaning.capacity = 5000
      cleaning.clean(try RunCache(folder: folder))
      let left = try names(folder)
      #expect(left.contains("key9.json"))
      #expect(!left.contains("key0.json"))
      #expect((3...5).contains(left.count))
    }
  }

  @Test func whatThisRunUsesStays() async throws {
    try await withTemporaryFolder { folder in
      try fill(folder, 10, secondsApart: 60)
      var cleaning = CacheCleaning()
      cleaning.capacity = 0
      let cache = try RunCache(folder: folder)
      guard case .found = cache.record(for: "key0") else {
        Issue.record("the oldest record is not found")
        return
      }
      cleaning.clean(cache)
      #expect(try names(folder) == ["key0.json"])
    }
  }

  @Test func whatIsOldGoes() async throws {
    try await withTemporaryFolder { folder in
      try fill(folder, 4, secondsApart: 40 * 24 * 60 * 60)
      CacheCleaning().clean(try RunCache(folder: folder))
      #expect(try names(folder) == ["key3.json"])
    }
  }

  @Test func aCacheThatHasNotGrownIsLeftAloneForADay() async throws {
    try await withTemporaryFolder { folder in
      try fill(folder, 4, secondsApart: 60)
      let cache = try RunCache(folder: folder)
      var cleaning = CacheCleaning()
      cleaning.cleanIfDue(cache)  // leaves its mark
      cleaning.capacity = 0
      cleaning.cleanIfDue(cache)
      #expect(try names(folder).count == 4)
      try FileManager.default.setAttributes(
        [.modificationDate: Date(timeIntervalSinceNow: -2 * 24 * 60 * 60)],
        ofItemAtPath: folder + "/cleaned"
      )
      cleaning.cleanIfDue(cache)
      #expect(try names(folder).isEmpty)
    }
  }
}

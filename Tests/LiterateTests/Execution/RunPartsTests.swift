import Literate
import Testing

/// What a miss is put down to.
@Suite struct RunPartsTests {
  private let last = RunParts([
    .init(.tool, "tool", "1"), .init(.toolchain, "toolchain", "a"),
    .init(.engine, "libCells.so", "b"), .init(.file, "x.csv", "c"), .init(.cell, "one", "d"),
    .init(.cell, "two", "e"), .init(.expression, "a + b", "1"),
  ])

  private func changed(_ change: (inout [RunParts.Part]) -> Void) -> String? {
    var parts = last.parts
    change(&parts)
    return RunParts(parts).change(since: last)
  }

  @Test func theSamePartsExplainNothing() {
    #expect(changed { _ in } == nil)
  }

  @Test func eachPartIsNamed() {
    #expect(changed { $0[0].digest = "2" } == "the tool is 2, was 1")
    #expect(changed { $0[1].digest = "-" } == "the compiler or its flags have changed")
    #expect(changed { $0[2].digest = "-" } == "the engine has changed (libCells.so)")
    #expect(changed { $0[3].digest = "-" } == "file 'x.csv' has changed")
    #expect(changed { $0[4].digest = "-" } == "cell 'one' has changed")
    #expect(changed { $0[5].name = "2" } == "cell '2' is new, cell 'two' is gone")
    #expect(changed { $0.swapAt(4, 5) } == "the cells have another order")
    #expect(changed { $0[6].digest = "2" } == "expression 'a + b' has moved")
  }

  @Test func manyChangesAreCounted() {
    let words = changed { parts in
      for index in parts.indices { parts[index].digest = "-" }
    }
    #expect(words?.hasSuffix(" and 3 more") == true, "\(words ?? "")")
  }
}

import Quantities
import Testing

/// What counts as read, and when.
@Suite(.serialized) struct FigureTraceTests {
  private static let source = SourceReference(key: "sheet", title: "A data sheet")

  private func read(_ name: String) {
    FigureTrace.note(.init(whole: name, of: Self.source)) {
      TracedFigure(name, source: Self.source, date: "2026", convention: "")
    }
  }

  private func taken() -> [String] { FigureTrace.take().map(\.value) }

  @Test func isOffWhereNoChapterRuns() {
    #expect(!FigureTrace.isOn)
    _ = taken()
    _ = Sourced(3, source: Self.source, date: "2026", convention: "").value
    #expect(taken() == [])
  }

  @Test func givesEachFigureOnceInAnOrderOfItsOwn() {
    _ = taken()
    for name in ["b", "a", "b"] { read(name) }
    #expect(taken() == ["a", "b"])
    #expect(taken() == [])
  }

  @Test func aStaticIsReadByAllWhoUseIt() {
    _ = taken()
    FigureTrace.beginStatic(1)
    FigureTrace.beginStatic(2)
    read("inner")
    FigureTrace.endStatic(2)
    read("outer")
    FigureTrace.endStatic(1)
    #expect(taken() == ["inner", "outer"], "whoever uses it first has read it too")
    FigureTrace.useStatic(2)
    #expect(taken() == ["inner"])
    FigureTrace.useStatic(1)
    #expect(taken() == ["inner", "outer"])
    FigureTrace.useStatic(3)
    #expect(taken() == [])
  }

  @Test func aStaticOfAStaticHasReadWhatThatRestsOn() {
    _ = taken()
    FigureTrace.beginStatic(11)
    read("deep")
    FigureTrace.endStatic(11)
    FigureTrace.beginStatic(12)
    FigureTrace.useStatic(11)
    FigureTrace.endStatic(12)
    _ = taken()
    FigureTrace.useStatic(12)
    #expect(taken() == ["deep"])
  }
}

import Quantities
import ServingMath
import TestSupport
import Testing

@Suite struct ChipLookupTests {
  @Test(arguments: [
    ("h100", "H100"), ("TPU-V5E", "TPU v5e"), ("tpu_7x", "TPU7x"), ("a100 80gb", "A100-80GB"),
    ("rubin early", "Rubin (early)"), ("wse3", "WSE-3"), ("mi300x", "MI300X"),
  ])
  func findsAChipHoweverItIsWritten(written: String, name: String) throws {
    #expect(try Chip.named(written).name == name)
  }

  @Test(arguments: [7, 8] as [UInt64])
  func caseSpacesAndPunctuationDoNotMatter(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    for chip in Chip.everything {
      var written = ""
      for character in chip.name {
        written += Bool.random(using: &generator) ? character.uppercased() : character.lowercased()
        if Bool.random(using: &generator), let mark = " -_./()".randomElement(using: &generator) {
          written.append(mark)
        }
      }
      #expect(try Chip.named(written).name == chip.name, "\(written)")
    }
  }

  @Test(arguments: [
    ("h10", "H100"), ("gb20", "GB200"), ("trainum 2", "Trainium2"), ("tpu v6", "TPU v6e"),
  ])
  func proposesTheNearestName(written: String, nearest: String) {
    let error = #expect(throws: UnknownName.self) { _ = try Chip.named(written) }
    #expect(error?.nearest == nearest)
    #expect(error?.description == "no chip is called '\(written)'; did you mean '\(nearest)'?")
  }

  @Test func listsTheKnownNamesWhenNoneIsNear() {
    let error = #expect(throws: UnknownName.self) { _ = try Chip.named("abacus") }
    #expect(error?.nearest == nil)
    #expect(error?.known == Chip.everything.map(\.name))
    #expect(error?.description.hasPrefix("no chip is called 'abacus'; known: A100-40GB,") == true)
  }
}

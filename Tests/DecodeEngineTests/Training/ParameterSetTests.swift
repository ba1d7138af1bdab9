import DecodeEngine
import Quantities
import Testing

@Suite struct ParameterSetTests {
  @Test func differencesAreFoundInAnyTensor() throws {
    let set = try SmallModels.model(SmallModels.shape()).parameters
    #expect(set.largestDifference(to: set) == Quantity(0))
    for tensor in [set.tensors[0], set.tensors[4], set.tensors[set.tensors.count - 1]] {
      var other = set
      var values = tensor.values
      values[values.count - 1] -= 64
      try other.replace(tensor.name, with: values)
      let changed = try #require(other[tensor.name]?.last)
      let difference = try #require(tensor.values.last) - changed
      #expect(set.largestDifference(to: other) == Quantity(Double(difference)))
      #expect(other.largestDifference(to: set) == Quantity(Double(difference)))
      #expect(other.largest == Quantity(Double(-changed)))
    }
  }

  @Test func setsOfOtherShapesAreNotCompared() async {
    await #expect(processExitsWith: .failure) {
      let one = try SmallModels.model(SmallModels.shape()).parameters
      let other = try SmallModels.model(SmallModels.shape(layers: 3)).parameters
      _ = one.largestDifference(to: other)
    }
  }
}

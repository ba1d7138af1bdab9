import DecodeEngine
import ServingMath
import TestSupport
import Testing

@Suite struct TensorListTests {
  @Test(arguments: ReferenceFile.names)
  func listsTheTensorsOfAPublishedCheckpoint(_ name: String) throws {
    let reference = try ReferenceFile(name)
    let architecture = try Architecture(folder: reference.folder)
    let checkpoint = try SafetensorsCheckpoint(folder: reference.folder)
    let listed = architecture.tensorShapes
    #expect(listed.keys.sorted() == checkpoint.names)
    for name in checkpoint.names { #expect(listed[name] == checkpoint.shape(of: name), "\(name)") }
  }
}

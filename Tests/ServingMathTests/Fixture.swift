import Glibc

/// The bytes of a file under `Fixtures`.
func fixture(_ path: String) throws -> [UInt8] {
  let folder = #filePath.split(separator: "/").dropLast().joined(separator: "/")
  let name = "/" + folder + "/Fixtures/" + path
  guard let file = unsafe fopen(name, "rb") else { throw MissingFixture(path: name) }
  defer { unsafe fclose(file) }
  var bytes: [UInt8] = []
  var chunk = [UInt8](repeating: 0, count: 1 << 16)
  while true {
    let count = unsafe fread(&chunk, 1, chunk.count, file)
    if count == 0 { return bytes }
    bytes += chunk[..<count]
  }
}

struct MissingFixture: Error {
  let path: String
}

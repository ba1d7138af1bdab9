/// A value of a GGUF file's metadata.
package enum GGUFValue: Hashable, Sendable {
  /// A whole number of any width.
  case integer(Int)
  /// A number of single or double precision.
  case float(Double)
  /// A truth value.
  case bool(Bool)
  /// A text.
  case string(String)
  /// A list; its elements stay in the file until they are asked for.
  case array(GGUFArray)

  /// The value in a few words, for messages.
  var brief: String {
    switch self {
    case .integer(let value): "\(value)"
    case .float(let value): "\(value)"
    case .bool(let value): "\(value)"
    case .string(let value): "the text \"\(value.prefix(40))\""
    case .array(let array): "a list of \(array.count)"
    }
  }
}

/// Where the elements of a list lie in a GGUF file.
package struct GGUFArray: Hashable, Sendable {
  /// Number of elements.
  package let count: Int
  let type: GGUFValueType
  let start: Int
}

/// The types of metadata, by their numbers in the file.
enum GGUFValueType: UInt32, Sendable {
  case uint8 = 0
  case int8
  case uint16
  case int16
  case uint32
  case int32
  case float32
  case bool
  case string
  case array
  case uint64
  case int64
  case float64

  /// Bytes of a value; of a text and a list the fewest that there can be.
  var bytes: Int {
    switch self {
    case .uint8, .int8, .bool: 1
    case .uint16, .int16: 2
    case .uint32, .int32, .float32: 4
    case .uint64, .int64, .float64, .string: 8
    case .array: 12
    }
  }
}

extension GGUFCursor {
  /// Reads the number of a type.
  mutating func type(of key: String) throws(CheckpointError) -> GGUFValueType {
    let start = position
    let code = try integer(UInt32.self, "the type of '\(key)'")
    guard let type = GGUFValueType(rawValue: code) else {
      throw CheckpointError(
        .wrongValue(key: key, found: "of type \(code)", expected: "of a type from 0 to 12"),
        file: file.path,
        at: .byte(start)
      )
    }
    return type
  }

  /// Reads a value; of a list only its place, after a walk over its elements.
  mutating func value(
    _ type: GGUFValueType,
    of key: String,
    depth: Int = 0
  ) throws(CheckpointError) -> GGUFValue {
    let start = position
    func wrong(_ found: String, _ expected: String) -> CheckpointError {
      let problem = CheckpointError.Problem.wrongValue(key: key, found: found, expected: expected)
      return CheckpointError(problem, file: file.path, at: .byte(start))
    }
    switch type {
    case .uint8: return .integer(Int(try integer(UInt8.self, key)))
    case .int8: return .integer(Int(try integer(Int8.self, key)))
    case .uint16: return .integer(Int(try integer(UInt16.self, key)))
    case .int16: return .integer(Int(try integer(Int16.self, key)))
    case .uint32: return .integer(Int(try integer(UInt32.self, key)))
    case .int32: return .integer(Int(try integer(Int32.self, key)))
    case .int64: return .integer(Int(try integer(Int64.self, key)))
    case .uint64:
      let value = try integer(UInt64.self, key)
      guard let integer = Int(exactly: value) else { throw wrong("\(value)", "below 2^63") }
      return .integer(integer)
    case .float32: return .float(Double(Float(bitPattern: try integer(UInt32.self, key))))
    case .float64: return .float(Double(bitPattern: try integer(UInt64.self, key)))
    case .bool:
      let value = try integer(UInt8.self, key)
      guard value <= 1 else { throw wrong("\(value)", "0 or 1") }
      return .bool(value == 1)
    case .string: return .string(try string("'\(key)'"))
    case .array:
      guard depth < 4 else { throw wrong("a list in a list, and so on", "at most 4 deep") }
      let element = try self.type(of: key)
      let count = try count("the number of elements of '\(key)'", bytesEach: element.bytes)
      let array = GGUFArray(count: count, type: element, start: position)
      switch element {
      case .string:
        for _ in 0..<count {
          let length = try self.count("the length of a text of '\(key)'", bytesEach: 1)
          try skip(length, key)
        }
      case .array:
        for _ in 0..<count { _ = try value(.array, of: key, depth: depth + 1) }
      default: try skip(count * element.bytes, key)
      }
      return .array(array)
    }
  }
}

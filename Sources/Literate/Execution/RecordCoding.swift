import Foundation

/// How records are written: the same bytes for the same content, and every number as it was.
enum RecordCoding {
  /// Writes a record.
  ///
  /// - Parameters:
  ///   - value: The record.
  ///   - formatting: For those that people see in a difference of commits.
  ///   - packsFigures: Whether what is drawn is written as bytes that are read only when they are asked for.
  /// - Returns: JSON.
  /// - Throws: When something in it cannot be encoded.
  static func bytes(
    of value: some Encodable,
    _ formatting: JSONEncoder.OutputFormatting = [],
    packingFigures packsFigures: Bool = false
  ) throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = formatting.union([.sortedKeys, .withoutEscapingSlashes])
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf",
      negativeInfinity: "-inf",
      nan: "nan"
    )
    if let packs { encoder.userInfo[packs] = packsFigures }
    return try encoder.encode(value)
  }

  private static let packs = CodingUserInfoKey(rawValue: "packsFigures")

  static func packsFigures(_ encoder: any Encoder) -> Bool {
    packs.flatMap { encoder.userInfo[$0] as? Bool } ?? false
  }

  static func value<Value: Decodable>(_ type: Value.Type, from data: Data) throws -> Value {
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "inf",
      negativeInfinity: "-inf",
      nan: "nan"
    )
    return try decoder.decode(type, from: data)
  }
}

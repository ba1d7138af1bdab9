/// A published `config.json`: the object that describes the text model, and what surrounds it.
package struct ConfigFile {
  /// The whole file.
  package let outer: ConfigObject
  /// The text model: its own part of the file where there is one (`text_config`), else the file.
  package let model: ConfigObject
  /// What kind of model it says it is.
  package let modelType: String

  /// Reads a file.
  ///
  /// - Throws: `ConfigError`: not JSON, not an object, or no kind of model.
  package init(_ bytes: [UInt8]) throws(ConfigError) {
    let value: JSONValue
    do {
      value = try JSONReader.value(of: bytes)
    } catch {
      throw ConfigError(
        problem: .notJSON(error.problem),
        position: TextPosition(ofByte: error.offset, in: bytes)
      )
    }
    outer = ConfigObject(value: value, bytes: bytes)
    guard case .object = value.kind else {
      throw outer.error(.notJSON("the file should hold one object"))
    }
    model = outer.object("text_config") ?? outer
    let ownName = try model.text("model_type")
    let outerName = try outer.text("model_type")
    guard let name = ownName ?? outerName else {
      throw outer.error(.unknownModelType(nil, known: TransformerConfig.huggingFaceModelTypes))
    }
    modelType = name
  }
}

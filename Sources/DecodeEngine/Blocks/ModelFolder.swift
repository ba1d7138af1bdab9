import ServingMath

extension Transformer {
  /// The model of a folder as it is published: `config.json` beside `model.safetensors` or its shards.
  ///
  /// - Parameters:
  ///   - folder: Its path.
  ///   - format: How matrices are kept; by default so that nothing of what is stored is lost.
  /// - Throws: `ModelError`, with file and place.
  public init(folder: String, format: WeightFormat? = nil) throws(ModelError) {
    try self.init(.folder(folder), format: format)
  }
}

extension Architecture {
  /// What the `config.json` of a folder describes.
  ///
  /// - Parameters:
  ///   - folder: Its path.
  ///   - name: Of the file.
  /// - Throws: `ModelError`, with file and place.
  public init(folder: String, name: String = "config.json") throws(ModelError) {
    let path = folder + "/" + name
    let file: MappedFile
    do {
      file = try MappedFile(path: path)
    } catch {
      throw .weights(error)
    }
    do {
      try self.init(huggingFace: file.copy(0..<file.byteCount))
    } catch {
      throw .configuration(error, file: path)
    }
  }
}

import ArgumentParser
import Foundation
import ServingMath

/// A model as the command line names it: one of the catalogue, a `config.json`, or a folder that holds one.
enum ModelOption {
  /// Looks a shape up.
  ///
  /// - Parameters:
  ///   - text: As it stands on the command line.
  ///   - others: Names that the caller knows besides, for the message.
  /// - Returns: The name as the catalogue or the file has it, and the shape.
  /// - Throws: A usage error for an unknown name, exit 1 for a bad model file.
  static func shape(
    _ text: String,
    besides others: [String] = []
  ) throws -> (name: String, config: TransformerConfig) {
    var isFolder: ObjCBool = false
    let exists = unsafe FileManager.default.fileExists(atPath: text, isDirectory: &isFolder)
    let looksLikeFile = text.hasSuffix(".json") || text.contains("/")
    if let model = try? Model.named(text), !(exists && looksLikeFile) {
      return (model.name, model.config)
    }
    guard exists || looksLikeFile else {
      do {
        let model = try Model.named(text)
        return (model.name, model.config)
      } catch {
        let besides = others.isEmpty ? "" : ", \(others.joined(separator: ", "))"
        throw ValidationError("\(error)\(besides), or name a config.json")
      }
    }
    let path = isFolder.boolValue ? text + "/config.json" : text
    guard let data = FileManager.default.contents(atPath: path) else {
      throw ValidationError("there is no file '\(path)'")
    }
    do {
      let stem = URL(fileURLWithPath: path).deletingPathExtension().lastPathComponent
      let folder = URL(fileURLWithPath: path).deletingLastPathComponent().lastPathComponent
      let name = stem == "config" && !folder.isEmpty ? folder : stem
      return (name, try TransformerConfig(huggingFace: Array(data)))
    } catch {
      let place = error.position
      Console.note("\(path):\(place.line):\(place.column): error: \(error)")
      throw ExitCode(1)
    }
  }
}

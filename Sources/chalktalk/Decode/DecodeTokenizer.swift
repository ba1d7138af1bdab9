import ArgumentParser
import DecodeEngine
import Foundation
import ServingMath

/// The tokenizer that belongs to a model: the one asked for, or the one that lies beside it.
enum DecodeTokenizer {
  /// Finds and reads it.
  ///
  /// - Parameters:
  ///   - path: The file that was asked for, if one was.
  ///   - subject: The model.
  /// - Returns: Nil where none was asked for and none lies beside the model.
  /// - Throws: A usage error for a file that is not there, exit 1 for one that is bad or another model's.
  static func find(_ path: String?, for subject: EngineSubject) throws -> Tokenizer? {
    let vocabulary = subject.architecture.shape.vocabularySize
    if let path {
      guard FileManager.default.fileExists(atPath: path) else {
        throw ValidationError("--tokenizer: there is no file '\(path)'")
      }
      let tokenizer = try read(path)
      guard tokenizer.vocabularySize <= vocabulary else {
        throw Refusal(
          "\(path): \(tokenizer.vocabularySize) tokens, and the model knows \(vocabulary); "
            + "it is another model's tokenizer"
        )
      }
      return tokenizer
    }
    guard let found = beside(subject.source, vocabulary) else { return nil }
    let tokenizer = try read(found)
    return tokenizer.vocabularySize <= vocabulary ? tokenizer : nil
  }

  /// What lies beside a model: `tok512.bin` is llama2.c's name for a vocabulary of 512.
  private static func beside(_ source: ModelSource, _ vocabulary: Int) -> String? {
    let usual = ["tokenizer.json", "tokenizer.model", "tokenizer.bin"]
    let own = ["tok\(vocabulary).bin", "tok\(vocabulary).model"]
    let (folder, names): (String, [String]) =
      switch source {
      case .folder(let folder): (folder, usual)
      case .gguf(let file), .llama2C(let file): (Self.folder(of: file), own + usual)
      case .synthetic: ("", [])
      }
    return names.map { folder + "/" + $0 }.first(where: FileManager.default.fileExists(atPath:))
  }

  private static func folder(of file: String) -> String {
    URL(fileURLWithPath: file).deletingLastPathComponent().path
  }

  private static func read(_ path: String) throws -> Tokenizer {
    do {
      return try Tokenizer(path: path)
    } catch {
      throw Refusal("\(error)")
    }
  }
}

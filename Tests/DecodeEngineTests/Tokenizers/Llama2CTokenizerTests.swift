import DecodeEngine
import Foundation
import Testing

/// llama2.c's tokenizer, against a twin that merges as `run.c` does: by looking at every pair after each merge.
struct Llama2CTokenizerTests {
  @Test func mergesAsTheOriginalDoes() throws {
    let path = RecordedAnswers.path("tok512")
    let tokenizer = try Tokenizer(path: path)
    let twin = PlainTwin([UInt8](try Data(contentsOf: URL(fileURLWithPath: path))))
    #expect(tokenizer.vocabularySize == 512 && twin.pieces.count == 512)
    let recorded = try RecordedAnswers("llama3").texts.map(\.text).filter { $0.utf8.count < 400 }
    for text in recorded + (try Self.stories()).map({ String($0.prefix(200)) }) {
      #expect(try tokenizer.encode(text) == twin.encode(text), "\(text.debugDescription)")
    }
  }

  @Test func storiesComeBack() throws {
    let tokenizer = try Tokenizer(path: RecordedAnswers.path("tok512"))
    let stories = try Self.stories()
    #expect(stories.count == 4)
    for story in stories {
      let tokens = try tokenizer.encode(story)
      #expect(tokens.first == 1)
      #expect(isSame(try tokenizer.decode(tokens), story))
      // Without merges there would be a token a byte.
      #expect(tokens.count < story.utf8.count * 3 / 5)
    }
  }

  private static func stories() throws -> [String] {
    let bytes = try Fixture.bytes("tokenizers/stories.json")
    return try JSONDecoder().decode([String].self, from: Data(bytes))
  }

  private struct PlainTwin {
    var pieces: [[UInt8]] = []
    var scores: [Float] = []
    var numbers: [[UInt8]: Int] = [:]

    init(_ bytes: [UInt8]) {
      var offset = 4
      func word() -> UInt32 { (0..<4).reduce(0) { $0 | UInt32(bytes[offset + $1]) << (8 * $1) } }
      while offset < bytes.count {
        scores.append(Float(bitPattern: word()))
        offset += 4
        let end = offset + 4 + Int(word())
        let piece = Array(bytes[offset + 4..<end])
        numbers[piece] = pieces.count
        pieces.append(piece)
        offset = end
      }
    }

    func encode(_ text: String) -> [Int32] {
      var tokens: [Int] = []
      for scalar in (text.isEmpty ? "" : " " + text).unicodeScalars {
        let bytes = Array(String(scalar).utf8)
        if let token = numbers[bytes] {
          tokens.append(token)
        } else {
          tokens += bytes.map { Int($0) + 3 }
        }
      }
      while true {
        var best: (score: Float, place: Int, token: Int)?
        for place in tokens.indices.dropLast() {
          let joined = pieces[tokens[place]] + pieces[tokens[place + 1]]
          guard let token = numbers[joined] else { continue }
          if scores[token] > best?.score ?? -.infinity { best = (scores[token], place, token) }
        }
        guard let best else { break }
        tokens[best.place] = best.token
        tokens.remove(at: best.place + 1)
      }
      return [1] + tokens.map(Int32.init)
    }
  }
}

package import CellRuntime
import Foundation
import Synchronization

/// A figure as a cell showed it, out of its run or of a record.
///
/// What is drawn is read from a record when somebody asks for it: of the chapters that an edit leaves alone nobody does,
/// and it is half of what their records hold.
package struct RecordedFigure: Sendable {
  package enum Kind: String, Codable, Sendable {
    case lineChart, timeline, diagram, table, explorer
  }

  package let id: String
  package let caption: FigureText
  package let alt: FigureText?
  /// Of its cell.
  package let line: Int
  package let kind: Kind
  private let drawn: Drawn

  /// What is drawn.
  package var figure: Figure { drawn.figure }

  init(_ shown: ShownFigure) {
    id = shown.id
    caption = shown.caption
    alt = shown.alt
    line = shown.line
    kind = Kind(shown.figure)
    drawn = Drawn(shown.figure)
  }

  /// A figure, or the bytes it is read from.
  private final class Drawn: Sendable {
    private enum State {
      case read(Figure)
      case packed(Data)
    }

    private let state: Mutex<State>

    init(_ figure: Figure) { state = Mutex(.read(figure)) }
    init(packed data: Data) { state = Mutex(.packed(data)) }

    var figure: Figure {
      state.withLock { state in
        switch state {
        case .read(let figure): return figure
        case .packed(let data):
          // Its record was whole, and is one of the runtime's that this tool was built with: both are in its key.
          guard let figure = try? RecordCoding.value(Figure.self, from: data) else {
            preconditionFailure("what was encoded can be decoded")
          }
          state = .read(figure)
          return figure
        }
      }
    }
  }
}

extension RecordedFigure.Kind {
  fileprivate init(_ figure: Figure) {
    self =
      switch figure {
      case .lineChart: .lineChart
      case .timeline: .timeline
      case .diagram: .diagram
      case .table: .table
      case .explorer: .explorer
      }
  }
}

extension RecordedFigure: Codable {
  private enum CodingKeys: String, CodingKey {
    case id, caption, alt, line, figure, kind, packed
  }

  package init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    id = try fields.decode(String.self, forKey: .id)
    caption = try fields.decode(FigureText.self, forKey: .caption)
    alt = try fields.decodeIfPresent(FigureText.self, forKey: .alt)
    line = try fields.decode(Int.self, forKey: .line)
    if let data = try fields.decodeIfPresent(Data.self, forKey: .packed) {
      kind = try fields.decode(Kind.self, forKey: .kind)
      drawn = Drawn(packed: data)
    } else {
      let figure = try fields.decode(Figure.self, forKey: .figure)
      kind = Kind(figure)
      drawn = Drawn(figure)
    }
  }

  /// Writes it; what is drawn as bytes to be read later where `RecordCoding` packs it.
  package func encode(to encoder: any Encoder) throws {
    var fields = encoder.container(keyedBy: CodingKeys.self)
    try fields.encode(id, forKey: .id)
    try fields.encode(caption, forKey: .caption)
    try fields.encodeIfPresent(alt, forKey: .alt)
    try fields.encode(line, forKey: .line)
    if RecordCoding.packsFigures(encoder) {
      try fields.encode(kind, forKey: .kind)
      try fields.encode(try RecordCoding.bytes(of: figure), forKey: .packed)
    } else {
      try fields.encode(figure, forKey: .figure)
    }
  }
}

package import Quantities

/// What a running chapter reports to the tool, one JSON object a line on the event descriptor.
///
/// `output` is the length of standard output at that moment, so that text and figures can be put
/// together again in exactly the order in which they came.
package enum Event: Codable, Sendable {
  case begin(cell: String, output: Int)
  case end(cell: String, output: Int)
  case value(slot: Int, value: RecordedValue)
  case trace(FormulaTrace)
  case figure(ShownFigure, output: Int)
  /// Figures of the catalogue that a piece of the program read, its own functions' readings included.
  case readings(by: Reader, figures: [TracedFigure])
  /// The figures inside a constant that have a name of their own in it.
  case members(slot: Int, figures: [NamedFigure])
  /// A constant of a slow cell.
  case kept(name: String, type: String, json: String)
  /// Written by the signal handler in CCellSupport.
  case stop(signal: Int32, frames: [Frame], thrown: [Frame])

  /// A piece of the program: a part of a cell, or the expression of a slot.
  package enum Reader: Codable, Sendable {
    case cell(String, part: Int)
    case slot(Int)
  }

  /// A place in a loaded image: its file name and the offset from where it was loaded.
  package struct Frame: Codable, Sendable {
    package let image: String
    package let offset: UInt64

    package init(from decoder: any Decoder) throws {
      var pair = try decoder.unkeyedContainer()
      image = try pair.decode(String.self)
      offset = try pair.decode(UInt64.self)
    }

    package func encode(to encoder: any Encoder) throws {
      var pair = encoder.unkeyedContainer()
      try pair.encode(image)
      try pair.encode(offset)
    }
  }
}

/// A figure of the catalogue inside a constant.
package struct NamedFigure: Codable, Sendable, Equatable {
  /// How a cell goes from the constant to the figure: `.peaks[.fp8]`; empty where the constant is the figure.
  package let path: String
  package let figure: TracedFigure

  package init(path: String, figure: TracedFigure) {
    (self.path, self.figure) = (path, figure)
  }
}

/// The value of a link's expression, as the chapter computed it.
package struct RecordedValue: Codable, Sendable, Equatable {
  package enum Content: Codable, Sendable, Equatable {
    case flag(Bool)
    /// A number of any dimension; whole numbers are judged by equality.
    case scalar(Quantity, isWhole: Bool)
    case range(Quantity, Quantity)
  }

  package var content: Content
  /// Where a catalogue figure comes from; nil for a computed value.
  package var source: Source?

  package struct Source: Codable, Sendable, Equatable {
    package let key: String
    package let title: String
    package let location: String?
    package let date: String
    package let convention: String

    package init(key: String, title: String, location: String?, date: String, convention: String) {
      (self.key, self.title, self.location) = (key, title, location)
      (self.date, self.convention) = (date, convention)
    }
  }

  package init(_ content: Content, source: Source? = nil) {
    self.content = content
    self.source = source
  }
}

/// A value that a `formula` cell had at one place while it ran.
package struct FormulaTrace: Codable, Sendable, Equatable {
  /// How many terms of a long series are reported before its last.
  package static let firstTerms = 3

  /// The place, in the order in which the cell's code is read.
  package let index: Int
  /// nil where the value is no number, quantity or property.
  package let value: RecordedValue?
  /// The entry of the book's formulas whose expression has this value.
  package let formula: String?

  package init(index: Int, value: RecordedValue?, formula: String? = nil) {
    self.index = index
    self.value = value
    self.formula = formula
  }
}

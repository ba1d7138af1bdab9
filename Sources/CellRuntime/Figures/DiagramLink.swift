import Quantities

/// How heavily a link is drawn.
public enum LinkStyle: String, Codable, Hashable, Sendable {
  case regular
  /// Wide, in the accent colour: what the reader should follow.
  case bold
  /// Thin and grey.
  case quiet
  /// A broken line.
  case dashed
}

/// Which ends of a link have an arrowhead.
public enum LinkArrow: String, Codable, Hashable, Sendable {
  case end
  case both
  case none
}

/// A side of a node, or of everything between two nodes.
public enum DiagramSide: String, Codable, Hashable, Sendable {
  case left
  case right
  case above
  case below
}

/// The way a link takes.
public enum LinkPath: Codable, Hashable, Sendable {
  /// One straight line.
  case straight
  /// Along the rows and columns, with rounded corners.
  case bent
  /// Out on one side, past all that lies between, and back in: a residual line.
  case around(DiagramSide)
}

/// A line between two nodes of a diagram.
public struct DiagramLink: Codable, Hashable, Sendable {
  package let from: String
  package let to: String
  package let label: FigureText
  package let style: LinkStyle
  package let arrow: LinkArrow
  package let path: LinkPath
  /// The side of the first node that it leaves, where the author says so.
  package let leaving: DiagramSide?
  /// The side of the second node that it enters, where the author says so.
  package let entering: DiagramSide?

  /// A line from one node to another.
  ///
  /// - Parameters:
  ///   - from: Id of the node at its start.
  ///   - to: Id of the node at its end.
  ///   - label: What passes, beside the line.
  ///   - style: How heavily it is drawn.
  ///   - arrow: Which ends have an arrowhead.
  ///   - path: The way it takes.
  ///   - leaving: The side of the first node where it starts; the side that faces the other node if
  ///     left out. A path around something chooses by itself.
  ///   - entering: The side of the second node where it ends.
  @inline(never)
  public init(
    from: String,
    to: String,
    _ label: FigureText = "",
    style: LinkStyle = .regular,
    arrow: LinkArrow = .end,
    path: LinkPath = .straight,
    leaving: DiagramSide? = nil,
    entering: DiagramSide? = nil
  ) {
    if from == to {
      if case .around = path {
      } else {
        stop("the link from '\(from)' leads back to it; give it a path around a side")
      }
    }
    self.from = from
    self.to = to
    self.label = label
    self.style = style
    self.arrow = arrow
    self.path = path
    self.leaving = leaving
    self.entering = entering
  }
}

import CellRuntime
import Foundation
import Literate
import Testing

struct DiagramTests {
  /// A router over four experts on two GPUs, with a line around them.
  static func layer() -> Diagram {
    let experts = (0..<4).map { index in
      DiagramNode(
        "e\(index)",
        "expert \(index)",
        column: Double(index),
        row: 2,
        kind: index == 1 ? .chosen : .quiet
      )
    }
    return Diagram(
      "A layer",
      nodes: [
        DiagramNode("in", "tokens", column: 1.5, row: 0, kind: .label),
        DiagramNode("tap", column: 1.5, row: 0.5, kind: .point),
        DiagramNode("router", "router & gate", column: 1.5, row: 1, width: 2),
        DiagramNode("sum", "+", column: 1.5, row: 3, kind: .circle),
        DiagramNode("cache", "KV", column: 3, row: 1, kind: .memory),
      ] + experts,
      links: [
        DiagramLink(from: "in", to: "tap", arrow: .none), DiagramLink(from: "tap", to: "router"),
        DiagramLink(from: "router", to: "cache", "keys", style: .dashed, arrow: .both),
        DiagramLink(from: "tap", to: "sum", "residual", path: .around(.left)),
      ]
        + experts.map { DiagramLink(from: "router", to: $0.id, style: .quiet) }
        + experts.map { DiagramLink(from: $0.id, to: "sum", style: .bold, path: .bent) },
      groups: [
        DiagramGroup("one GPU", around: ["e0", "e1"]),
        DiagramGroup("rack", around: experts.map(\.id)),
      ]
    )
  }

  private static func svg(_ diagram: Diagram, id: String = "f") -> String {
    Figure.diagram(diagram).html(id: id, alt: "A")
  }

  private static func row(_ labels: [FigureText], _ links: [DiagramLink] = []) -> Diagram {
    Diagram(
      nodes: labels.enumerated().map {
        DiagramNode("n\($0)", $1, column: Double($0), row: 0)
      },
      links: links
    )
  }

  /// Boxes with a class, as left, top, right and bottom.
  private static func boxes(_ className: String, in svg: String) throws -> [[Double]] {
    try svg.matches(of: try Regex(#"<rect class="\#(className)[^>]*>"#)).map { match in
      let tag = String(svg[match.range])
      let numbers = try ["x", "y", "width", "height"].map { name in
        let value = try #require(
          tag.firstMatch(of: try Regex(#" \#(name)="([-0-9.]+)""#))?.output[1].substring
        )
        return try #require(Double(value))
      }
      return [numbers[0], numbers[1], numbers[0] + numbers[2], numbers[1] + numbers[3]]
    }
  }

  // MARK: - Drawing

  @Test func drawsTheSameBytesAgain() {
    #expect(Self.svg(Self.layer()) == Self.svg(Self.layer()))
  }

  @Test func drawingsOnOnePageShareNoIds() {
    let first = Markup(Self.svg(Self.layer(), id: "a")).ids
    let second = Markup(Self.svg(Self.layer(), id: "b")).ids
    #expect(!first.isEmpty && Set(first).isDisjoint(with: second))
  }

  @Test func kindsAndStylesHaveClassesOfTheirOwn() {
    let svg = Self.svg(Self.layer())
    for name in [
      "node plain", "node chosen", "node quiet", "node memory", "node circle", "junction",
      "boundary", "link regular", "link bold", "link quiet", "link dashed",
    ] {
      #expect(svg.contains("class=\"\(name)\""), "\(name)")
    }
  }

  @Test func boxesStandInOrderApartFromEachOtherAndInsideTheirBoundary() throws {
    let svg = Self.svg(Self.layer())
    let experts = try (Self.boxes("node chosen", in: svg) + Self.boxes("node quiet", in: svg))
      .sorted { $0[0] < $1[0] }
    #expect(experts.count == 4)
    for (left, right) in zip(experts, experts.dropFirst()) { #expect(left[2] + 4 < right[0]) }
    let boundaries = try Self.boxes("boundary", in: svg).sorted { $0[2] - $0[0] > $1[2] - $1[0] }
    #expect(boundaries.count == 2)
    let (rack, gpu) = (boundaries[0], boundaries[1])
    #expect(rack[0] < gpu[0] && rack[1] < gpu[1] && rack[2] > gpu[2] && rack[3] > gpu[3])
    for expert in experts { #expect(rack[0] < expert[0] && expert[2] < rack[2]) }
    #expect(gpu[0] < experts[0][0] && experts[1][2] < gpu[2] && gpu[2] < experts[2][0])
  }

  @Test func linksEndAtTheBordersOfBoxes() throws {
    let svg = Self.svg(
      Self.row(["from", "to"], [DiagramLink(from: "n0", to: "n1", arrow: .none)])
    )
    let boxes = try Self.boxes("node plain", in: svg)
    let path = try #require(svg.firstMatch(of: /fill="none" d="M([-0-9.]+) [-0-9.]+L([-0-9.]+)[ ]/))
    #expect(Double(path.output.1) == boxes[0][2])
    #expect(Double(path.output.2) == boxes[1][0])
  }

  @Test func linksOfOneNodeFanOut() throws {
    let diagram = Diagram(
      nodes: [DiagramNode("top", "top", column: 1, row: 0)]
        + (0..<3).map { DiagramNode("n\($0)", "below", column: Double($0), row: 1) },
      links: (0..<3).map { DiagramLink(from: "top", to: "n\($0)", arrow: .none) }
    )
    let starts = Self.svg(diagram).matches(of: /fill="none" d="M([-0-9.]+)[ ]/)
      .compactMap { Double($0.output.1) }
    #expect(starts.count == 3)
    for (left, right) in zip(starts, starts.dropFirst()) { #expect(left + 5 < right) }
  }

  @Test func aWayAroundPassesEverythingBetweenItsEnds() throws {
    let svg = Self.svg(Self.layer())
    let experts = try Self.boxes("node quiet", in: svg) + Self.boxes("node chosen", in: svg)
    let left = try #require(experts.map { $0[0] }.min())
    let way = try #require(svg.firstMatch(of: /fill="none" d="(M[^"]*Q[^"]*Q[^"]*)"/))
    let numbers = way.output.1.split { !"0123456789.-".contains($0) }.compactMap { Double($0) }
    let leftmost = try #require(stride(from: 0, to: numbers.count, by: 2).map { numbers[$0] }.min())
    #expect(leftmost < left - 10)
  }

  @Test(arguments: [1, 2, 5, 7, 9])
  func theWidthOfThePageIsKept(count: Int) throws {
    let labels = (0..<count).map { FigureText($0.isMultiple(of: 2) ? "GPU" : "top-of-rack switch") }
    let links = (1..<max(count, 1)).map {
      DiagramLink(from: "n\($0 - 1)", to: "n\($0)", "one hop")
    }
    let svg = Self.svg(Self.row(labels, links))
    let width = try #require(
      svg.firstMatch(of: /viewBox="0 0 ([0-9.]+)[ ]/).flatMap { Double($0.output.1) }
    )
    #expect(width <= 720)
    for box in try Self.boxes("node plain", in: svg) { #expect(box[0] >= 0 && box[2] <= width) }
  }

  @Test func longLabelsAreWrapped() {
    let text: FigureText = "a label that is far too long for one line of a box on a grid of many"
    let svg = Self.svg(Self.row([text, "b", "c", "d", "e"]))
    #expect(svg.contains("<tspan"))
    #expect(!svg.contains(text.plainText))
  }

  // MARK: - Words

  @Test func everyTextIsAudited() {
    let labels = Figure.diagram(Self.layer()).labels
    let places = Dictionary(grouping: labels, by: \.place).mapValues { $0.map(\.text.plainText) }
    #expect(places["title"] == ["A layer"])
    #expect(places["node label"]?.contains("expert 3") == true)
    #expect(places["link label"] == ["keys", "residual"])
    #expect(places["group label"] == ["one GPU", "rack"])
  }

  @Test func dataNamesTheEndsOfEachLink() throws {
    let diagram = Self.row(
      ["GPU", "GPU", "NIC"],
      [DiagramLink(from: "n0", to: "n2", "PCIe"), DiagramLink(from: "n1", to: "n2")]
    )
    let rows = diagram.dataTable.rows.map { $0.map(\.text.plainText) }
    #expect(rows == [["GPU (n0)", "NIC", "PCIe"], ["GPU (n1)", "NIC", ""]])
    let html = try #require(Figure.diagram(Self.layer()).dataHTML)
    #expect(Markup(html).fault == nil)
    #expect(html.contains("one GPU") && html.contains("expert 0, expert 1"))
  }

  @Test func theTerminalListsRowsLinksAndBoundaries() {
    let diagram = Diagram(
      nodes: [
        DiagramNode("a", "router", column: 0.5, row: 0),
        DiagramNode("b", "left", column: 0, row: 1, kind: .chosen),
        DiagramNode("c", "right", column: 1, row: 1, kind: .memory),
      ],
      links: [DiagramLink(from: "a", to: "b", "tokens", style: .bold)],
      groups: [DiagramGroup("GPU", around: ["b", "c"])]
    )
    #expect(
      Figure.diagram(diagram).terminalText(width: 20) == """
              [router]
          ▐left▌  {right}

          router ⇒ left:
            tokens

          GPU ⊃ left, right

        """
    )
  }

  // MARK: - Mistakes

  @Test func anUnknownNodeStopsWithTheNearestName() async throws {
    let result = await #expect(
      processExitsWith: .failure,
      observing: [\.standardErrorContent]
    ) {
      _ = Diagram(
        nodes: [DiagramNode("router", "r", column: 0, row: 0)],
        links: [DiagramLink(from: "router", to: "ruoter")]
      )
    }
    let text = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    #expect(text.contains("the link from 'router' ends at 'ruoter'"))
    #expect(text.contains("did you mean 'router'?"))
  }

  @Test func aGroupAroundAnUnknownNodeStops() async {
    await #expect(processExitsWith: .failure) {
      _ = Diagram(
        nodes: [DiagramNode("a", column: 0, row: 0)],
        groups: [DiagramGroup("g", around: ["b"])]
      )
    }
  }

  @Test func idsThatAreGivenTwiceStop() async {
    await #expect(processExitsWith: .failure) {
      _ = Diagram(
        nodes: [DiagramNode("a", column: 0, row: 0), DiagramNode("a", column: 1, row: 0)]
      )
    }
  }

  @Test func nothingToDrawStops() async {
    await #expect(processExitsWith: .failure) { _ = Diagram(nodes: []) }
    await #expect(processExitsWith: .failure) { _ = DiagramGroup("g", around: []) }
  }

  @Test func boxesOverEachOtherStop() async {
    await #expect(processExitsWith: .failure) {
      _ = Diagram(
        nodes: [DiagramNode("a", column: 0, row: 0), DiagramNode("b", column: 0.5, row: 0)]
      )
    }
  }

  @Test func aLinkToItselfNeedsAWayAround() async {
    await #expect(processExitsWith: .failure) { _ = DiagramLink(from: "a", to: "a") }
    let loop = Diagram(
      nodes: [DiagramNode("a", "layer", column: 0, row: 0)],
      links: [DiagramLink(from: "a", to: "a", "again", path: .around(.right))]
    )
    #expect(Self.svg(loop).contains(">again<"))
  }
}

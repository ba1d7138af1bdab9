/// The files of a new book: small, true, and an example of how things are done.
struct NewBook {
  var title: String
  /// The name of the book's own module.
  var engine: String?
  var workflow: NewWorkflow

  /// Text by name, relative to the book's folder.
  var files: [String: String] {
    var files = [
      "Chapters/01-first.md": chapter, "Chapters/book.yml": settings,
      "Chapters/references.yml": Self.references, "README.md": readme,
      ".gitignore": ".chalktalk/\nsite/\n", NewWorkflow.name: workflow.text,
    ]
    if let engine { files["\(engine)/Lamp.swift"] = Self.module }
    return files
  }

  // MARK: -

  /// A text as YAML takes it whatever is in it.
  private var quotedTitle: String {
    "\"" + title.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
  }

  private var settings: String {
    """
    title: \(quotedTitle)
    summary: What a lamp costs, as an example of a book whose numbers are checked.
    \(engine.map { "# The book's own module: Swift files that every cell may call.\nengine: ../\($0)\n" } ?? "")\
    # Of the tool's modules cells see these; without this line they see all of them.
    imports: [Quantities]
    # How names of the code are written in formulas.
    symbols:
      power: P
      days: n
      perDay: h
      price: p
      energy: E
      cost: C
    notation:
      P: power that a lamp draws
      h: time that it is lit on a day
      n: days of a year
      p: price of electricity
      E: energy of a year
      C: cost of a year
    glossary:
      kilowatt hour: The energy that a power of a thousand watts takes in an hour.

    """
  }

  private static let references = """
    si-brochure:
      title: The International System of Units, 9th edition
      authors: Bureau International des Poids et Mesures
      url: https://www.bipm.org/en/publications/si-brochure
      date: 2019
      note: Table 8 lists the units that are no part of the system and may be used with it.
      figures: ["3,600 s"]

    """

  private static let module = """
    import Quantities

    /// A lamp, by the power that it draws.
    public struct Lamp: Sendable {
      public let power: Quantity

      public init(power: Quantity) {
        self.power = power
      }

      /// What the energy costs that the lamp takes in a time.
      public func cost(lit time: Quantity, price: Quantity) -> Quantity {
        power * time * price
      }
    }

    """

  private var readme: String {
    """
    # \(title)

    A book for Chalktalk: Markdown whose Swift cells run and whose
    numbers are checked.

        chalktalk check      # every number holds, or the place where one does not
        chalktalk build      # writes site/index.html
        chalktalk serve      # a browser that follows what you write
        chalktalk run 1      # a chapter in the terminal

    `\(NewWorkflow.name)` checks it on GitHub.

    """
  }

  private var costFunction: String {
    engine == nil
      ? """
      func yearlyCost(_ power: Quantity, lit perDay: Quantity) -> Quantity {
        power * perDay * days * price
      }
      """
      : """
      func yearlyCost(_ power: Quantity, lit perDay: Quantity) -> Quantity {
        Lamp(power: power).cost(lit: perDay * days, price: price)
      }
      """
  }

  private var chapter: String {
    """
    ---
    title: What a lamp costs
    summary: A chapter to change, with one of each thing that a chapter can have.
    questions:
      - What does a lamp cost in a year?
      - When has a better one paid for itself?
    ---

    A lamp turns energy into light, and energy has a price. Every number of this chapter is held against the program that
    its cells make up. Change a value below, run `chalktalk check`, and it names each sentence that is no longer true.

    ## The lamp

    ```swift id=choices parameters
    let power = Quantity(8, .watts)
    let oldPower = Quantity(60, .watts)
    let perDay = Quantity(3, .hours)
    let days = Quantity(365)
    let price = Quantity(0.30, .dollars) / Quantity(1, .kilowattHours)
    let lampPrice = Quantity(4, .dollars)
    ```

    The lamp draws [8 W](claim:power), the old one in its place drew [60 W](claim:oldPower), and it is lit for
    [3 h](claim:perDay) a day. A [kilowatt hour](<term:kilowatt hour>) costs
    [$0.30](<claim:price * Quantity(1, .kilowattHours)>). An hour is no unit of the International System, but may be used
    with it: it has [3,600 s](cite:si-brochure).

    ## A year of light

    ```swift id=cost formula
    let energy = power * perDay * days
    let cost = energy * price
    ```

    In a year the lamp takes [8.76 kWh](claim:energy), for [$2.63](claim:cost).

    ```swift id=compare
    \(costFunction)

    let oldCost = yearlyCost(oldPower, lit: perDay)
    let theOldOneCostsMore = (1...24).allSatisfy { hours in
      let lit = Quantity(hours, .hours)
      return yearlyCost(oldPower, lit: lit) > yearlyCost(power, lit: lit)
    }
    show("the old lamp, a year", oldCost, in: .dollars, .decimals(2))
    ```

    ```output
    the old lamp, a year = $19.71
    ```

    The old lamp cost [$19.71](claim:oldCost), [7.5 times](<claim:oldPower / power>) as much, and
    [more whatever the hours](claim:theOldOneCostsMore), as [the figure](ref:fig-cost) shows.

    ```swift id=figure fold
    show(
      LineChart(
        x: Axis("hours a day", range: 0...12),
        y: Axis("cost of a year", in: .dollars),
        series: [
          Series("old lamp") { (hours: Double) in
            yearlyCost(oldPower, lit: Quantity(hours, .hours))
          },
          Series("new lamp", style: .bold) { (hours: Double) in
            yearlyCost(power, lit: Quantity(hours, .hours))
          },
        ]),
      id: "fig-cost",
      caption: "The longer it is lit, the more the old lamp costs over the new one.")
    ```

    ## An exercise

    > [!EXERCISE]
    > The new lamp costs [$4](claim:lampPrice) in the shop. After how many days has it paid for itself?

    > [!SOLUTION]
    > ```swift id=payback
    > let savedPerDay = (oldCost - cost) / Quantity(365, .days)
    > let paidBack = lampPrice / savedPerDay
    > ```
    >
    > After [85 days](claim:paidBack): what it saves on a day is small, and so is its price.

    """
  }
}

/// The points of a path of straight lines, told from its start or from the one before.
struct SVGPoints {
  private(set) var points: [(x: Double, y: Double)] = []

  init(_ data: Substring) {
    var command: Character = "M"
    var numbers: [Double] = []
    var number = ""
    func finished(_ number: inout String) {
      if let value = Double(number) { numbers.append(value) }
      number = ""
    }
    func flushed() {
      for index in stride(from: 0, to: numbers.count - 1, by: 2) {
        let last = command == "l" ? points.last ?? (x: 0, y: 0) : (x: 0, y: 0)
        points.append((last.x + numbers[index], last.y + numbers[index + 1]))
      }
      numbers = []
    }
    for character in data {
      if character.isLetter {
        finished(&number)
        flushed()
        command = character
      } else if character == "-" || character == " " {
        finished(&number)
        if character == "-" { number = "-" }
      } else {
        number.append(character)
      }
    }
    finished(&number)
    flushed()
  }
}

import Foundation
import Literate

/// A checked book as JUnit XML: a suite for each chapter, a case for each claim, and one for all else.
enum ReportJUnit {
  static func text(_ report: BookReport) -> String {
    var suites: [Suite] = []
    var rest = report.diagnostics.filter { $0.severity == .error }
    for checked in report.chapters {
      let file = checked.chapter.source.file
      let own = rest.filter { $0.file == file }
      rest.removeAll { $0.file == file }
      suites.append(suite(checked, errors: own))
    }
    // What is wrong with the book's other files is of no chapter.
    if !rest.isEmpty { suites.append(Suite(name: "book", cases: [other(rest, in: "book")])) }
    let cases = suites.flatMap(\.cases)
    return
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"chalktalk\" \(counts(cases))>\n"
      + suites.map(xml).joined() + "</testsuites>\n"
  }

  private struct Suite {
    var name: String
    var cases: [Case]
  }

  private struct Case {
    var xml: String
    var fails: Bool
  }

  private static func suite(_ checked: CheckedChapter, errors: [Diagnostic]) -> Suite {
    let name = checked.chapter.stem
    var rest = errors
    var cases: [Case] = []
    for claim in checked.claims where claim.isClaim {
      let place = claim.link.textRange.start
      let title = "\(claim.options.id.map { "\($0) " } ?? "")\(claim.text), line \(place.line)"
      let own = rest.filter { $0.id == "claim" && $0.range.start == place }
      rest.removeAll { $0.id == "claim" && $0.range.start == place }
      var failures = own
      if own.isEmpty, claim.verdict == .unresolved {
        failures = [
          checked.chapter.source.diagnostic(
            .error,
            claim.link.textRange,
            id: "claim",
            "the expression has no value"
          )
        ]
      }
      cases.append(testCase(title, in: name, failures))
    }
    return Suite(name: name, cases: cases + [other(rest, in: name)])
  }

  private static func xml(_ suite: Suite) -> String {
    "  <testsuite name=\"\(attribute(suite.name))\" \(counts(suite.cases))>\n"
      + suite.cases.map(\.xml).joined() + "  </testsuite>\n"
  }

  private static func counts(_ cases: [Case]) -> String {
    "tests=\"\(cases.count)\" failures=\"\(cases.count(where: \.fails))\" errors=\"0\""
  }

  /// Cells, outputs, links and numbers: whatever is wrong and is no claim.
  private static func other(_ errors: [Diagnostic], in suite: String) -> Case {
    testCase("cells, links and numbers", in: suite, errors)
  }

  private static func testCase(_ title: String, in suite: String, _ errors: [Diagnostic]) -> Case {
    let head = "    <testcase classname=\"\(attribute(suite))\" name=\"\(attribute(title))\""
    guard let first = errors.first else { return Case(xml: head + "/>\n", fails: false) }
    let directory = FileManager.default.currentDirectoryPath
    let text = errors.map { $0.rendered(relativeTo: directory) }.joined()
    return Case(
      xml:
        "\(head)>\n      <failure type=\"\(attribute(first.id))\" "
        + "message=\"\(attribute(first.message))\">\(escaped(text))</failure>\n"
        + "    </testcase>\n",
      fails: true
    )
  }

  /// Text for an element; characters that XML 1.0 cannot hold are left out.
  private static func escaped(_ text: String) -> String {
    let allowed = text.unicodeScalars.filter { scalar in
      switch scalar.value {
      case 0x09, 0x0A, 0x20...0xFFFD, 0x10000...0x10FFFF: true
      default: false
      }
    }
    return String(String.UnicodeScalarView(allowed)).htmlEscaped
  }

  /// Text for an attribute, in which a parser turns a bare line break or tab into a blank.
  private static func attribute(_ text: String) -> String {
    escaped(text).replacing("\n", with: "&#10;").replacing("\t", with: "&#9;")
  }
}

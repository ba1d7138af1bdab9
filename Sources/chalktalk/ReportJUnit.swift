import Foundation
import Literate

/// A checked book as JUnit XML: a suite for each chapter, a case for each claim, and one for all else.
enum ReportJUnit {
  static func text(_ report: BookReport) -> String {
    var xml = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"chalktalk\">\n"
    var rest = report.diagnostics.filter { $0.severity == .error }
    for checked in report.chapters {
      let file = checked.chapter.source.file
      let own = rest.filter { $0.file == file }
      rest.removeAll { $0.file == file }
      xml += suite(checked, errors: own)
    }
    if !rest.isEmpty { xml += suite("book", cases: [other(rest, in: "book")]) }
    return xml + "</testsuites>\n"
  }

  private struct Case {
    var xml: String
    var fails: Bool
  }

  private static func suite(_ checked: CheckedChapter, errors: [Diagnostic]) -> String {
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
    return suite(name, cases: cases + [other(rest, in: name)])
  }

  private static func suite(_ name: String, cases: [Case]) -> String {
    let failed = cases.count(where: \.fails)
    return
      "  <testsuite name=\"\(escaped(name))\" tests=\"\(cases.count)\" failures=\"\(failed)\">\n"
      + cases.map(\.xml).joined() + "  </testsuite>\n"
  }

  /// Cells, outputs, links and numbers: whatever is wrong and is no claim.
  private static func other(_ errors: [Diagnostic], in suite: String) -> Case {
    testCase("cells, links and numbers", in: suite, errors)
  }

  private static func testCase(_ title: String, in suite: String, _ errors: [Diagnostic]) -> Case {
    let head = "    <testcase classname=\"\(escaped(suite))\" name=\"\(escaped(title))\""
    guard let first = errors.first else { return Case(xml: head + "/>\n", fails: false) }
    let directory = FileManager.default.currentDirectoryPath
    let text = errors.map { $0.rendered(relativeTo: directory) }.joined()
    return Case(
      xml:
        "\(head)>\n      <failure message=\"\(escaped(first.message))\">\(escaped(text))</failure>\n"
        + "    </testcase>\n",
      fails: true
    )
  }

  /// Text for an attribute or an element; characters that XML cannot hold are left out.
  private static func escaped(_ text: String) -> String {
    let allowed = text.unicodeScalars.filter {
      $0.value >= 32 || "\n\t".unicodeScalars.contains($0)
    }
    return String(String.UnicodeScalarView(allowed)).htmlEscaped
  }
}

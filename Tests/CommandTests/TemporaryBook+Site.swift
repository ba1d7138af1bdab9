import Foundation
import TestSupport
import Testing

extension TemporaryBook {
  /// Holds the site against one that is made without any record of an earlier build.
  func expectRightSite() throws {
    let pages = try siteFiles()
    for folder in [site, root + "/.chalktalk/sites", root + "/.chalktalk/woven"] {
      try FileManager.default.removeItem(atPath: folder)
    }
    let result = try tool("build")
    #expect(result.status == 0, "\(result.errors)")
    #expect(try siteFiles() == pages)
  }
}

import Foundation
import Literate

/// The repository on GitHub and the commit from which this tool was built.
struct ToolCheckout {
  /// `OWNER/NAME`.
  var repository: String
  var commit: String
  /// Whether a branch of the repository was seen to have the commit.
  var isPublished: Bool

  init(repository: String, commit: String, isPublished: Bool) {
    self.repository = repository
    self.commit = commit
    self.isPublished = isPublished
  }

  /// Asks git about a package; nil where it is no checkout of a repository on GitHub.
  ///
  /// - Parameter package: Its folder.
  init?(of package: String) {
    func git(_ words: String...) -> String? {
      let command = ["/usr/bin/env", "git", "-C", package] + words
      guard let result = try? ChildProcess.run(command), result.status == 0 else { return nil }
      return String(decoding: result.standardOutput, as: UTF8.self)
        .trimmingCharacters(in: .whitespacesAndNewlines)
    }
    // A package inside another repository would have that one's commit.
    guard let address = git("config", "--get", "remote.origin.url"),
      let repository = Self.repository(at: address), git("rev-parse", "--show-prefix") == "",
      let commit = git("rev-parse", "HEAD")
    else { return nil }
    let branches = git("branch", "--remotes", "--contains", commit)
    self.init(
      repository: repository,
      commit: commit,
      isPublished: branches.map { !$0.isEmpty } ?? false
    )
  }

  /// `OWNER/NAME` of an address on GitHub, as git spells it.
  static func repository(at address: String) -> String? {
    let form =
      /(?:https:\/\/(?:[^\/@]*@)?github\.com\/|(?:ssh:\/\/)?git@github\.com[:\/])([\w.-]+\/[\w.-]+?)(?:\.git)?\/?/
    return address.wholeMatch(of: form).map { String($0.1) }
  }
}

/// The workflow of a new book: GitHub checks it on every push.
///
/// There is no release of the tool to download, so a book's workflow does what its author has done: it checks the
/// tool out and builds it.
struct NewWorkflow {
  /// Where the tool comes from; nil where that cannot be known, and the author is asked.
  var tool: ToolCheckout?

  static let name = ".github/workflows/book.yml"
  private static let swift = "swift:6.3.1-noble"

  var text: String {
    """
    # Checks the book; what is wrong stands beside the lines that are wrong. GitHub reads this file at the top of a
    # repository, and there the book's Chapters/ is expected.
    name: book

    on:
      push:
        branches: [main, master]
      pull_request:

    # A newer push makes the check of an older one pointless.
    concurrency:
      group: book-${{ github.ref }}
      cancel-in-progress: true

    permissions:
      contents: read

    env:
      # Where chalktalk comes from and which commit, tag or branch of it: a newer one may find more.
    \(source)

    jobs:
      check:
        runs-on: ubuntu-24.04
        container: \(Self.swift)
        timeout-minutes: 60
        permissions:
          contents: read
          security-events: write # for the upload of the SARIF log
        steps:
    \(tool == nil ? Self.question : "")\
          - uses: actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1

          - name: Chalktalk
            uses: actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1
            with:
              repository: ${{ env.CHALKTALK_REPOSITORY }}
              ref: ${{ env.CHALKTALK_REF }}
              path: .tool

          - name: libcmark
            run: apt-get update && apt-get install -y --no-install-recommends pkg-config libcmark-dev

          # Everything that the tool is made of is in the key; an older build is a start.
          - name: Cache of the build
            uses: actions/cache@27d5ce7f107fe9357f9df03efb73ab90386fccae # v5.0.5
            with:
              path: .tool/.build
              key: build-${{ runner.os }}-${{ runner.arch }}-${{ hashFiles('.tool/.swift-version', '.tool/Package.resolved', '.tool/Package.swift', '.tool/Sources/**') }}
              restore-keys: build-${{ runner.os }}-${{ runner.arch }}-

          # Records have their own keys inside: one that does not fit is never taken, so any older folder will do.
          - name: Cache of the runs
            uses: actions/cache@27d5ce7f107fe9357f9df03efb73ab90386fccae # v5.0.5
            with:
              path: .chalktalk
              key: runs-${{ runner.os }}-${{ runner.arch }}-${{ github.sha }}
              restore-keys: runs-${{ runner.os }}-${{ runner.arch }}-

          - name: Build the tool
            run: swift build -c release --package-path .tool

          - name: The book holds
            run: .tool/.build/release/chalktalk check --format github

          - name: Reports for machines
            if: ${{ !cancelled() }}
            run: |
              test -x .tool/.build/release/chalktalk
              # Exit code 1 is a book that is wrong, which the step above has said; anything else is a fault.
              .tool/.build/release/chalktalk check --format sarif > book.sarif || test $? -eq 1
              .tool/.build/release/chalktalk check --format junit > book.xml || test $? -eq 1

          - name: The site
            run: .tool/.build/release/chalktalk build

          # A pull request from a fork may not write security events.
          - name: Code scanning
            if: ${{ !cancelled() && hashFiles('book.sarif') != '' && (github.event_name == 'push' || github.event.pull_request.head.repo.full_name == github.repository) }}
            uses: github/codeql-action/upload-sarif@8aad20d150bbac5944a9f9d289da16a4b0d87c1e # v4.36.2
            with:
              sarif_file: book.sarif
              category: chalktalk

          - name: Test report
            if: ${{ !cancelled() && hashFiles('book.xml') != '' }}
            uses: actions/upload-artifact@bbbca2ddaa5d8feaa63e36b76fdaad77386f024f # v7.0.0
            with:
              name: book-junit
              path: book.xml

          - name: Pages
            if: ${{ success() }}
            uses: actions/upload-artifact@bbbca2ddaa5d8feaa63e36b76fdaad77386f024f # v7.0.0
            with:
              name: site
              path: site

    """
  }

  private var source: String {
    """
      CHALKTALK_REPOSITORY: "\(tool?.repository ?? "")"\(tool == nil ? " # OWNER/NAME on GitHub" : "")
      CHALKTALK_REF: "\(tool?.commit ?? "main")"
    """
  }

  /// The step that says what is missing, where it is missing.
  private static let question = """
          - name: Where chalktalk comes from
            if: ${{ env.CHALKTALK_REPOSITORY == '' }}
            run: |
              echo "::error file=\(name)::write the repository of chalktalk, OWNER/NAME, into CHALKTALK_REPOSITORY"
              exit 1


    """

  /// What the author has to do before the workflow can run; nil for nothing.
  var task: String? {
    guard let tool else {
      return
        "\(Self.name) would check it on GitHub, once it is told there where chalktalk comes from:\n"
        + "this one does not run from a checkout of a repository on GitHub. Write CHALKTALK_REPOSITORY there."
    }
    return tool.isPublished
      ? nil
      : "\(Self.name) checks it on GitHub with chalktalk at \(tool.commit.prefix(12)), which no branch of\n"
        + "\(tool.repository) is known to have: push it, or write another CHALKTALK_REF there."
  }
}

import Foundation

/// The look of the book: one style sheet, cut into files by what it is about.
enum Theme {
  /// The sheet, its parts in the order in which later ones may overrule earlier ones.
  static let styleSheet = Data(
    [
      PackageResources.page_css, PackageResources.frame_css, PackageResources.text_css,
      PackageResources.cells_css, PackageResources.numbers_css, PackageResources.boxes_css,
      PackageResources.figures_on_page_css, PackageResources.explorers_css,
      PackageResources.foot_css,
      PackageResources.tables_css, PackageResources.moments_css,
      PackageResources.title_page_css,
      PackageResources.whole_book_css, PackageResources.previews_css, PackageResources.dialogs_css,
      PackageResources.margin_css, PackageResources.narrow_css, PackageResources.touch_css,
      PackageResources.paper_css, PackageResources.figures_css,
    ].joined(separator: Array("\n".utf8))
  )

  /// The part of it that figures need by themselves.
  static let figureStyle = String(decoding: PackageResources.figures_css, as: UTF8.self)

  /// The script of the site, which pages can do without, its parts in the order in which one may use another; what is
  /// said about them, and how they are indented and broken, stays in the sources.
  static let script = Data(
    withoutComments([
      PackageResources.keys_js, PackageResources.theme_js, PackageResources.search_js,
      PackageResources.previews_js, PackageResources.cards_js, PackageResources.explorers_js,
      PackageResources.tables_js, PackageResources.scrolling_js, PackageResources.notes_js,
      PackageResources.copy_js, PackageResources.place_js, PackageResources.solutions_js,
    ]).utf8
  )

  private static func withoutComments(_ parts: [[UInt8]]) -> String {
    parts.flatMap { String(decoding: $0, as: UTF8.self).split(separator: "\n") }
      .map { $0.drop { $0 == " " } }.filter { !$0.hasPrefix("//") }
      .reduce(into: "") { script, line in
        // Behind these a break says nothing.
        if let last = script.last, !"{;,([".contains(last) { script += "\n" }
        script += line
      } + "\n"
  }

  static let icon = Data(PackageResources.icon_svg)
}

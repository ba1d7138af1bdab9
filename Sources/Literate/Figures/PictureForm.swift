/// The canvas that a picture is laid out on: as wide as the column of a page, or as that of a phone.
///
/// Its units are about a pixel each where the picture fills its column. The style sheet gives texts the
/// same sizes.
struct PictureForm: Hashable {
  /// The class by which the style sheet shows one of two pictures; none for a picture that stands alone.
  let className: String?
  let width: Double
  /// Size of labels.
  let labelSize: Double
  /// Size of numbers on axes.
  let tickSize: Double
  /// Distance between baselines of a label.
  let leading: Double

  /// A picture without another for narrow columns.
  static let alone = PictureForm(
    className: nil,
    width: 720,
    labelSize: 15,
    tickSize: 14,
    leading: 18
  )

  /// The same beside one for narrow columns.
  static let inWide = PictureForm(
    className: "in-wide",
    width: alone.width,
    labelSize: alone.labelSize,
    tickSize: alone.tickSize,
    leading: alone.leading
  )

  /// The one for narrow columns: the whole of it is seen on a phone, its words not smaller than small print.
  static let inNarrow = PictureForm(
    className: "in-narrow",
    width: 350,
    labelSize: 13,
    tickSize: 12,
    leading: 15
  )

  var isNarrow: Bool { width < Self.alone.width }

  /// A name for something inside a picture; the two pictures of a figure share none.
  func id(_ name: String, in figure: String) -> String {
    "\(figure.htmlEscaped)-\(isNarrow ? "narrow-" : "")\(name)"
  }
}

/// The ways of setting a diagram, by the canvas.
extension DiagramFit {
  /// The ways for the canvas of a form, the roomiest first.
  static func all(_ form: PictureForm) -> [DiagramFit] {
    form.isNarrow ? narrow : wide
  }

  private static let wide = [
    DiagramFit(lineLimit: 2, size: 14, wholeLength: 96, keepsLinkLabelsBetween: true),
    DiagramFit(lineLimit: 2, size: 14, wholeLength: 0, keepsLinkLabelsBetween: true),
    DiagramFit(lineLimit: 3, size: 14, wholeLength: 0, keepsLinkLabelsBetween: true),
    DiagramFit(lineLimit: 2, size: 14, wholeLength: 0, keepsLinkLabelsBetween: false),
    DiagramFit(lineLimit: 3, size: 14, wholeLength: 0, keepsLinkLabelsBetween: false),
    DiagramFit(lineLimit: 3, size: 13, wholeLength: 0, keepsLinkLabelsBetween: false),
    DiagramFit(lineLimit: 4, size: 12, wholeLength: 0, keepsLinkLabelsBetween: false),
  ]

  private static let narrow = [
    narrow(lines: 2, size: 13, between: true, gap: 22, padding: 12),
    narrow(lines: 3, size: 13, between: true, gap: 18, padding: 10),
    narrow(lines: 3, size: 13, between: false, gap: 14, padding: 8),
    narrow(lines: 3, size: 12, between: false, gap: 12, padding: 8),
    narrow(lines: 3, size: 12, between: false, gap: 8, padding: 8),
    narrow(lines: 4, size: 11, between: false, gap: 6, padding: 6),
    narrow(lines: 4, size: 11, between: false, gap: 4, padding: 4),
  ]

  private static func narrow(
    lines: Int,
    size: Double,
    between: Bool,
    gap: Double,
    padding: Double
  ) -> DiagramFit {
    DiagramFit(
      lineLimit: lines,
      size: size,
      wholeLength: 0,
      keepsLinkLabelsBetween: between,
      linkSize: 12,
      gap: gap,
      padding: padding,
      margin: 8,
      rowGap: 26,
      height: (more: 10, least: 32),
      clearance: 12,
      breaksLines: true,
      wideness: 1.08,
      labelGap: 6
    )
  }
}

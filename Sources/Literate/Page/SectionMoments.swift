/// Where each section of a chapter starts in the talk.
enum SectionMoments {
  /// The first moment that a section's text names; without one, the earliest of the claims that it checks.
  ///
  /// - Parameters:
  ///   - checked: The chapter.
  ///   - things: Its sections.
  ///   - lecture: When each claim is made.
  /// - Returns: Moments by the line of the section's heading.
  static func all(
    in checked: CheckedChapter,
    _ things: ChapterThings,
    _ lecture: LectureClaims
  ) -> [Int: TalkMoment] {
    let moments = named(in: checked.chapter.document)
    var earliest: [Int: TalkMoment] = [:]
    for claim in checked.claims {
      let line = claim.link.textRange.start.line
      guard let moment = claim.options.id.flatMap({ lecture.entries[$0]?.moment }),
        let section = things.sections.last(where: { $0.line <= line })?.line
      else { continue }
      if moment.seconds < earliest[section]?.seconds ?? .max { earliest[section] = moment }
    }
    return moments.merging(earliest) { named, _ in named }
  }

  private static func named(in document: Document) -> [Int: TalkMoment] {
    var moments: [Int: TalkMoment] = [:]
    var heading: Int?
    for block in document.blocks {
      switch block.kind {
      case .heading: heading = block.lines.lowerBound
      case .paragraph(let inlines):
        guard let line = heading, moments[line] == nil else { continue }
        for case .scheme(let link, _) in inlines where link.scheme == .talk {
          moments[line] = moments[line] ?? TalkMoment(link.target)
        }
      default: continue
      }
    }
    return moments
  }
}

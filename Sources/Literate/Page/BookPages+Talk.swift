// Ways to moments of the talk.

extension BookPages {
  /// A stretch of the talk, `31:59–1:03:37`, which leads to its start.
  func talkLink(over stretch: ClosedRange<Int>) -> String {
    talkLink(to: TalkMoment(seconds: stretch.lowerBound), label: TalkMoment.text(of: stretch))
  }

  /// A moment of the talk; a link when the book says where the talk can be seen.
  func talkLink(to moment: TalkMoment, label: String? = nil) -> String {
    let label = label ?? moment.text
    guard let place = talkAddress(of: moment) else { return "<span class=\"talk\">\(label)</span>" }
    return "\(Self.talkLinkStart)\(place.htmlEscapedURL)\">\(label)</a>"
  }

  /// What paper says once of all times on a page, where a link is no way; empty for a page without them.
  ///
  /// - Parameter html: The text of the page.
  /// - Returns: A paragraph for its foot.
  func talkNote(for html: String) -> String {
    guard html.holds(Self.talkLinkStart) else { return "" }
    return talkNote
  }

  /// What paper says of times, in a book that has them and says where the talk can be seen.
  var talkNote: String {
    let example = TalkMoment(seconds: 65)
    guard let address = talkAddress(of: example) else { return "" }
    return """
      <p class="on-paper">Times of the talk, such as \(example.text), lead to \(address.htmlEscaped), in seconds</p>

      """
  }

  private static let talkLinkStart = "<a class=\"talk\" href=\""

  /// What stands before the name of a video; its site has a shorter form, and a chapter leads there a hundred times.
  private static let video = "https://www.youtube.com/watch?v="

  /// Where a moment of the talk can be seen.
  private func talkAddress(of moment: TalkMoment) -> String? {
    guard let url = settings.talkURL else { return nil }
    let isVideo = url.hasPrefix(Self.video) && !url.contains("&")
    let start = isVideo ? "https://youtu.be/\(url.dropFirst(Self.video.count))" : url
    return "\(start)\(start.contains("?") ? "&" : "?")t=\(moment.seconds)"
  }
}

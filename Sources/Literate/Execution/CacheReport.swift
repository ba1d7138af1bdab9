/// Whether a chapter's record was found, why not if it was not, and how long its run took.
package struct CacheReport: Sendable {
  package var isHit: Bool
  /// A sentence without its full stop, such as `cell 'first' has changed`.
  package var reason: String
  /// Why a record is found.
  static let unchanged = "nothing it depends on has changed"

  package var compileSeconds = 0.0
  package var runSeconds = 0.0
  /// Why it was compiled in one piece where that is not what was tried first.
  var onePiece: OnePieceReason?

  package init(isHit: Bool, reason: String) {
    self.isHit = isHit
    self.reason = reason
  }
}

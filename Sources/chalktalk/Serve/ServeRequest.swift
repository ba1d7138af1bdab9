import Foundation

/// The head of an HTTP request: all that this server takes of one.
struct ServeRequest {
  /// Whether only the head of the answer is wanted.
  var isHead: Bool
  /// Percent-decoded, without the leading slash.
  var path: String
  var query: [String: String]

  /// Why a request is not answered.
  enum Refusal: Error, Equatable {
    case malformed, tooLarge, hasBody, method, host
  }

  /// Longer heads are not read any further.
  static let longest = 16 * 1024

  /// Where a head ends in what has been read so far; nil as long as it does not.
  static func end(in bytes: Data) -> Data.Index? {
    bytes.firstRange(of: Data("\r\n\r\n".utf8))?.upperBound
  }

  /// Reads a head, as strictly as RFC 9112 allows.
  ///
  /// - Parameters:
  ///   - head: Up to the empty line, which is included.
  ///   - checksHost: Whether only this machine's own names may be asked for. Without that, a page of another site
  ///     whose name is made to mean this machine could read the book.
  /// - Throws: `Refusal`.
  init(_ head: Data, checksHost: Bool) throws(Refusal) {
    guard head.allSatisfy({ $0 == 0x09 || $0 == 0x0a || $0 == 0x0d || $0 >= 0x20 && $0 != 0x7f }),
      let text = String(data: head.dropLast(4), encoding: .utf8)
    else { throw .malformed }
    var lines = text.split(separator: "\r\n", omittingEmptySubsequences: false)[...]
    let words = lines.removeFirst().split(separator: " ", omittingEmptySubsequences: false)
    guard words.count == 3, words[2].wholeMatch(of: /HTTP\/1\.[01]/) != nil,
      words[0].wholeMatch(of: /[A-Z]{1,20}/) != nil, words[1].hasPrefix("/")
    else { throw .malformed }
    var fields: [String: String] = [:]
    for line in lines {
      guard let field = line.wholeMatch(of: /([A-Za-z0-9!#$%&'*+.^_`|~-]+):[ \t]*([^\r\n]*)/) else {
        throw .malformed
      }
      let name = field.1.lowercased()
      if name == "host" || name == "content-length", fields[name] != nil { throw .malformed }
      fields[name] = String(field.2).trimmingCharacters(in: .whitespaces)
    }
    guard words[0] == "GET" || words[0] == "HEAD" else { throw .method }
    if fields["transfer-encoding"] != nil { throw .hasBody }
    if let length = fields["content-length"] {
      guard length.wholeMatch(of: /[0-9]+/) != nil else { throw .malformed }
      guard Int(length) == 0 else { throw .hasBody }
    }
    if fields["host"] == nil, words[2] == "HTTP/1.1" { throw .malformed }
    if checksHost, let host = fields["host"], !Self.isThisMachine(host) { throw .host }
    isHead = words[0] == "HEAD"
    let target = words[1].split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    guard let path = target[0].dropFirst().removingPercentEncoding else { throw .malformed }
    self.path = path
    query = [:]
    for pair in target.dropFirst().first?.split(separator: "&") ?? [] {
      let parts = pair.split(separator: "=", maxSplits: 1).map { $0.removingPercentEncoding ?? "" }
      if parts.count == 2 { query[parts[0]] = parts[1] }
    }
  }

  private static func isThisMachine(_ host: String) -> Bool {
    host.lowercased().wholeMatch(of: /(localhost|127(\.[0-9]{1,3}){3}|\[::1\])(:[0-9]{1,5})?/)
      != nil
  }
}

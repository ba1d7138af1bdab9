import Foundation

/// What is sent for a request.
struct ServeAnswer: Sendable {
  var status = 200
  var type = "text/plain; charset=utf-8"
  var body = Data()

  static func text(_ status: Int, _ text: String) -> ServeAnswer {
    ServeAnswer(status: status, body: Data((text + "\n").utf8))
  }

  /// The answer to a request that is refused.
  init(_ refusal: ServeRequest.Refusal) {
    self =
      switch refusal {
      case .malformed: .text(400, "This is no request that HTTP knows.")
      case .tooLarge: .text(431, "A request has at most \(ServeRequest.longest) bytes here.")
      case .hasBody: .text(413, "A request has no body here.")
      case .method: .text(405, "Only GET and HEAD are answered here.")
      case .host: .text(421, "This book is served to this machine alone, by its own name.")
      }
  }

  init(status: Int = 200, type: String = "text/plain; charset=utf-8", body: Data) {
    self.status = status
    self.type = type
    self.body = body
  }

  private static let phrases = [
    200: "OK", 400: "Bad Request", 404: "Not Found", 405: "Method Not Allowed",
    408: "Request Timeout", 413: "Content Too Large", 421: "Misdirected Request",
    431: "Request Header Fields Too Large", 503: "Service Unavailable",
  ]

  /// Everything before the body.
  ///
  /// - Parameter length: How long the body is; nil for one that ends with the connection.
  /// - Returns: The head with its empty line.
  func head(length: Int?) -> Data {
    var lines = [
      "HTTP/1.1 \(status) \(Self.phrases[status] ?? "")", "Content-Type: \(type)",
      "Cache-Control: no-store", "Connection: close", "X-Content-Type-Options: nosniff",
      "Referrer-Policy: no-referrer", "Cross-Origin-Resource-Policy: same-origin",
      // The pages' own scripts and styles may stand in them; nothing comes from elsewhere, and nobody frames them.
      "Content-Security-Policy: default-src 'self' 'unsafe-inline' data:; base-uri 'none'; "
        + "form-action 'none'; frame-ancestors 'none'",
    ]
    if let length { lines.append("Content-Length: \(length)") }
    if status == 405 { lines.append("Allow: GET, HEAD") }
    return Data((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8)
  }

  /// The type of a file of the site by its name.
  static func type(of name: String) -> String {
    switch name.split(separator: ".").last {
    case "html": "text/html; charset=utf-8"
    case "css": "text/css; charset=utf-8"
    case "js": "text/javascript; charset=utf-8"
    case "svg": "image/svg+xml"
    case "json": "application/json"
    case "png": "image/png"
    case "woff2": "font/woff2"
    default: "application/octet-stream"
    }
  }
}

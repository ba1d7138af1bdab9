import Foundation
import Literate

/// The script that only served pages have: it reloads them when they change and shows what is wrong with the book.
enum ServeScript {
  static let path = ".chalktalk/live.js"
  static let events = ".chalktalk/events"

  /// A page with the script at its end.
  static func added(to html: Data, page: String, digest: String) -> Data {
    let tag = """
      <script src="/\(path)" data-page="\(page.htmlEscaped)" data-digest="\(digest)"></script>

      """
    guard let end = html.range(of: Data("</body>".utf8), options: .backwards) else {
      return html + Data(tag.utf8)
    }
    return html[..<end.lowerBound] + Data(tag.utf8) + html[end.lowerBound...]
  }

  static let text = """
    (() => {
      "use strict";
      const { page, digest } = document.currentScript.dataset;
      const key = "chalktalk " + location.pathname;
      const kept = sessionStorage.getItem(key);
      if (kept !== null) {
        sessionStorage.removeItem(key);
        const restore = () => scrollTo({ top: Number(kept), behavior: "instant" });
        restore();
        addEventListener("load", restore);
      }

      // In a tree of its own, so that the page's style and this one do not meet.
      let box = null;
      function show(html) {
        if (box) box.remove();
        box = null;
        if (!html) return;
        box = document.createElement("div");
        box.setAttribute("role", "alert");
        box.id = "chalktalk-problems";
        const root = box.attachShadow({ mode: "open" });
        root.innerHTML = `<style>
          :host { position: fixed; inset: auto 0 0 0; z-index: 1000; max-height: 60vh; overflow: auto;
            background: #fff4f2; color: #3b0d08; border-top: 4px solid #c0392b;
            font: 14px/1.45 system-ui, sans-serif; padding: 0 1rem 1rem }
          @media (prefers-color-scheme: dark) { :host { background: #2b1412; color: #ffd9d3 } }
          @media print { :host { display: none } }
          h2 { font-size: 1rem; margin: .6rem 0 } summary { cursor: pointer; padding: .6rem 0 }
          pre { white-space: pre-wrap; overflow-wrap: anywhere; margin: .5rem 0; padding: .5rem .7rem;
            border-left: 3px solid #c0392b; background: rgb(128 128 128 / .12);
            font: 13px/1.45 ui-monospace, monospace }
          pre.warning { border-color: #b8860b }
          </style><details open><summary>The last good page, above, stays until this is mended</summary>
          ${html}</details>`;
        document.body.append(box);
      }

      let events = null;
      function listen() {
        if (events || document.hidden) return;
        const query = new URLSearchParams({ page, digest });
        const stream = events = new EventSource("/.chalktalk/events?" + query);
        stream.addEventListener("reload", () => {
          stream.close();
          sessionStorage.setItem(key, String(scrollY));
          location.reload();
        });
        stream.addEventListener("problems", event => show(JSON.parse(event.data)));
        stream.onerror = () => {
          // The browser itself tries again while the server is away, unless it was refused.
          if (stream.readyState !== EventSource.CLOSED) return;
          events = null;
          setTimeout(listen, 1000);
        };
      }
      // A browser has few connections to one server: hidden pages give theirs back.
      document.addEventListener("visibilitychange", () => {
        if (document.hidden && events) { events.close(); events = null; }
        listen();
      });
      listen();
    })();

    """
}

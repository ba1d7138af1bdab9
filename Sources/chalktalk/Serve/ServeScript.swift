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

      // What is wrong stands below the page, in a tree of its own so that the page's style and this one do not meet;
      // where there is no page, on the one that says so.
      const bare = document.getElementById("chalktalk-problems");
      const hidden = "chalktalk hidden";
      let box = null;
      function show(html) {
        if (bare) {
          if (!html && bare.innerHTML) location.reload();
          if (html) document.querySelector("p").textContent = "There is no such page yet.";
          bare.innerHTML = html;
          return;
        }
        if (box) box.remove();
        box = null;
        document.body.style.paddingBottom = "";
        if (!html) return sessionStorage.removeItem(hidden);
        box = document.createElement("aside");
        box.id = "chalktalk-problems";
        box.setAttribute("role", "region");
        box.tabIndex = 0;
        box.setAttribute("aria-label", "What is wrong with the book");
        box.attachShadow({ mode: "open" }).innerHTML = `<style>
          :host { position: fixed; inset: auto 0 0 0; z-index: 1000; max-height: 50vh; overflow: auto;
            overscroll-behavior: contain; color-scheme: light dark;
            background: light-dark(#fffdfb, #161d1b); color: light-dark(#20272a, #e8e6de);
            border-top: 3px solid light-dark(#a2331d, #f4a08c); box-shadow: 0 -2px 16px rgb(0 0 0 / .25);
            font: 1rem/1.5 system-ui, sans-serif; font-size: 15px }
          :host(.closed) { inset: auto 1rem 1rem auto; border: 0; border-radius: 6px }
          :host(.closed) div, :host(.closed) header :not(button) { display: none }
          @media print { :host { display: none } }
          header { position: sticky; top: 0; display: flex; align-items: center; gap: .2rem 1rem;
            padding: .5rem 1rem; background: inherit; border-bottom: 1px solid light-dark(#d8d4c8, #3a4642) }
          header p { color: light-dark(#5a6165, #a6afa9); flex: 1 } h2 { white-space: nowrap }
          :host(.closed) header { padding: 0; border: 0 }
          button { font: inherit; padding: .3rem .8rem; min-height: 2rem; border-radius: 6px; cursor: pointer;
            color: inherit; background: light-dark(#f3f1e9, #1f2826); border: 1px solid light-dark(#8a8f8c, #7b8680) }
          :host(.closed) button { color: light-dark(#a2331d, #f4a08c); font-weight: 600 }
          :host(:focus-visible) { outline: 2px solid light-dark(#125a8c, #8fc8f0); outline-offset: -2px }
          button:focus-visible { outline: 2px solid light-dark(#125a8c, #8fc8f0); outline-offset: 2px }
          div { padding: 0 1rem .5rem; max-width: 70rem }
          @media (max-width: 40rem) { header p { font-size: .85em; line-height: 1.3 } }
          \(ServeProblems.style)
          </style><header><p>The page is the last good one.</p><button type="button"></button></header>
          <div>${html}</div>`;
        const root = box.shadowRoot;
        const title = root.querySelector("h2");
        root.querySelector("header").prepend(title);
        root.querySelector("button").onclick = () => close(!box.classList.contains("closed"));
        document.body.append(box);
        close(sessionStorage.getItem(hidden) === html);
        function close(closes) {
          box.classList.toggle("closed", closes);
          const button = root.querySelector("button");
          button.textContent = closes ? title.textContent : "Hide";
          button.title = closes ? "Show what is wrong" : "Hide (Escape)";
          button.setAttribute("aria-expanded", String(!closes));
          // The page's end stays within reach.
          document.body.style.paddingBottom = closes ? "" : `${box.offsetHeight}px`;
          if (closes) sessionStorage.setItem(hidden, html); else sessionStorage.removeItem(hidden);
        }
        box.hide = () => close(true);
      }
      addEventListener("keydown", event => {
        if (event.key === "Escape" && !event.defaultPrevented && box) box.hide();
      });

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

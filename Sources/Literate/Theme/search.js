// Search: every word must be found, titles go before text, but names of cells and constants are text. The index is a script of its own that is loaded at the
// first search, since a page that is opened from a disk cannot fetch a file.
(() => {
  const most = 40;
  const { element } = book;
  let dialog, input, list, status, index, loading;

  const load = () => loading ??= new Promise((resolve) => {
    addEventListener("search-index", ({ detail }) => resolve(detail), { once: true });
    const script = document.createElement("script");
    script.src = "search-index.js";
    script.onerror = () => resolve({ pages: [], entries: [], isMissing: true });
    document.head.append(script);
  });

  // `2400` finds 2,400, whatever parts its groups, and a straight apostrophe the one that is printed; a word is found in
  // the midst of another one as well.
  const pattern = (word) => word.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&").replace(/\d(?=\d)/g, "$&[,\u2009\u202f\u00a0]?")
    .replace(/['’]/g, "['’]").replace(/["“”]/g, "[\"“”]");

  const search = (text) => {
    const words = text.trim().split(/\s+/).filter(Boolean).map(pattern);
    const starts = words.map((word) => new RegExp(`(?<![\\p{L}\\p{N}])${word}`, "iu"));
    const insides = words.map((word) => new RegExp(word, "iu"));
    const phrase = new RegExp(words.join("\\s+"), "iu");
    const whole = new RegExp(`^(?:[\\d.]+ )?${words.join("\\s+")}`, "iu");
    const found = [];
    for (const entry of index.entries) {
      const [title, kind, , , body] = entry, isCode = kind === "Swift" || kind === "Constant";
      const [start, inside] = isCode ? [4, 1] : [16, 8];
      let score = 0;
      for (let n = 0; n < words.length; n++) {
        const weight = insides[n].test(title) ? (starts[n].test(title) ? start : inside)
          : insides[n].test(body) ? (starts[n].test(body) ? 2 : 1) : 0;
        score = weight ? score + weight : NaN;
      }
      if (!score) continue;
      if (whole.test(title)) score += title.replace(/^[\d.]+ /, "").length === text.trim().length ? 32 : start;
      else if (words.length > 1 && phrase.test(body)) score += 4;
      // The number of a section, typed, leads to it.
      if (kind === "Section" && title.startsWith(`${text.trim()} `)) score += 64;
      // Of places that suit as well, those to read come before code.
      found.push([score - (kind === "Swift"), entry]);
    }
    found.sort((a, b) => b[0] - a[0]);
    return { words: words.length ? new RegExp(words.join("|"), "giu") : null, found: found.map(([, entry]) => entry) };
  };

  // The text with what was found in it marked.
  const marked = (name, text, words) => {
    const made = element(name, "");
    let end = 0;
    for (const match of text.matchAll(words)) {
      made.append(text.slice(end, match.index), element("mark", "", match[0]));
      end = match.index + match[0].length;
    }
    made.append(text.slice(end));
    return made;
  };

  // The words around the first place.
  const excerpt = (text, words) => {
    const at = Math.max(0, text.search(new RegExp(words.source, "iu")));
    const start = at < 60 ? 0 : text.indexOf(" ", at - 60) + 1;
    const cut = text.length > start + 180 ? text.lastIndexOf(" ", start + 180) : text.length;
    return (start ? "… " : "") + text.slice(start, cut > start ? cut : start + 180) + (cut < text.length ? " …" : "");
  };

  const show = () => {
    const { words, found } = search(input.value);
    list.replaceChildren(...(words ? found.slice(0, most) : []).map(([title, kind, page, anchor, text]) => {
      const item = element("li", ""), link = element("a", "");
      const [file, name] = index.pages[page];
      link.href = file + (anchor && `#${anchor}`);
      link.append(marked("b", title, words), element("small", "", kind === name ? kind : `${kind}, ${name}`));
      if (text) link.append(marked("span", excerpt(text, words), words));
      item.append(link);
      return item;
    }));
    const count = found.length > most ? `${found.length} places, the first ${most} of them` : `${found.length} place${found.length === 1 ? "" : "s"}`;
    status.textContent = index.isMissing ? "The index of the search, search-index.js, is not beside this page."
      : !words ? "Words, symbols of the code, numbers, or the label of a claim" : found.length ? count : "Nothing has all of these words.";
  };

  const links = () => [...list.querySelectorAll("a")];
  const move = (event) => {
    const all = links(), at = all.indexOf(document.activeElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: at < 0 ? NaN : 0, End: at < 0 ? NaN : all.length - 1 }[event.key];
    if (event.key === "Enter" && at < 0) {
      event.preventDefault();
      all[0]?.click();
    } else if (to < 0) {
      event.preventDefault();
      input.focus();
    } else if (all[to]) {
      event.preventDefault();
      all[to].focus();
    } else if (at >= 0 && event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey) {
      input.focus();
    }
  };

  const open = async () => {
    if (!dialog) {
      dialog = book.dialog("Search");
      input = element("input", "");
      input.type = "search";
      input.setAttribute("aria-label", "Search the book");
      input.autocomplete = "off";
      input.spellcheck = false;
      status = element("p", "status");
      status.setAttribute("role", "status");
      list = element("ol", "found");
      dialog.append(input, status, list);
      dialog.addEventListener("keydown", move);
      list.addEventListener("click", (event) => event.target.closest("a") && dialog.close());
      input.addEventListener("input", () => index && show());
    }
    dialog.showModal();
    input.focus();
    input.select();
    index ??= await load();
    show();
  };

  book.onKey("/", "Search", open);
  document.querySelectorAll("button.search").forEach((button) => button.addEventListener("click", open));
})();

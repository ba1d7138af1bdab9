// Search: every word must be found, whole ones first, and no number inside of another. Words that stand side by side, such as a number and its unit, go before words that stand
// apart; then terms, titles of sections, figures and tables, text, constants, and code last. The index is a script of its own
// that is loaded at the first search, since a page that is opened from a disk cannot fetch a file.
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
    .replace(/^\d/, "(?<!\\d|\\d[.,\u2009\u202f])$&").replace(/['’]/g, "['’]").replace(/["“”]/g, "[\"“”]");

  // What goes before what, by where all of the words stand.
  const ranks = { Swift: 0, Constant: 1, Source: 1.5, Term: 6, Symbol: 6, Section: 5 };
  const rank = (kind, anchor, isTitle) => ranks[kind] < 2 ? ranks[kind]
    : isTitle ? ranks[kind] ?? (anchor ? 4 : 5) : /Figure|Table/.test(kind) ? 3 : 2;

  const search = (text) => {
    const words = text.trim().split(/\s+/).filter(Boolean).map(pattern);
    const start = "(?<!\\d[.,]|[\\p{L}\\p{N}])", end = "(?![\\p{L}\\p{N}]|[.,]\\d)";
    const starts = words.map((word) => new RegExp(start + word, "iu"));
    const wholes = words.map((word) => new RegExp(start + word + end, "iu"));
    const insides = words.map((word) => new RegExp(word, "iu"));
    const phrase = new RegExp(start + words.join("\\s+"), "iu"), exact = new RegExp(phrase.source + end, "iu");
    const whole = new RegExp(`^(?:[\\d.]+ )?${words.join("\\s+")}`, "iu");
    const found = [];
    for (const entry of index.entries) {
      const [title, kind, , anchor, body] = entry;
      // What has a number only within a name, as a GB300 has 300, comes last.
      let score = 0, isTitle = true, within = 0;
      for (let n = 0; n < words.length; n++) {
        const find = (words[n][0] === "(" ? starts : insides)[n], isThere = find.test(title);
        isTitle &&= isThere;
        const place = isThere ? title : body;
        if (find.test(place)) score += (wholes[n].test(place) ? 3 : starts[n].test(place) ? 2 : 1) * (isThere ? 4 : 1);
        else within += insides[n].test(title + " " + body) ? 512 : NaN;
      }
      score = score / words.length + 64 * rank(kind, anchor, isTitle) - within;
      if (isNaN(score)) continue;
      if (whole.test(title)) score += title.replace(/^[\d.]+ /, "").length === text.trim().length ? 32 : 16;
      if (words.length > 1 && kind !== "Swift" && (phrase.test(title) || phrase.test(body)))
        score += exact.test(title) ? 640 : exact.test(body) ? 512 : 256;
      // The number of a section, typed, leads to it.
      if (kind === "Section" && title.startsWith(`${text.trim()} `)) score += 1024;
      found.push([score, entry]);
    }
    found.sort((a, b) => b[0] - a[0]);
    return { words: words.length ? new RegExp(words.join("|"), "giu") : null, phrase, found: found.map(([, entry]) => entry) };
  };

  // Text with its indices lowered, `t_mem` as in a formula; code stays as it is typed.
  const typeset = (text, isCode) => isCode ? [text]
    : text.split(/(?<=[\p{L})])_(\p{L}+)/u).map((part, n) => n % 2 ? element("sub", "", part) : part);

  // The text with what was found in it marked.
  const marked = (name, text, words, isCode) => {
    const made = element(name, "");
    let end = 0;
    for (const match of text.matchAll(words)) {
      const mark = element("mark", "");
      mark.append(...typeset(match[0], isCode));
      made.append(...typeset(text.slice(end, match.index), isCode), mark);
      end = match.index + match[0].length;
    }
    made.append(...typeset(text.slice(end), isCode));
    return made;
  };

  // The words around the first place, if there is one where all stand side by side.
  const excerpt = (text, words, phrase) => {
    const together = text.search(phrase);
    const at = Math.max(0, together < 0 ? text.search(new RegExp(words.source, "iu")) : together);
    const start = at < 60 ? 0 : text.indexOf(" ", at - 60) + 1;
    const cut = text.length > start + 180 ? text.lastIndexOf(" ", start + 180) : text.length;
    return (start ? "… " : "") + text.slice(start, cut > start ? cut : start + 180) + (cut < text.length ? " …" : "");
  };

  const show = () => {
    const { words, phrase, found } = search(input.value);
    list.replaceChildren(...(words ? found.slice(0, most) : []).map(([title, kind, page, anchor, text]) => {
      const item = element("li", ""), link = element("a", "");
      const [file, name] = index.pages[page];
      link.href = file + (anchor && `#${anchor}`);
      const isCode = ranks[kind] <= 1;
      link.append(marked("b", title, words, isCode), element("small", "", kind === name ? kind : `${kind}, ${name}`));
      if (text) link.append(marked("span", excerpt(text, words, phrase), words, isCode));
      item.append(link);
      return item;
    }));
    const count = found.length > most ? `${found.length} places, the first ${most} of them` : `${found.length} place${found.length === 1 ? "" : "s"}`;
    status.textContent = index.isMissing ? "The index of the search, search-index.js, is not beside this page."
      : !words ? "Also names in code and labels of claims" : found.length ? count : "Nothing has all of these words.";
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
      input.placeholder = "Words, numbers, symbols";
      input.autocomplete = "off";
      input.spellcheck = false;
      status = element("p", "status");
      status.setAttribute("role", "status");
      list = element("ol", "found");
      dialog.append(input, status, list);
      dialog.addEventListener("keydown", move);
      // A field of searches would first empty itself.
      input.addEventListener("keydown", ({ key }) => key === "Escape" && dialog.close());
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

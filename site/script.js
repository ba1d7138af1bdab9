// What the parts of this script share, and the keys of the book. None is taken while the reader types, has text selected or a dialog open, or holds another key
// that means something else. `?` lists them all, since every module makes its own known here.
const book = (() => {
  const keys = new Map();

  const isFree = (event) =>
    !event.defaultPrevented && !event.metaKey && (event.getModifierState("AltGraph") || !(event.ctrlKey || event.altKey)) &&
    !event.target.closest?.("input, select, textarea, dialog, [contenteditable]") && getSelection().isCollapsed;

  document.addEventListener("keydown", (event) => {
    const key = keys.get(event.key);
    if (!key || !isFree(event)) return;
    event.preventDefault();
    key.action();
  });

  const element = (name, className, text = "") => {
    const made = document.createElement(name);
    made.className = className;
    made.textContent = text;
    return made;
  };

  // A dialog of its own look and name, closed by Escape, by its button and by a press beside it.
  const dialog = (name) => {
    const made = element("dialog", name.toLowerCase());
    made.setAttribute("aria-label", name);
    const form = element("form", "close");
    form.method = "dialog";
    form.append(element("button", "", "Close"));
    made.append(form);
    made.addEventListener("pointerdown", (event) => {
      if (event.target === made) made.close();
    });
    document.body.append(made);
    return made;
  };

  let list;
  const show = () => {
    if (!list) {
      list = dialog("Keys");
      const rows = element("dl", "");
      for (const [key, { words }] of [...keys, ["Tab", { words: "Next link or checked number; its card opens" }],
        ["Enter", { words: "Close and open the card of a number" }], ["Esc", { words: "Put away a card, a preview or a dialog" }]]) {
        const name = element("dt", "");
        name.append(element("kbd", "", key));
        rows.append(name, element("dd", "", words));
      }
      list.append(element("h2", "", "Keys"), rows);
    }
    list.showModal();
  };

  const onKey = (key, words, action) => keys.set(key, { words, action });
  const follow = (rel) => () => document.querySelector(`.neighbours a[rel="${rel}"]`)?.click();
  onKey("?", "These keys", show);
  onKey("[", "Page before", follow("prev"));
  onKey("]", "Next page", follow("next"));

  // What an address means; nothing where it is no address at all, as `%`.
  const decoded = (text) => {
    try {
      return decodeURIComponent(text);
    } catch {
      return "";
    }
  };
  return { onKey, element, dialog, decoded };
})();
// Light or dark: the system's choice until the reader makes another, which is remembered while it differs. The page's
// head has set it before the first paint.
(() => {
  const button = document.querySelector("button.theme");
  if (!button) return;
  const system = matchMedia("(prefers-color-scheme: dark)");
  const root = document.documentElement;
  const isDark = () => (root.dataset.theme ? root.dataset.theme === "dark" : system.matches);
  const say = () => (button.textContent = isDark() ? "Light page" : "Dark page");

  button.addEventListener("click", () => {
    const isToBeDark = !isDark();
    if (isToBeDark === system.matches) delete root.dataset.theme;
    else root.dataset.theme = isToBeDark ? "dark" : "light";
    // A reader may have forbidden to keep anything: then the choice lasts as long as the page.
    try {
      if (root.dataset.theme) localStorage.setItem("chalktalk.theme", root.dataset.theme);
      else localStorage.removeItem("chalktalk.theme");
    } catch {}
    say();
  });
  system.addEventListener("change", say);
  say();
})();
// Search: every word must be found, titles go before text. The index is a script of its own that is loaded at the
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
    const whole = new RegExp(`^(?:[\\d.]+ )?${words.join("\\s+")}`, "iu");
    const found = [];
    for (const entry of index.entries) {
      const [title, kind, , , body] = entry;
      let score = 0;
      for (let n = 0; n < words.length; n++) {
        const weight = insides[n].test(title) ? (starts[n].test(title) ? 16 : 8)
          : insides[n].test(body) ? (starts[n].test(body) ? 2 : 1) : 0;
        score = weight ? score + weight : NaN;
      }
      if (!score) continue;
      if (whole.test(title)) score += entry[0].replace(/^[\d.]+ /, "").length === text.trim().length ? 32 : 16;
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
// Previews: what a link leads to, as a card beside it. On hover and on keyboard focus; on a touch screen at
// the first tap, the second one follows the link. Escape puts the card away. The cards are a script of their
// own that is loaded when the first is wanted; one of another build than the page is not shown.
(() => {
  const file = document.currentScript.dataset.previews;
  if (!file) return;
  const links = "main :is(a.ref, a.term, a.cite, a.id)";
  const gap = 8;
  const card = document.createElement("div");
  card.id = "preview";
  card.className = "preview";
  card.setAttribute("role", "tooltip");
  card.hidden = true;
  let shown, wanted, timer, loading, isTouch = false;

  const load = () => loading ??= new Promise((resolve) => {
    addEventListener("previews", ({ detail }) => {
      if (detail.digest === file.split("?")[1]) resolve(new Map(Object.entries(detail.cards)));
    }, { once: true });
    const script = document.createElement("script");
    script.src = file;
    script.onload = script.onerror = () => resolve(new Map());
    document.head.append(script);
    document.body.append(card);
  });

  const hide = () => {
    clearTimeout(timer);
    shown?.removeAttribute("aria-describedby");
    shown = wanted = undefined;
    card.hidden = true;
  };

  // Below the link's last line or above its first, wherever there is more room; never over it.
  const place = (link) => {
    const lines = link.getClientRects(), first = lines[0], last = lines[lines.length - 1];
    const { clientWidth: width, clientHeight: height } = document.documentElement;
    card.style.maxHeight = "";
    const below = height - last.bottom - 2 * gap, above = first.top - 2 * gap;
    const isBelow = below >= Math.min(card.offsetHeight, height * 0.6) || below >= above;
    card.style.maxHeight = `${Math.min(height * 0.6, isBelow ? below : above)}px`;
    const line = isBelow ? last : first;
    const left = Math.max(gap, Math.min(line.left - gap, width - card.offsetWidth - gap));
    const top = isBelow ? last.bottom + gap : first.top - gap - card.offsetHeight;
    card.style.left = `${left + scrollX}px`;
    card.style.top = `${top + scrollY}px`;
  };

  const show = async (link) => {
    clearTimeout(timer);
    wanted = link;
    const html = (await load()).get(link.getAttribute("href"));
    if (wanted !== link) return true;
    if (!html) return false;
    shown?.removeAttribute("aria-describedby");
    shown = link;
    card.innerHTML = html;
    card.scrollTop = 0;
    card.hidden = false;
    link.setAttribute("aria-describedby", card.id);
    place(link);
    return true;
  };

  const linkOf = (event) => event.target instanceof Element ? event.target.closest(links) : null;
  const later = (action, delay) => {
    clearTimeout(timer);
    timer = setTimeout(action, delay);
  };

  document.addEventListener("pointerover", (event) => {
    if (event.pointerType === "touch") return;
    const link = linkOf(event);
    if (card.contains(event.target) || (link && link === shown)) clearTimeout(timer);
    else if (link) later(() => show(link), 150);
    else if (shown) later(hide, 250);
    else clearTimeout(timer);
  });
  document.addEventListener("focusin", (event) => {
    const link = linkOf(event);
    if (link?.matches(":focus-visible")) show(link);
  });
  document.addEventListener("focusout", (event) => {
    if (linkOf(event) === shown && !card.contains(event.relatedTarget)) hide();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") hide();
  });
  document.addEventListener("pointerdown", (event) => {
    isTouch = event.pointerType === "touch";
    if (shown && !card.contains(event.target) && linkOf(event) !== shown) hide();
  });
  document.addEventListener("click", async (event) => {
    const link = linkOf(event);
    if (card.contains(event.target) && event.target.closest("a")) return hide();
    if (!link || !isTouch || link === shown) return;
    event.preventDefault();
    if (!(await show(link))) location.href = link.href;
  });
  addEventListener("resize", hide);
})();
// Cards of checked numbers need no script to open: the style sheet shows them on hover and on focus. Here they are
// put away as previews are, with Escape, and on a touch screen with a second tap or a tap beside them.
(() => {
  const open = ".claim:is(:hover, :focus, :focus-within)";
  let touched;

  const close = (number) => {
    // A link in the card gives the focus back to the number, so that reading goes on from there.
    if (number !== document.activeElement && number.contains(document.activeElement)) number.focus();
    number.classList.add("closed");
  };
  const numberOf = (event) =>
    event.target instanceof Element ? event.target.closest(".claim") : null;
  const isOnCard = (event) => event.target.closest(".card") !== null;
  const reopen = (number) => number?.classList.remove("closed");

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") document.querySelectorAll(open).forEach(close);
    if (event.key === "Enter" || event.key === " ") {
      const number = numberOf(event);
      if (number !== event.target) return;
      event.preventDefault();
      number.classList.toggle("closed");
    }
  });
  // Whoever comes back to a number wants its card.
  document.addEventListener("focusout", (event) => {
    const number = numberOf(event);
    if (number && !number.contains(event.relatedTarget)) reopen(number);
  });
  document.addEventListener("pointerout", (event) => {
    const number = numberOf(event);
    if (event.pointerType !== "touch" && number && !number.contains(event.relatedTarget)) reopen(number);
  });

  document.addEventListener("pointerdown", (event) => {
    touched = undefined;
    if (event.pointerType !== "touch") return;
    const number = numberOf(event), active = document.activeElement?.closest(".claim");
    if (active && active !== number) active.blur();
    if (number && !isOnCard(event)) touched = { number, wasOpen: number === active && !number.classList.contains("closed") };
  });
  document.addEventListener("click", (event) => {
    const number = numberOf(event);
    if (!number || touched?.number !== number || isOnCard(event)) return;
    if (touched.wasOpen) return close(number);
    // Not every browser gives the focus to what is tapped.
    number.focus({ preventScroll: true });
    reopen(number);
  });
})();
// Explorers: controls over a grid that was computed with the page. What they are set to is looked up, and stands
// in the address behind the figure's name, `#fig-a=3.1`, so that a link leads to the figure as it was set. With
// several on a page it stands there for all that were moved, `#fig-b=0&fig-a=3.1`, the last one first: that is
// where the link leads. What an address does not name stays as it is set.
(() => {
  const explorers = new Map();
  const moved = new Map();

  // What has not changed is not written again: a screen reader would say it.
  const write = (element, text) => {
    if (element.textContent !== text) element.textContent = text;
  };

  for (const box of document.querySelectorAll(".explorer:has(.controls)")) {
    const name = encodeURIComponent(box.dataset.explorer);
    const [stops, points] = JSON.parse(box.querySelector("script").textContent);
    const inputs = [...box.querySelectorAll(".control :is(input, select)")];
    const labels = [...box.querySelectorAll(".control label")].map((label) => label.textContent);
    const outputs = [...box.querySelectorAll(".readings b")];
    const setting = () => inputs.map((input) => input.selectedIndex ?? Number(input.value));
    const start = setting();

    const show = () => {
      const now = setting();
      const point = now.reduce((index, stop, n) => index * stops[n].length + stop, 0);
      inputs.forEach((input, n) => {
        if (input.type !== "range") return;
        const text = stops[n][now[n]];
        input.setAttribute("aria-valuetext", text);
        write(input.previousElementSibling, text);
      });
      outputs.forEach((output, n) => write(output, points[point * outputs.length + n]));
      const words = labels.map((label, n) => `${label} ${stops[n][now[n]]}`);
      box.querySelector(".setting").textContent = `At ${words.join(", ")}.`;
    };

    const keep = () => {
      moved.delete(name);
      moved.set(name, setting().join("."));
    };

    // What the address asks for, as far as there is such a stop.
    const set = (wanted) => {
      inputs.forEach((input, n) => {
        const stop = wanted[n] >= 0 && wanted[n] < stops[n].length ? wanted[n] : start[n];
        if (input.type === "range") input.value = stop;
        else input.selectedIndex = stop;
      });
      show();
      keep();
    };

    box.addEventListener("input", () => {
      show();
      keep();
      const settings = [...moved].reverse().map(([name, stops]) => `${name}=${stops}`);
      history.replaceState(null, "", `#${settings.join("&")}`);
    });
    explorers.set(name, { box, set });
  }

  const follow = () => {
    const named = location.hash.slice(1).split("&")
      .map((part) => part.match(/^([^=]+)=([\d.]+)$/) ?? [])
      .filter(([, name]) => explorers.has(name));
    for (const [, name, stops] of named.reverse()) explorers.get(name).set(stops.split(".").map(Number));
    if (named.length) explorers.get(named.at(-1)[1]).box.closest("figure").scrollIntoView();
  };
  addEventListener("hashchange", follow);
  follow();
})();
// Tables: heads that sort, by value where there are numbers, and a field that keeps the rows with some words.
// Both are made here, so that without script there is nothing that does nothing.
(() => {
  // On the page for paper they stand as they are.
  if (document.querySelector("main.whole-book")) return;
  const collator = new Intl.Collator("en", { numeric: true });
  const scale = { k: 1e3, M: 1e6, G: 1e9, B: 1e9, T: 1e12, P: 1e15, E: 1e18, Ki: 2 ** 10, Mi: 2 ** 20, Gi: 2 ** 30, m: 1e-3 };
  const plain = (text) => text.toLowerCase().replaceAll("’", "'");
  const find = (selector, inside = document) => [...inside.querySelectorAll(selector)];

  // A cell as [what it measures, how much] or [its words]; what leads somewhere is a name, and no number.
  const read = (cell) => {
    const text = (cell.dataset.sort ?? cell.textContent).trim();
    const number = !cell.matches(".date, :not([data-sort]):has(a)") &&
      text.match(/^≈?([−-]?)\$?(\d[\d,]*\.?\d*)([kMBT](?!\S))?\s*([^\s\d:.–-]\S*)?(?!\S)/);
    if (!number) return text ? [text] : [];
    const [, sign, digits, suffix, unit = ""] = number;
    const [, prefix, base] = unit.match(/^([kMGTPEm]i?)((?:B|FLOP|tok|W|s)(?![a-z]).*)/) ?? [, , unit];
    return [base, (sign ? -1 : 1) * digits.replaceAll(",", "") * (scale[suffix ?? prefix] ?? 1)];
  };

  // Numbers before words and like with like; empty cells come last whichever way.
  const compare = (a, b, turn) => {
    if (!a.length || !b.length) return b.length - a.length;
    return turn * (b.length - a.length || collator.compare(a[0], b[0]) || a[1] - b[1] || 0);
  };

  for (const table of find(":is(.register, .ledger .table, .appendix .table-figure > .table) > table")) {
    const body = table.tBodies[0], rows = [...body.rows], heads = find("thead th", table);
    heads.forEach((head, column) => {
      const button = document.createElement("button");
      button.append(...head.childNodes);
      head.append(button);
      button.onclick = () => {
        const way = { ascending: "descending", descending: null }[head.getAttribute("aria-sort")];
        for (const other of heads) other.removeAttribute("aria-sort");
        if (way !== null) head.setAttribute("aria-sort", way ?? "ascending");
        const keyed = rows.map((row) => ({ row, key: read(row.cells[column]) }));
        if (way !== null) keyed.sort((a, b) => compare(a.key, b.key, way ? -1 : 1));
        body.append(...keyed.map(({ row }) => row));
      };
    });
  }

  for (const place of find(".filter")) {
    const { by } = place.dataset, ledger = place.closest(".ledger");
    const rows = find(":is(.register, .ledger .table, .table-figure) tbody tr, .moments > li", place.parentElement)
      .filter((row) => row.closest(".ledger") === ledger)
      .map((row) => {
        const heads = by ? find("thead th", row.closest("table")) : [];
        const cell = row.cells?.[heads.findIndex((head) => head.textContent === by)];
        const text = plain([...row.children].map((part) => part.textContent).join(" "));
        return { row, text: text + text.replaceAll(",", ""), kind: cell?.textContent.split(/[,:]/)[0],
          box: row.closest(".part, figure, .table") };
      });
    place.innerHTML = '<label>Filter <input type="search"></label>' +
      (by ? `<label>${by} <select><option value="">all</option></select></label>` : "") + '<output></output>';
    const [field, choice = { value: "" }] = find("input, select", place);
    for (const kind of new Set(rows.map(({ kind }) => kind))) if (kind) choice.add(new Option(kind));

    const apply = () => {
      const words = plain(field.value).split(/\s+/);
      for (const { row, text, kind } of rows)
        row.hidden = !words.every((word) => text.includes(word)) || (choice.value && kind !== choice.value);
      for (const { box } of rows) box.hidden = !rows.some((other) => other.box === box && !other.row.hidden);
      const count = rows.filter(({ row }) => !row.hidden).length;
      place.lastChild.textContent = `${count < rows.length ? `${count} of ` : ""}${rows.length} rows`;
    };
    const set = (text, kind) => {
      [field.value, choice.value] = [text, kind];
      apply();
    };
    // What is kept stands in the address, so that a link leads to it.
    place.oninput = () => {
      apply();
      history.replaceState(null, "", `#filter=${encodeURIComponent(field.value)}&${encodeURIComponent(choice.value)}`);
    };
    field.onkeydown = ({ key }) => {
      if (key !== "Escape") return;
      set("", "");
      history.replaceState(null, "", "#");
    };
    // A link to what is hidden shows all rows again.
    const follow = () => {
      const [, text, kind] = location.hash.match(/^#filter=(.*)&(.*)/)?.map(book.decoded) ?? [];
      if (kind !== undefined && !ledger) return set(text, kind);
      const target = document.getElementById(book.decoded(location.hash.slice(1)));
      if (!target?.closest("[hidden]")) return;
      set("", "");
      target.scrollIntoView();
    };
    set("", "");
    follow();
    addEventListener("hashchange", follow);
  }
})();
// What scrolls in a box of its own is a region with a name and can be reached from the keyboard, while it does. No page
// says so by itself: a hundred small tables that scroll nowhere would be a hundred stops on the way. Without script
// browsers stop of their own accord at a box that scrolls and has no link in it, and scroll one that has.
(() => {
  const nameOf = (box) => {
    const said = box.closest("figure")?.querySelector("figcaption b") ?? box.closest("details")?.querySelector("summary") ??
      box.closest("section")?.querySelector("h2, h3") ?? document.querySelector("h1");
    return said.firstChild.textContent.trim().replace(/\.$/, "");
  };
  const watcher = new ResizeObserver((entries) => {
    for (const { target } of entries) {
      const scrolls = target.scrollWidth > target.clientWidth || target.scrollHeight > target.clientHeight;
      if (!scrolls) for (const name of ["tabindex", "role", "aria-label"]) target.removeAttribute(name);
      else if (target.tabIndex < 0) {
        target.tabIndex = 0;
        // Of tables only, which have names of their own; code and formulas would be landmarks by the dozen, and on the
        // page of the whole book every chapter has a table of what was checked.
        const isOne = !document.querySelector(".sheets") && target.matches("figure > .table, .register, .ledger > .table");
        target.setAttribute("role", isOne ? "region" : "group");
        target.setAttribute("aria-label", target.matches("pre") ? "Code" : target.matches(".formula") ? "Formula" : nameOf(target));
      }
    }
  });
  for (const box of document.querySelectorAll("main :is(pre, .drawing, .formula, .table)")) watcher.observe(box);
})();
// Copies the code of a cell as it runs, with its hidden lines.
(() => {
  document.addEventListener("click", async (event) => {
    const button = event.target.closest?.("button.copy");
    if (!button) return;
    const cell = button.closest(".cell");
    const code = cell.querySelector(".hidden-lines code") ?? cell.querySelector("code:not(.command)");
    try {
      await navigator.clipboard.writeText(code.textContent + "\n");
      button.textContent = "Copied";
    } catch {
      // Where nothing may be copied for the reader, it is selected for the reader to copy.
      getSelection().selectAllChildren(code);
      button.textContent = "Selected";
    }
    setTimeout(() => (button.textContent = "Copy"), 1500);
  });
})();
// Marks in the contents the section that is being read.
(() => {
  const links = [...document.querySelectorAll(".contents .sections a")];
  const places = links.map((link) => document.getElementById(book.decoded(link.hash.slice(1))));
  if (!places.length || places.includes(null)) return;
  let marked;

  const mark = () => {
    const line = innerHeight / 3;
    const link = links[places.findLastIndex((place) => place.getBoundingClientRect().top < line)];
    if (link === marked) return;
    marked?.removeAttribute("aria-current");
    link?.setAttribute("aria-current", "true");
    marked = link;
  };
  addEventListener("scroll", mark, { passive: true });
  addEventListener("resize", mark);
  mark();
})();

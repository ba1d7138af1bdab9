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
const decoded = (text) => {
try {
return decodeURIComponent(text);
} catch {
return "";
}
};
return { onKey, element, dialog, decoded };
})();
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
try {
if (root.dataset.theme) localStorage.setItem("chalktalk.theme", root.dataset.theme);
else localStorage.removeItem("chalktalk.theme");
} catch {}
say();
});
system.addEventListener("change", say);
say();
})();
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
const pattern = (word) => word.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&").replace(/\d(?=\d)/g, "$&[,\u2009\u202f\u00a0]?")
.replace(/^\d/, "(?<!\\d|\\d[.,\u2009\u202f])$&").replace(/['’]/g, "['’]").replace(/["“”]/g, "[\"“”]");
const ranks = { Swift: 0, Constant: 1, Term: 6, Symbol: 6, Section: 5 };
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
let score = 0, isTitle = true;
for (let n = 0; n < words.length; n++) {
const isThere = insides[n].test(title);
isTitle &&= isThere;
const place = isThere ? title : body;
score += !insides[n].test(place) ? NaN
: (wholes[n].test(place) ? 3 : starts[n].test(place) ? 2 : 1) * (isThere ? 4 : 1);
}
if (!score) continue;
score = score / words.length + 64 * rank(kind, anchor, isTitle);
if (whole.test(title)) score += title.replace(/^[\d.]+ /, "").length === text.trim().length ? 32 : 16;
if (words.length > 1 && kind !== "Swift" && (phrase.test(title) || phrase.test(body)))
score += exact.test(title) || exact.test(body) ? 512 : 256;
if (kind === "Section" && title.startsWith(`${text.trim()} `)) score += 1024;
found.push([score, entry]);
}
found.sort((a, b) => b[0] - a[0]);
return { words: words.length ? new RegExp(words.join("|"), "giu") : null, phrase, found: found.map(([, entry]) => entry) };
};
const typeset = (text, isCode) => isCode ? [text]
: text.split(/(?<=[\p{L})])_(\p{L}+)/u).map((part, n) => n % 2 ? element("sub", "", part) : part);
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
const isCode = ranks[kind] < 2;
link.append(marked("b", title, words, isCode), element("small", "", kind === name ? kind : `${kind}, ${name}`));
if (text) link.append(marked("span", excerpt(text, words, phrase), words, isCode));
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
(() => {
const file = document.currentScript.dataset.previews;
if (!file) return;
const links = "main :is(a.ref, a.term, a.cite, a.id, .where a)";
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
const link = linkOf(event);
if (link && (link === shown || link === wanted) && !card.contains(event.relatedTarget)) hide();
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
(() => {
const open = ".claim:is(:hover, :focus, :focus-within)";
let touched;
const close = (number) => {
if (number !== document.activeElement && number.contains(document.activeElement)) number.focus();
number.classList.add("closed");
};
const numberOf = (event) =>
event.target instanceof Element ? event.target.closest(".claim") : null;
const isOnCard = (event) => event.target.closest(".card") !== null;
const reopen = (number) => number?.classList.remove("closed");
document.addEventListener("keydown", (event) => {
if (event.key === "Escape") {
release();
document.querySelectorAll(open).forEach(close);
}
if (event.key === "Enter" || event.key === " ") {
const number = numberOf(event);
if (number !== event.target) return;
event.preventDefault();
number.classList.toggle("closed");
}
});
const root = document.documentElement.classList;
let held, nearest, patience;
const way = (card, { clientX, clientY }) => {
const { left, right, top, bottom } = card.getBoundingClientRect();
return Math.hypot(Math.max(left - clientX, clientX - right, 0), Math.max(top - clientY, clientY - bottom, 0));
};
const release = () => {
clearTimeout(patience);
held?.classList.remove("held");
root.remove("crossing");
held = undefined;
};
const hold = (distance) => {
nearest = distance;
clearTimeout(patience);
patience = setTimeout(release, 300);
};
document.addEventListener("pointerout", (event) => {
const number = numberOf(event), card = number?.querySelector(".card");
if (held || !card || event.pointerType === "touch" || number.contains(event.relatedTarget)) return;
if (getComputedStyle(card).visibility !== "visible" || number.classList.contains("closed")) return;
held = number;
number.classList.add("held");
root.add("crossing");
hold(way(card, event));
});
document.addEventListener("pointermove", (event) => {
const distance = held && way(held.querySelector(".card"), event);
if (distance === 0) release();
else if (distance < nearest) hold(distance);
}, { passive: true });
const notes = [...document.querySelectorAll("main > :is(.aside, .moment-mark)")];
const clear = (top, height) => {
const taken = notes.map((note) => note.getBoundingClientRect());
const isFree = (y) => y >= 8 && y + height + 8 <= innerHeight &&
!taken.some((note) => note.height && y < note.bottom + 4 && y + height + 4 > note.top);
const places = taken.flatMap((note) => [note.bottom + 6, note.top - height - 6]);
return [top, ...places.sort((a, b) => Math.abs(a - top) - Math.abs(b - top))].find(isFree) ?? top;
};
const fit = (number) => {
const card = number.querySelector(".card"), lines = [...number.getClientRects()];
card.style.translate = "";
if (!lines.length || lines[0].top > innerHeight || lines.at(-1).bottom < 0) return;
const { left, top, bottom, height } = card.getBoundingClientRect();
const over = bottom + 8 - innerHeight, isBeside = lines.every((line) => line.right < left);
const above = lines[0].top - 4 - height;
const moved = over > 0 ? -Math.min(over, top - 8) : 0;
const way = isBeside ? clear(top + moved, height) - top : over > 0 && above > 0 ? above - top : 0;
if (way) card.style.translate = `0 ${way}px`;
};
const fitEntered = (event) => {
const number = numberOf(event);
if (number && !number.contains(event.relatedTarget)) fit(number);
};
document.addEventListener("pointerover", fitEntered);
document.addEventListener("focusin", fitEntered);
document.addEventListener("scrollend", () => document.querySelectorAll(open).forEach(fit));
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
number.focus({ preventScroll: true });
reopen(number);
});
})();
(() => {
const explorers = new Map();
const moved = new Map();
const write = (element, text) => {
if (element.textContent !== text) element.textContent = text;
};
const number = (text) =>
Number(text.normalize("NFKC").replaceAll(",", "").replace("×10", "e").replaceAll("−", "-") || NaN);
const curve = (values, now) => {
const known = values.filter(Number.isFinite);
const [least, greatest] = [Math.min(...known), Math.max(...known)];
const scale = least > 0 && greatest > 20 * least ? Math.log : (value) => value;
const across = (place) => 4 + (92 * place) / Math.max(1, values.length - 1);
const down = (value) =>
greatest > least ? 20 - (16 * (scale(value) - scale(least))) / (scale(greatest) - scale(least)) : 12;
const line = values.map((value, place) => Number.isFinite(value)
? `${Number.isFinite(values[place - 1]) ? "L" : "M"}${across(place).toFixed(1)} ${down(value).toFixed(1)}` : "");
const dot = Number.isFinite(values[now])
? `<circle cx="${across(now).toFixed(1)}" cy="${down(values[now]).toFixed(1)}" r="3"/>` : "";
return known.length ? `<svg viewBox="0 0 100 24"><path d="${line.join("")}"/>${dot}</svg>` : "";
};
for (const box of document.querySelectorAll(".explorer:has(.controls)")) {
const name = encodeURIComponent(box.dataset.explorer);
const [stops, points] = JSON.parse(box.querySelector("script").textContent);
const inputs = [...box.querySelectorAll(".control :is(input, select)")];
const labels = [...box.querySelectorAll(".control label")].map((label) => label.textContent);
const outputs = [...box.querySelectorAll(".readings b")];
const setting = () => inputs.map((input) => input.selectedIndex ?? Number(input.value));
const start = setting();
const at = (setting) => setting.reduce((index, stop, n) => index * stops[n].length + stop, 0) * outputs.length;
const curves = [...box.querySelectorAll(".curve")];
let slider = inputs.findIndex((input) => input.type === "range");
const show = () => {
const now = setting();
const point = at(now);
inputs.forEach((input, n) => {
if (input.type !== "range") return;
const text = stops[n][now[n]];
input.setAttribute("aria-valuetext", text);
write(input.previousElementSibling, text);
});
outputs.forEach((output, n) => write(output, points[point + n]));
curves.forEach((cell, n) => {
const along = stops[slider].map((_, stop) => number(points[at(now.with(slider, stop)) + n]));
cell.innerHTML = curve(along, now[slider]);
});
if (curves.length) write(box.querySelector(".along span"), labels[slider]);
const words = labels.map((label, n) => `${label} ${stops[n][now[n]]}`);
box.querySelector(".setting").textContent = `At ${words.join(", ")}.`;
};
const keep = () => {
moved.delete(name);
moved.set(name, setting().join("."));
};
const set = (wanted) => {
inputs.forEach((input, n) => {
const stop = wanted[n] >= 0 && wanted[n] < stops[n].length ? wanted[n] : start[n];
if (input.type === "range") input.value = stop;
else input.selectedIndex = stop;
});
show();
keep();
};
show();
box.addEventListener("input", ({ target }) => {
if (target.type === "range") slider = inputs.indexOf(target);
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
(() => {
if (document.querySelector("main.whole-book")) return;
const collator = new Intl.Collator("en", { numeric: true });
const scale = { k: 1e3, M: 1e6, G: 1e9, B: 1e9, T: 1e12, P: 1e15, E: 1e18, Ki: 2 ** 10, Mi: 2 ** 20, Gi: 2 ** 30, m: 1e-3 };
const plain = (text) => text.toLowerCase().replaceAll("’", "'");
const find = (selector, inside = document) => [...inside.querySelectorAll(selector)];
const read = (cell) => {
const text = (cell.dataset.sort ?? cell.textContent).trim();
const number = !cell.matches(".date, :not([data-sort]):has(a)") &&
text.match(/^≈?([−-]?)\$?(\d[\d,]*\.?\d*)([kMBT](?!\S))?\s*([^\s\d:.–-]\S*)?(?!\S)/);
if (!number) return text ? [text] : [];
const [, sign, digits, suffix, unit = ""] = number;
const [, prefix, base] = unit.match(/^([kMGTPEm]i?)((?:B|FLOP|tok|W|s)(?![a-z]).*)/) ?? [, , unit];
return [base, (sign ? -1 : 1) * digits.replaceAll(",", "") * (scale[suffix ?? prefix] ?? 1)];
};
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
place.oninput = () => {
apply();
history.replaceState(null, "", `#filter=${encodeURIComponent(field.value)}&${encodeURIComponent(choice.value)}`);
};
field.onkeydown = ({ key }) => {
if (key !== "Escape") return;
set("", "");
history.replaceState(null, "", "#");
};
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
const isOne = !document.querySelector(".sheets") && target.matches("figure > .table, .register, .ledger > .table");
target.setAttribute("role", isOne ? "region" : "group");
target.setAttribute("aria-label", target.matches("pre") ? "Code" : target.matches(".formula") ? "Formula" : nameOf(target));
}
}
});
for (const box of document.querySelectorAll("main :is(pre, .drawing, .formula, .table)")) watcher.observe(box);
const tables = [...document.querySelectorAll(":is(.register, .ledger .table, .appendix .table-figure > .table)")];
const fit = () => {
const fits = tables.map((table) => table.scrollWidth <= table.clientWidth);
tables.forEach((table, n) => table.classList.toggle("fits", fits[n]));
};
addEventListener("resize", fit);
fit();
const root = document.documentElement.classList;
document.addEventListener("click", ({ target }) => {
if (target.closest?.("a[href^='#']")) root.add("carried");
});
addEventListener("scrollend", () => root.remove("carried"));
})();
(() => {
const main = document.querySelector("main");
const notes = [...main.querySelectorAll(":scope > :is(.aside, .moment-mark)")];
const place = () => {
if (innerWidth < 1200) return;
main.classList.add("measured");
const edge = main.getBoundingClientRect().right + 1;
let end = -Infinity;
const rises = notes.map((note) => {
let owner = note.previousElementSibling;
while (owner?.matches(".aside, .moment-mark, .where, details")) owner = owner.previousElementSibling;
const { top, height } = note.getBoundingClientRect();
const box = owner?.getBoundingClientRect() ?? { top };
const style = getComputedStyle(note);
const wanted = note.matches(".aside") ? top - box.top - parseFloat(style.marginTop)
: box.height - parseFloat(getComputedStyle(owner).lineHeight);
const rise = Math.max(0, box.right > edge ? 0 : Math.min(wanted, top - end));
end = Math.max(top - rise, end) + height + parseFloat(style.marginBottom);
return rise;
});
main.classList.remove("measured");
notes.forEach((note, n) => note.style.setProperty("--rise", `${rises[n]}px`));
};
addEventListener("resize", place);
place();
main.classList.add("placed");
})();
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
getSelection().selectAllChildren(code);
button.textContent = "Selected";
}
setTimeout(() => (button.textContent = "Copy"), 1500);
});
})();
(() => {
const links = [...document.querySelectorAll(".contents .sections a")];
const places = links.map((link) => document.getElementById(book.decoded(link.hash.slice(1))));
if (!places.length || places.includes(null)) return;
const contents = document.querySelector(".contents");
let marked;
const mark = () => {
const line = innerHeight / 3;
const link = links[places.findLastIndex((place) => place.getBoundingClientRect().top < line)];
if (link === marked) return;
marked?.removeAttribute("aria-current");
link?.setAttribute("aria-current", "true");
marked = link;
const place = link?.getBoundingClientRect(), frame = contents.getBoundingClientRect();
if (place?.top < frame.top || place?.bottom > frame.bottom) contents.scrollTop += place.top - frame.top - frame.height / 3;
};
addEventListener("scroll", mark, { passive: true });
addEventListener("resize", mark);
mark();
})();
(() => {
const inputs = [...document.querySelectorAll(".choices input")];
if (!inputs.length) return;
const main = document.querySelector("main"), all = [...main.querySelectorAll(".solution")];
let lists = [...main.querySelectorAll(".solutions")].map((list) => [list, all.filter((one) => list.contains(one))]);
const exerciseOf = (solution) =>
document.getElementById(book.decoded(solution.querySelector(":scope > .way a").hash.slice(1)));
const put = (place) => {
if (!lists.length && place === "at-end") {
const list = book.element("section", "solutions");
list.append(book.element("h2", "", "Solutions"));
main.querySelector(":scope > :is(.sources, .ledger, .choices)").before(list);
lists = [[list, all]];
}
for (const [list, solutions] of lists) {
list.append(...solutions);
if (place !== "at-end") for (const one of solutions.toReversed()) exerciseOf(one).after(one);
list.hidden = place !== "at-end";
}
};
for (const input of inputs) {
input.addEventListener("change", () => {
history.replaceState(null, "", `#${input.id}`);
put(input.value);
});
}
const follow = () => {
const input = inputs.find((one) => location.hash === `#${one.id}`);
if (!input) return;
input.checked = true;
put(input.value);
};
addEventListener("hashchange", follow);
document.querySelector("button.print").onclick = () => print();
inputs[0].checked = true;
follow();
})();

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

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

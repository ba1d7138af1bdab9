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

  // A table that is not wider than its box needs none: it stands on the page, and its head stays at the window's edge.
  // That is seen to before the page is shown, and all are measured before one is changed.
  const tables = [...document.querySelectorAll(":is(.register, .ledger .table, .appendix .table-figure > .table)")];
  const fit = () => {
    const fits = tables.map((table) => table.scrollWidth <= table.clientWidth);
    tables.forEach((table, n) => table.classList.toggle("fits", fits[n]));
  };
  addEventListener("resize", fit);
  fit();

  // A link within the page carries the reader there, where motion is welcome; an address that is opened, or a way back, is
  // shown at once.
  const root = document.documentElement.classList;
  document.addEventListener("click", ({ target }) => {
    if (target.closest?.("a[href^='#']")) root.add("carried");
  });
  addEventListener("scrollend", () => root.remove("carried"));
})();

// What scrolls in a box of its own can be reached from the keyboard while it does.
(() => {
  const watcher = new ResizeObserver((entries) => {
    for (const { target } of entries) {
      if (target.scrollWidth > target.clientWidth || target.scrollHeight > target.clientHeight) target.tabIndex = 0;
      else target.removeAttribute("tabindex");
    }
  });
  for (const box of document.querySelectorAll("main :is(pre, .drawing, .formula)")) watcher.observe(box);
})();

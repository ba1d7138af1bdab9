// In the margin a note begins beside the beginning of what it belongs to, and the moment of a section beside the first line
// of its title, but below the note before it. Without script a note begins where what it belongs to ends: no style says
// how tall that is. How far each rises is found out for all at once, before one is moved.
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
      // A formula that takes of the margin keeps it.
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

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
  // On its way from a number to the card in the margin the pointer crosses other numbers: while it comes nearer the card
  // stays, and theirs wait.
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

  // Where a card in the margin leaves the notes there to be read, as near to its number as can be; without such a place,
  // where it is.
  const notes = [...document.querySelectorAll("main > :is(.aside, .moment-mark)")];
  const clear = (top, height) => {
    const taken = notes.map((note) => note.getBoundingClientRect());
    const isFree = (y) => y >= 8 && y + height + 8 <= innerHeight &&
      !taken.some((note) => note.height && y < note.bottom + 4 && y + height + 4 > note.top);
    const places = taken.flatMap((note) => [note.bottom + 6, note.top - height - 6]);
    return [top, ...places.sort((a, b) => Math.abs(a - top) - Math.abs(b - top))].find(isFree) ?? top;
  };

  // A card ends inside the window: in the margin it moves up, under a line it changes to the other side. At the foot of
  // a phone's window it stays, unless the number itself is there.
  // One that is still being scrolled to waits for the end of that.
  const fit = (number) => {
    const card = number.querySelector(".card"), lines = [...number.getClientRects()];
    card.style.translate = "";
    if (!lines.length || lines[0].top > innerHeight || lines.at(-1).bottom < 0) return;
    const { left, top, bottom, height } = card.getBoundingClientRect();
    const isAtFoot = getComputedStyle(card).position === "fixed";
    const over = isAtFoot ? lines.at(-1).bottom + 8 - top : bottom + 8 - innerHeight, isBeside = lines.every((line) => line.right < left);
    const above = lines[0].top - 4 - height;
    const moved = over > 0 ? -Math.min(over, top - 8) : 0;
    const way = isBeside ? clear(top + moved, height) - top : over > 0 && above > (isAtFoot ? 48 : 0) ? above - top : 0;
    if (way) card.style.translate = `0 ${way}px`;
  };
  const fitEntered = (event) => {
    const number = numberOf(event);
    if (number && !number.contains(event.relatedTarget)) fit(number);
  };
  document.addEventListener("pointerover", fitEntered);
  document.addEventListener("focusin", fitEntered);
  document.addEventListener("scrollend", () => document.querySelectorAll(open).forEach(fit));

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

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

// Previews: what a link leads to, as a card beside it. On hover and on keyboard focus; on a touch screen at
// the first tap, the second one follows the link. Escape puts the card away. The cards are a script of their
// own that is loaded when the first is wanted; one of another build than the page is not shown.
(() => {
  const file = document.currentScript.dataset.previews;
  if (!file) return;
  const links = "main :is(a.ref, a.term, a.cite, a.id, .where a, .neighbours a, .register a, .moments a)";
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
    if (!link || !isTouch || link === shown || link.rel) return;
    event.preventDefault();
    if (!(await show(link))) location.href = link.href;
  });
  addEventListener("resize", hide);
})();

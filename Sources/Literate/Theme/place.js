// Marks in the contents the section that is being read; the address follows, once the page rests, unless it says how
// something is set or what it names is still to be seen.
(() => {
  const links = [...document.querySelectorAll(".contents .sections a")];
  const places = links.map((link) => document.getElementById(book.decoded(link.hash.slice(1))));
  if (!places.length || places.includes(null)) return;
  const contents = document.querySelector(".contents");
  let marked, rest;

  const follow = () => {
    const { hash, pathname, search } = location, target = document.getElementById(book.decoded(hash.slice(1)));
    const box = target?.contains(places[0]) ? null : target?.getBoundingClientRect();
    if (!hash.includes("=") && !(box?.bottom > 0 && box.top < innerHeight)) history.replaceState(null, "", marked?.hash ?? pathname + search);
  };

  const mark = () => {
    const line = innerHeight / 3;
    const link = links[places.findLastIndex((place) => place.getBoundingClientRect().top < line)];
    if (link === marked) return;
    marked?.removeAttribute("aria-current");
    link?.setAttribute("aria-current", "true");
    marked = link;
    // The contents go along: what is marked in them is seen.
    const place = link?.getBoundingClientRect(), frame = contents.getBoundingClientRect();
    if (place?.top < frame.top || place?.bottom > frame.bottom) contents.scrollTop += place.top - frame.top - frame.height / 3;
  };
  addEventListener("scroll", () => {
    mark();
    clearTimeout(rest);
    rest = setTimeout(follow, 300);
  }, { passive: true });
  addEventListener("resize", mark);
  mark();
})();

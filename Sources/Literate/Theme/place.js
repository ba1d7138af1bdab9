// Marks in the contents the section that is being read.
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
    // The contents go along: what is marked in them is seen.
    const place = link?.getBoundingClientRect(), frame = contents.getBoundingClientRect();
    if (place?.top < frame.top || place?.bottom > frame.bottom) contents.scrollTop += place.top - frame.top - frame.height / 3;
  };
  addEventListener("scroll", mark, { passive: true });
  addEventListener("resize", mark);
  mark();
})();

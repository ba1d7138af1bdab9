// Marks in the contents the section that is being read.
(() => {
  const links = [...document.querySelectorAll(".contents .sections a")];
  const places = links.map((link) => document.getElementById(book.decoded(link.hash.slice(1))));
  if (!places.length || places.includes(null)) return;
  let marked;

  const mark = () => {
    const line = innerHeight / 3;
    const link = links[places.findLastIndex((place) => place.getBoundingClientRect().top < line)];
    if (link === marked) return;
    marked?.removeAttribute("aria-current");
    link?.setAttribute("aria-current", "true");
    marked = link;
  };
  addEventListener("scroll", mark, { passive: true });
  addEventListener("resize", mark);
  mark();
})();

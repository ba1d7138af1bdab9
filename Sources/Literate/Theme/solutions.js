// Where solutions stand on paper: below their exercises, at the end of their chapter, or nowhere, which is the style sheet's
// part. The choice stands in the address, `book.html#solutions=in-place`, so that a browser without a window prints it, too.
(() => {
  const inputs = [...document.querySelectorAll(".choices input")];
  if (!inputs.length) return;
  const main = document.querySelector("main"), all = [...main.querySelectorAll(".solution")];
  // The page of the whole book has gathered those of each chapter; that of a chapter gets a place for them when it is asked for.
  let lists = [...main.querySelectorAll(".solutions")].map((list) => [list, all.filter((one) => list.contains(one))]);
  const exerciseOf = (solution) =>
    document.getElementById(book.decoded(solution.querySelector(":scope > .way a").hash.slice(1)));

  const put = (place) => {
    if (!lists.length && place === "at-end") {
      const list = book.element("section", "solutions");
      list.append(book.element("h2", "", "Solutions"));
      main.querySelector(":scope > :is(.sources, .ledger, .choices)").before(list);
      lists = [[list, all]];
    }
    for (const [list, solutions] of lists) {
      list.append(...solutions);
      // The last first, since each goes right below its exercise.
      if (place !== "at-end") for (const one of solutions.toReversed()) exerciseOf(one).after(one);
      list.hidden = place !== "at-end";
    }
  };

  for (const input of inputs) {
    input.addEventListener("change", () => {
      history.replaceState(null, "", `#${input.id}`);
      put(input.value);
    });
  }
  const follow = () => {
    const input = inputs.find((one) => location.hash === `#${one.id}`);
    if (!input) return;
    input.checked = true;
    put(input.value);
  };
  addEventListener("hashchange", follow);
  document.querySelector("button.print").onclick = () => print();
  // A browser may have kept the choice of an earlier visit, and not what it did.
  inputs[0].checked = true;
  follow();
})();

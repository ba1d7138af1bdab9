// Where the solutions stand: at the end of their chapters, below their exercises, or nowhere. The choice stands in
// the address, `book.html#solutions=in-place`, so that a browser without a window prints it, too.
(() => {
  const inputs = [...document.querySelectorAll(".choices input")];
  const lists = [...document.querySelectorAll(".solutions")]
    .map((list) => [list, [...list.querySelectorAll(":scope > .solution")]]);
  const exerciseOf = (solution) =>
    document.getElementById(decodeURIComponent(solution.querySelector(":scope > .way a").hash.slice(1)));

  const put = (place) => {
    for (const [list, solutions] of lists) {
      list.append(...solutions);
      // The last first, since each goes right below its exercise.
      if (place === "in-place") for (const one of solutions.toReversed()) exerciseOf(one).after(one);
      list.hidden = place !== "at-end";
    }
    document.querySelector("main").dataset.solutions = place;
  };

  for (const input of inputs) {
    input.addEventListener("change", () => {
      history.replaceState(null, "", `#solutions=${input.value}`);
      put(input.value);
    });
  }
  const follow = () => {
    const input = inputs.find((one) => location.hash === `#solutions=${one.value}`);
    if (!input) return;
    input.checked = true;
    put(input.value);
  };
  addEventListener("hashchange", follow);
  // A browser may have kept the choice of an earlier visit, and not what it did.
  if (inputs.length) inputs[0].checked = true;
  follow();
})();

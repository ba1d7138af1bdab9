// Explorers: controls over a grid that was computed with the page. What they are set to is looked up, and stands
// in the address behind the figure's name, `#fig-a=3.1`, so that a link leads to the figure as it was set. With
// several on a page it stands there for all that were moved, `#fig-b=0&fig-a=3.1`, the last one first: that is
// where the link leads. What an address does not name stays as it is set.
(() => {
  const explorers = new Map();
  const moved = new Map();

  // What has not changed is not written again: a screen reader would say it.
  const write = (element, text) => {
    if (element.textContent !== text) element.textContent = text;
  };

  for (const box of document.querySelectorAll(".explorer:has(.controls)")) {
    const name = encodeURIComponent(box.dataset.explorer);
    const [stops, points] = JSON.parse(box.querySelector("script").textContent);
    const inputs = [...box.querySelectorAll(".control :is(input, select)")];
    const labels = [...box.querySelectorAll(".control label")].map((label) => label.textContent);
    const outputs = [...box.querySelectorAll(".readings b")];
    const setting = () => inputs.map((input) => input.selectedIndex ?? Number(input.value));
    const start = setting();

    const show = () => {
      const now = setting();
      const point = now.reduce((index, stop, n) => index * stops[n].length + stop, 0);
      inputs.forEach((input, n) => {
        if (input.type !== "range") return;
        const text = stops[n][now[n]];
        input.setAttribute("aria-valuetext", text);
        write(input.previousElementSibling, text);
      });
      outputs.forEach((output, n) => write(output, points[point * outputs.length + n]));
      const words = labels.map((label, n) => `${label} ${stops[n][now[n]]}`);
      box.querySelector(".setting").textContent = `At ${words.join(", ")}.`;
    };

    const keep = () => {
      moved.delete(name);
      moved.set(name, setting().join("."));
    };

    // What the address asks for, as far as there is such a stop.
    const set = (wanted) => {
      inputs.forEach((input, n) => {
        const stop = wanted[n] >= 0 && wanted[n] < stops[n].length ? wanted[n] : start[n];
        if (input.type === "range") input.value = stop;
        else input.selectedIndex = stop;
      });
      show();
      keep();
    };

    box.addEventListener("input", () => {
      show();
      keep();
      const settings = [...moved].reverse().map(([name, stops]) => `${name}=${stops}`);
      history.replaceState(null, "", `#${settings.join("&")}`);
    });
    explorers.set(name, { box, set });
  }

  const follow = () => {
    const named = location.hash.slice(1).split("&")
      .map((part) => part.match(/^([^=]+)=([\d.]+)$/) ?? [])
      .filter(([, name]) => explorers.has(name));
    for (const [, name, stops] of named.reverse()) explorers.get(name).set(stops.split(".").map(Number));
    if (named.length) explorers.get(named.at(-1)[1]).box.closest("figure").scrollIntoView();
  };
  addEventListener("hashchange", follow);
  follow();
})();

// Explorers: controls over a grid that was computed with the page. What they are set to is looked up, and stands
// in the address behind the figure's name, `#fig-a=3.1`, so that a link leads to the figure as it was set.
(() => {
  const explorers = new Map();

  for (const box of document.querySelectorAll(".explorer")) {
    const [stops, points] = JSON.parse(box.querySelector("script").textContent);
    const inputs = [...box.querySelectorAll(".control :is(input, select)")];
    const labels = [...box.querySelectorAll(".control label")].map((label) => label.textContent);
    const outputs = [...box.querySelectorAll(".readings output")];
    const setting = () => inputs.map((input) => input.selectedIndex ?? Number(input.value));
    const start = setting();

    const show = () => {
      const now = setting();
      const point = now.reduce((index, stop, n) => index * stops[n].length + stop, 0);
      inputs.forEach((input, n) => {
        if (input.type !== "range") return;
        const text = stops[n][now[n]];
        input.setAttribute("aria-valuetext", text);
        box.querySelector(`output[for="${input.id}"]`).textContent = text;
      });
      outputs.forEach((output, n) => (output.textContent = points[point * outputs.length + n]));
      const words = labels.map((label, n) => `${label} ${stops[n][now[n]]}`);
      box.querySelector(".setting").textContent = `At ${words.join(", ")}.`;
    };

    // What the address asks for, as far as there is such a stop.
    const set = (wanted) => {
      inputs.forEach((input, n) => {
        const stop = wanted[n] >= 0 && wanted[n] < stops[n].length ? wanted[n] : start[n];
        if (input.type === "range") input.value = stop;
        else input.selectedIndex = stop;
      });
      show();
    };

    box.addEventListener("input", () => {
      show();
      history.replaceState(null, "", `#${box.dataset.explorer}=${setting().join(".")}`);
    });
    explorers.set(box.dataset.explorer, set);
  }

  const follow = () => {
    const [, name, stops] = decodeURIComponent(location.hash).match(/^#(.+)=([\d.]+)$/) ?? [];
    if (!explorers.has(name)) return;
    explorers.get(name)(stops.split(".").map(Number));
    document.getElementById(name).scrollIntoView();
  };
  addEventListener("hashchange", follow);
  follow();
})();

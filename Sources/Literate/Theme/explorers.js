// Explorers: controls over a grid that was computed with the page. What they are set to is looked up, and stands
// in the address behind the figure's name, `#fig-a=3.1`, so that a link leads to the figure as it was set. With
// several on a page it stands there for all that were moved, `#fig-b=0&fig-a=3.1`, the last one first: that is
// where the link leads. What an address does not name stays as it is set. Beside each reading stands how it goes
// along the slider that was moved last, with a dot where the slider is.
(() => {
  const explorers = new Map();
  const moved = new Map();

  // What has not changed is not written again: a screen reader would say it.
  const write = (element, text) => {
    if (element.textContent !== text) element.textContent = text;
  };

  // A reading as a number: `1,024`, `3.5×10⁻⁵`; NaN for words.
  const number = (text) =>
    Number(text.normalize("NFKC").replaceAll(",", "").replace("×10", "e").replaceAll("−", "-") || NaN);

  // A line through values, by ratio where the greatest is more than twenty times the least; words leave a gap.
  const curve = (values, now) => {
    const known = values.filter(Number.isFinite);
    const [least, greatest] = [Math.min(...known), Math.max(...known)];
    const scale = least > 0 && greatest > 20 * least ? Math.log : (value) => value;
    const across = (place) => 4 + (92 * place) / Math.max(1, values.length - 1);
    const down = (value) =>
      greatest > least ? 20 - (16 * (scale(value) - scale(least))) / (scale(greatest) - scale(least)) : 12;
    const line = values.map((value, place) => Number.isFinite(value)
      ? `${Number.isFinite(values[place - 1]) ? "L" : "M"}${across(place).toFixed(1)} ${down(value).toFixed(1)}` : "");
    const dot = Number.isFinite(values[now])
      ? `<circle cx="${across(now).toFixed(1)}" cy="${down(values[now]).toFixed(1)}" r="3"/>` : "";
    return known.length ? `<svg viewBox="0 0 100 24"><path d="${line.join("")}"/>${dot}</svg>` : "";
  };

  for (const box of document.querySelectorAll(".explorer:has(.controls)")) {
    const name = encodeURIComponent(box.dataset.explorer);
    const [stops, points] = JSON.parse(box.querySelector("script").textContent);
    const inputs = [...box.querySelectorAll(".control :is(input, select)")];
    const labels = [...box.querySelectorAll(".control label")].map((label) => label.textContent);
    const outputs = [...box.querySelectorAll(".readings b")];
    const setting = () => inputs.map((input) => input.selectedIndex ?? Number(input.value));
    const start = setting();
    const at = (setting) => setting.reduce((index, stop, n) => index * stops[n].length + stop, 0) * outputs.length;
    const curves = [...box.querySelectorAll(".curve")];
    let slider = inputs.findIndex((input) => input.type === "range");

    const show = () => {
      const now = setting();
      const point = at(now);
      inputs.forEach((input, n) => {
        if (input.type !== "range") return;
        const text = stops[n][now[n]];
        input.setAttribute("aria-valuetext", text);
        write(input.previousElementSibling, text);
      });
      outputs.forEach((output, n) => write(output, points[point + n]));
      curves.forEach((cell, n) => {
        const along = stops[slider].map((_, stop) => number(points[at(now.with(slider, stop)) + n]));
        cell.innerHTML = curve(along, now[slider]);
      });
      if (curves.length) write(box.querySelector(".along span"), labels[slider]);
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

    show();
    box.addEventListener("input", ({ target }) => {
      if (target.type === "range") slider = inputs.indexOf(target);
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

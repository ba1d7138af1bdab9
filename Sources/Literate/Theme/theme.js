// Light or dark: the system's choice until the reader makes another, which is remembered while it differs. The page's
// head has set it before the first paint.
(() => {
  const button = document.querySelector("button.theme");
  if (!button) return;
  const system = matchMedia("(prefers-color-scheme: dark)");
  const root = document.documentElement;
  const isDark = () => (root.dataset.theme ? root.dataset.theme === "dark" : system.matches);
  const say = () => (button.ariaLabel = (button.textContent = isDark() ? "Light" : "Dark") + " page");

  button.addEventListener("click", () => {
    const isToBeDark = !isDark();
    if (isToBeDark === system.matches) delete root.dataset.theme;
    else root.dataset.theme = isToBeDark ? "dark" : "light";
    // A reader may have forbidden to keep anything: then the choice lasts as long as the page.
    try {
      if (root.dataset.theme) localStorage.setItem("chalktalk.theme", root.dataset.theme);
      else localStorage.removeItem("chalktalk.theme");
    } catch {}
    say();
  });
  system.addEventListener("change", say);
  say();
})();

// Copies the code of a cell as it runs, with its hidden lines.
(() => {
  document.addEventListener("click", async (event) => {
    const button = event.target.closest?.("button.copy");
    if (!button) return;
    const cell = button.closest(".cell");
    const code = cell.querySelector(".hidden-lines code") ?? cell.querySelector("code:not(.command)");
    try {
      await navigator.clipboard.writeText(code.textContent + "\n");
      button.textContent = "Copied";
    } catch {
      // Where nothing may be copied for the reader, it is selected for the reader to copy.
      getSelection().selectAllChildren(code);
      button.textContent = "Selected";
    }
    setTimeout(() => (button.textContent = "Copy"), 1500);
  });
})();

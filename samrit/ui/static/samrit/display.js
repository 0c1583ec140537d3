// Loaded first, before anything is drawn: the theme and text size this browser was asked for.
(function () {
  const page = document.documentElement;
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const read = (name, otherwise) => { try { return localStorage.getItem(`samrit-${name}`) || otherwise; } catch { return otherwise; } };
  const show = () => {
    const theme = read("theme", "auto");
    page.dataset.bsTheme = theme === "auto" ? (dark.matches ? "dark" : "light") : theme;
    page.dataset.text = read("text", "normal");
  };
  show();
  dark.addEventListener("change", show);
  addEventListener("storage", show);
  document.addEventListener("change", ({ target }) => {
    if (!target.closest("[data-display]")) return;
    try { localStorage.setItem(`samrit-${target.name}`, target.value); } catch { /* private window: for this page only */ }
    if (target.name === "theme") page.dataset.bsTheme = target.value === "auto" ? (dark.matches ? "dark" : "light") : target.value;
    else page.dataset.text = target.value;
  });
  document.addEventListener("DOMContentLoaded", () => {
    for (const radio of document.querySelectorAll("[data-display] input")) radio.checked = radio.value === read(radio.name, radio.defaultChecked ? radio.value : "");
  });
})();

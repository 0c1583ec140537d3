// What a page does beyond links and forms. Everything works without it; it makes things nicer.

// ── clocks ──
// Keeps the clocks of the page current, by the server's time (a computer's own clock may be wrong).
const MINUTE = 60_000;
const language = document.documentElement.lang;
const parts = [["day", 1440], ["hour", 60], ["minute", 1]];

function span(milliseconds, soon) {
  let minutes = Math.floor(milliseconds / MINUTE);
  const words = [];
  for (const [unit, size] of parts) {
    const count = Math.floor(minutes / size);
    minutes -= count * size;
    if (count) words.push(new Intl.NumberFormat(language, { style: "unit", unit, unitDisplay: "long" }).format(count));
  }
  return words.join(" ") || soon;
}

function show(clock, now) {
  const { opens, closes, openWords, upcomingWords, closedWords, soonWords } = clock.dataset;
  const left = Number(closes) - now;
  const upcoming = now < Number(opens);
  const tone = left < 0 ? "over" : upcoming ? "waiting" : left <= 1440 * MINUTE ? "red" : left <= 3 * 1440 * MINUTE ? "gold" : "calm";
  clock.className = `clock clock-${tone}`;
  clock.querySelector("[data-clock-words]").textContent =
    left < 0 ? closedWords : upcoming ? upcomingWords.replace("{span}", span(Number(opens) - now, soonWords)) : openWords.replace("{span}", span(left, soonWords));
}

function startClocks(root) {
  for (const clock of root.querySelectorAll("[data-clock]:not([data-running])")) {
    clock.dataset.running = "";
    const offset = Number(clock.dataset.now) - Date.now();
    const timer = setInterval(() => (clock.isConnected ? show(clock, Date.now() + offset) : clearInterval(timer)), MINUTE / 6);
  }
}

// ── asking first ──
// "Ask first": the folded form of a confirm button opens as a dialog.
function askFirst(root) {
  for (const details of root.querySelectorAll("details[data-confirm]:not([data-running])")) {
    details.dataset.running = "";
    const panel = details.querySelector(".confirm-panel");
    const dialog = document.createElement("dialog");
    dialog.setAttribute("aria-labelledby", panel.querySelector(".confirm-question").id);
    details.after(dialog);
    dialog.append(panel);
    details.querySelector("summary").addEventListener("click", (event) => {
      event.preventDefault();
      dialog.showModal();
    });
    panel.querySelector("[data-close]").addEventListener("click", () => dialog.close());
    dialog.addEventListener("click", ({ target }) => target === dialog && dialog.close());
  }
}

// ── every page, and every part that htmx brings ──
function prepare(root) {
  for (const part of root.querySelectorAll("[data-needs-script]")) part.hidden = false;
  startClocks(root);
  askFirst(root);
  root.querySelector("[data-focus]")?.focus();
}

// A menu closes when one clicks elsewhere or presses Escape.
document.addEventListener("click", ({ target }) => {
  for (const menu of document.querySelectorAll("details[data-menu][open]")) if (!menu.contains(target)) menu.open = false;
});
document.addEventListener("keydown", ({ key }) => {
  if (key !== "Escape") return;
  for (const menu of document.querySelectorAll("details[data-menu][open]")) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});
// ── forms answered at the address of a proof belong to the page before it ──
const { address } = document.body.dataset;
if (location.pathname.startsWith("/accounts/") && address && !address.startsWith("/accounts/")) history.replaceState(null, "", address);
// ── signing out leaves no typed words in this browser ──
document.addEventListener("submit", ({ target }) => {
  if (!target.getAttribute("action")?.endsWith("/logout/")) return;
  try { for (const name of Object.keys(localStorage)) if (name.startsWith("samrit-typed-")) localStorage.removeItem(name); } catch { /* none kept */ }
});
document.addEventListener("htmx:load", ({ detail }) => prepare(detail.elt));
prepare(document);

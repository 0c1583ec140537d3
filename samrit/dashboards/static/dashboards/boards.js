// An open board asks every few seconds whether anything has changed, and renews only the parts that did:
// scroll, focus and opened folds stay where they are.
const EVERY = 3000;  // ms: with the answer on its way, well under the five seconds promised
const board = document.querySelector("[data-board]");
const status = document.querySelector("[data-renewed]");
let stamp = board?.dataset.stamp;
let tag = "";

// What a part says, in short.
const said = (part) => part.dataset.digest ?? part.textContent.trim();

// What can have the focus: not the links inside drawings, which are for the mouse.
const stops = (part) => [...part.querySelectorAll("a, summary, [tabindex='0']")].filter((one) => !one.closest("[aria-hidden]"));

// Remembers what a reader did with a part, and does it again once the part is new.
function place(part) {
  const folds = [...part.querySelectorAll("details")].map((fold) => fold.open);
  const boxes = () => [...part.querySelectorAll("[tabindex='0'], .part-drawing")];
  const scrolls = boxes().map(({ scrollLeft, scrollTop }) => [scrollLeft, scrollTop]);
  const focused = stops(part).indexOf(document.activeElement);
  const address = document.activeElement?.getAttribute("href");
  return () => {
    [...part.querySelectorAll("details")].forEach((fold, index) => { fold.open = folds[index] ?? false; });
    boxes().forEach((box, index) => { if (scrolls[index]) [box.scrollLeft, box.scrollTop] = scrolls[index]; });
    if (focused < 0) return;
    const all = stops(part);
    const same = address && all[focused]?.getAttribute("href") !== address && all.find((one) => one.getAttribute("href") === address);
    (same || all[focused])?.focus({ preventScroll: true });
  };
}

// Pointed at, a cell of a heat map says whose figure it is: its row, its column and all decimals.
function tell({ target }) {
  const cell = target.closest?.(".heat td");
  const link = cell?.querySelector("a[title]");
  if (!link) return;
  const head = cell.closest("table").tHead.rows[0].cells[cell.cellIndex].title;
  cell.title = `${cell.parentElement.cells[0].textContent} · ${head}: ${link.title}`;
  link.removeAttribute("title");
}

async function renew() {
  const answer = await fetch(location.href, { cache: "no-store" });
  if (!answer.ok || answer.redirected) return location.reload();
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const parts = [...page.querySelectorAll("[data-part]")];
  const here = [...document.querySelectorAll("[data-part]")];
  if (parts.length !== here.length) return location.reload();
  let changed = false;
  here.forEach((part, index) => {
    const fresh = parts[index];
    if (said(part) === said(fresh)) return;
    const back = place(part);
    part.innerHTML = fresh.innerHTML;
    if (fresh.dataset.digest) part.dataset.digest = fresh.dataset.digest;
    back();
    changed = true;
  });
  if (!changed) return;
  status.textContent = "";
  status.textContent = status.dataset.renewed;
}

async function ask() {
  if (document.hidden) return;
  try {
    const answer = await fetch(board.dataset.stampUrl, { headers: tag ? { "If-None-Match": tag } : {}, cache: "no-store" });
    if (answer.redirected || answer.status === 404) return location.reload();
    if (!answer.ok) return;
    tag = answer.headers.get("ETag") ?? "";
    const now = await answer.text();
    if (now === stamp) return;
    await renew();
    stamp = now;
  } catch { /* no connection for a moment: the next question will come */ }
}

if (board) {
  board.addEventListener("pointerover", tell);
  setInterval(ask, EVERY);
  document.addEventListener("visibilitychange", ask);
}

// A draft's grid while one types: the sums of the weights, and what is not saved yet. The server counts again.
const grid = document.querySelector("[data-grid]");

// Exact: amounts are whole numbers of 10⁻²⁰, as exact as what the server stores.
const DIGITS = 20;
const number = /^([+-]?)(\d*)(?:\.(\d*))?$/;

function amount(text) {
  const plain = text.trim().replace(/[๐-๙]/g, (digit) => String(digit.charCodeAt(0) - 0x0e50)).replaceAll(",", "").replace("−", "-");
  const match = number.exec(plain);
  if (!match || !(match[2] || match[3])) return 0n;
  const [, sign, whole, fraction = ""] = match;
  const units = BigInt(whole + fraction.slice(0, DIGITS).padEnd(DIGITS, "0"));
  return sign === "-" ? -units : units;
}

function shown(units) {
  const text = String(units < 0n ? -units : units).padStart(DIGITS + 1, "0");
  const fraction = text.slice(-DIGITS).replace(/0+$/, "");
  return (units < 0n ? "−" : "") + BigInt(text.slice(0, -DIGITS)).toLocaleString("en") + (fraction && `.${fraction}`);
}

const sum = (inputs) => [...inputs].reduce((total, input) => total + amount(input.value), 0n);
const weight = (name) => `input[name$="-weight"][name^="${name}-"]`;

function say(place, stated, total, words) {
  if (!place) return;
  const met = stated === total;
  place.classList.toggle("sum-met", met);
  const use = place.querySelector("use");
  use.setAttribute("href", use.getAttribute("href").replace(/#.*/, met ? "#check-circle-fill" : "#exclamation-triangle"));
  place.querySelector("output").textContent = words(met, stated, total);
}

const compare = (met, stated, total) =>
  (met ? grid.dataset.met : grid.dataset.off).replace("{stated}", shown(stated)).replace("{total}", shown(total));

function count() {
  let all = 0n;
  for (const component of grid.querySelectorAll("[data-component]")) {
    const own = component.querySelector(weight("component"));
    if (own) all += amount(own.value);
    const kpis = component.querySelectorAll(`.grid-kpi > .grid-row ${weight("kpi")}`);
    if (own) say(component.querySelector("[data-sum]"), amount(own.value), sum(kpis) + amount(component.dataset.elsewhere), compare);
  }
  for (const kpi of grid.querySelectorAll("[data-kpi]")) {
    const own = kpi.querySelector(`:scope > .grid-row ${weight("kpi")}`);
    say(kpi.querySelector("[data-parts-sum]"), amount(own.value), sum(kpi.querySelectorAll(`.grid-part ${weight("kpi")}`)), (met, stated, total) => shown(total));
  }
  const total = grid.querySelector("[data-total]");
  if (total) say(total, amount(total.dataset.expected), all, compare);
}

// ── not saved yet ──
let typed = Boolean(grid.querySelector("[aria-invalid]"));

function mark() {
  for (const one of document.querySelectorAll("[data-when-typed]")) one.hidden = !typed;
  for (const one of document.querySelectorAll("[data-when-saved]")) one.hidden = typed;
}

grid.addEventListener("input", () => {
  typed = true;
  mark();
  count();
});
grid.addEventListener("submit", () => (typed = false));
addEventListener("beforeunload", (event) => typed && event.preventDefault());
mark();
count();

// ── a block copied from a sheet ──
// Cells pasted into one cell fill it and the cells after it; the next line fills the next KPI.
const order = ["weight", "unit", "basic", "standard", "advanced", "last_year"];

grid.addEventListener("paste", (event) => {
  const text = event.clipboardData.getData("text/plain").replace(/\r?\n$/, "");
  const column = order.findIndex((name) => event.target.name?.endsWith(`-${name}`));
  if (column < 0 || !/[\t\n]/.test(text)) return;
  event.preventDefault();
  const rows = [...grid.querySelectorAll(".grid-row")];
  const first = rows.indexOf(event.target.closest(".grid-row"));
  text.split(/\r?\n/).forEach((line, down) => line.split("\t").forEach((value, right) => {
    const cell = rows[first + down]?.querySelector(`[name$="-${order[column + right]}"]`);
    if (cell) cell.value = value.trim();
  }));
  event.target.dispatchEvent(new Event("input", { bubbles: true }));
});

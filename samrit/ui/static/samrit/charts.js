// Draws the charts of the page with ECharts, in the colours of the page; follows the theme and the width.
const drawn = new Map();

// The option names colours of the style sheet: var(--ink) → #1d2433.
function coloured(value, style) {
  if (Array.isArray(value)) return value.map((one) => coloured(one, style));
  if (value && typeof value === "object") return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, coloured(one, style)]));
  if (typeof value === "string" && value.startsWith("var(--")) return style.getPropertyValue(value.slice(4, -1)).trim();
  return value;
}

// On a phone names leave most of the width to the bars.
const NARROW = 520;

function paint(place) {
  const chart = drawn.get(place);
  const option = JSON.parse(document.getElementById(place.dataset.chart).textContent);
  if (place.clientWidth < NARROW && option.yAxis.type === "category") Object.assign(option.yAxis.axisLabel, { width: place.clientWidth * 0.34, overflow: "truncate", ellipsis: "…" });
  chart.setOption(coloured(option, getComputedStyle(document.documentElement)), { notMerge: true });
}

const watch = new ResizeObserver((entries) => {
  for (const { target } of entries) drawn.get(target)?.resize();
});

function start(place) {
  place.hidden = false;
  place.style.height = `${place.dataset.height}px`;
  const chart = echarts.init(place, null, { renderer: "svg" });
  chart.on("click", ({ data }) => { if (data?.url) location.assign(data.url); });
  drawn.set(place, chart);
  paint(place);
  watch.observe(place);
}

// What htmx or a board that renews itself took out of the page is let go.
export function drawCharts(root = document) {
  for (const [place, chart] of drawn) if (!place.isConnected) { chart.dispose(); watch.unobserve(place); drawn.delete(place); }
  for (const place of root.querySelectorAll("[data-chart]")) if (!drawn.has(place)) start(place);
}

new MutationObserver(() => { for (const place of drawn.keys()) paint(place); })
  .observe(document.documentElement, { attributes: true, attributeFilter: ["data-bs-theme"] });
document.addEventListener("samrit:renewed", () => drawCharts());
document.fonts.ready.then(() => drawCharts());

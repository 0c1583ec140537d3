// Keys for those who type all day. None takes a key that the browser or a screen reader needs in a text field.
const form = document.querySelector("form[data-entry]");
const list = document.querySelector("[data-shortcuts]");
const PLACE = `samrit-place-${location.pathname}`;

document.querySelector("[data-shortcuts-open]")?.addEventListener("click", () => list.showModal());

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest?.("input, textarea, select, dialog");
  if ((event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.code === "KeyS" && form) {
    event.preventDefault();
    rememberPlace();
    form.requestSubmit(form.querySelector(".action-bar button[value=save]"));
  } else if (event.altKey && !event.ctrlKey && ["PageDown", "PageUp"].includes(event.key)) {
    const way = document.querySelector(`.neighbours a[rel=${event.key === "PageDown" ? "next" : "prev"}]`);
    if (way) { event.preventDefault(); way.click(); }
  } else if (event.key === "?" && !typing && !event.ctrlKey && !event.altKey && !list.open) {
    event.preventDefault();
    list.showModal();
  }
});

// ── after saving one goes on where one was ──
function rememberPlace() {
  const { id, selectionStart } = document.activeElement ?? {};
  try { sessionStorage.setItem(PLACE, JSON.stringify({ id, selectionStart, y: scrollY })); } catch { /* then at the top */ }
}
form?.addEventListener("submit", ({ submitter }) => { if (submitter?.value === "save" && form.contains(document.activeElement)) rememberPlace(); });
try {
  const place = JSON.parse(sessionStorage.getItem(PLACE));
  sessionStorage.removeItem(PLACE);
  const field = place?.id && document.getElementById(place.id);
  if (field && !document.querySelector("[data-focus]")) {
    field.focus({ preventScroll: true });
    if (place.selectionStart != null && field.setSelectionRange) field.setSelectionRange(place.selectionStart, place.selectionStart);
    scrollTo(0, place.y);
  }
} catch { /* nothing was remembered */ }

// Copies what stands in a field that is only read: a link, a token. An office's network may be without TLS, where browsers
// keep the clipboard closed: then the older way, which copies what is selected.
for (const button of document.querySelectorAll("[data-copy]")) {
  const field = document.getElementById(button.dataset.copy);
  field.addEventListener("focus", () => field.select());
  button.addEventListener("click", async () => {
    field.select();
    try { await navigator.clipboard.writeText(field.value); } catch { if (!document.execCommand("copy")) return; }
    button.querySelector("[aria-live]").textContent = button.dataset.copied;
  });
}

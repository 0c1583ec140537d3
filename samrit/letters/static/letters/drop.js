// A file dropped on the frame is chosen and read at once; without scripts the file field does the same.
const form = document.querySelector("[data-drop-form]");
const frame = form.querySelector("[data-drop]");
const input = form.querySelector('input[type="file"]');
const status = form.querySelector("[data-drop-status]");
let inside = 0;

const over = (on) => frame.classList.toggle("drop-over", on);

for (const name of ["dragenter", "dragover", "dragleave", "drop"]) {
  frame.addEventListener(name, (event) => event.preventDefault());
}
frame.addEventListener("dragenter", () => over(Boolean(++inside)));
frame.addEventListener("dragleave", () => over(Boolean(--inside)));
frame.addEventListener("drop", ({ dataTransfer }) => {
  inside = 0;
  over(false);
  if (!dataTransfer.files.length) return;
  const one = new DataTransfer();
  one.items.add(dataTransfer.files[0]);
  input.files = one.files;
  form.requestSubmit();
});
// A file that misses the frame would replace the page.
addEventListener("dragover", (event) => event.preventDefault());
addEventListener("drop", (event) => event.preventDefault());

form.addEventListener("submit", () => {
  if (input.files.length) status.textContent = form.dataset.reading.replace("{name}", input.files[0].name);
});

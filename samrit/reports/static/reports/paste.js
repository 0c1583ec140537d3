// A row or a column copied in a spreadsheet fills the cells from the one it is pasted into.
for (const form of document.querySelectorAll("form[data-paste]")) {
  const cells = [...form.querySelectorAll("[data-cell]")];
  form.addEventListener("paste", (event) => {
    const first = cells.indexOf(event.target);
    const text = event.clipboardData?.getData("text/plain") ?? "";
    const values = text.replace(/\r?\n$/, "").split(/\t|\r?\n/);
    if (first < 0 || values.length < 2) return;
    event.preventDefault();
    values.slice(0, cells.length - first).forEach((value, place) => {
      cells[first + place].value = value.trim();
    });
    cells[Math.min(first + values.length, cells.length) - 1].focus();
  });
}

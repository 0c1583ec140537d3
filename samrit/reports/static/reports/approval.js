// Choosing many: how many are chosen, and all at once. Everything works without this.
"use strict";

document.querySelectorAll("[data-approval]").forEach((form) => {
  const boxes = [...form.querySelectorAll("input[name=chosen]")];
  const count = form.querySelector("[data-approval-count]");
  const all = form.querySelector("[data-approval-all]");
  const show = () => {
    const chosen = boxes.filter((box) => box.checked).length;
    if (count) count.textContent = chosen ? `(${chosen})` : "";
  };
  form.addEventListener("change", show);
  if (all) {
    all.addEventListener("click", () => {
      const every = boxes.every((box) => box.checked);
      boxes.forEach((box) => { box.checked = !every; });
      show();
    });
  }
  show();
});

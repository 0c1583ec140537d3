// A slider beside each field. The server scores; this only carries a figure from one control to the other.
const form = document.querySelector("form[data-whatif]");

for (const slider of form?.querySelectorAll("[data-slider]") ?? []) {
  const field = form.elements[slider.dataset.slider];
  const told = () => slider.setAttribute("aria-valuetext", field.value || field.placeholder);
  slider.hidden = false;
  told();
  slider.addEventListener("input", () => { field.value = slider.value; told(); });
  field.addEventListener("input", () => {
    const typed = Number(field.value.replaceAll(",", "").replace(/[๐-๙]/g, (digit) => "๐๑๒๓๔๕๖๗๘๙".indexOf(digit)));
    if (field.value.trim() && Number.isFinite(typed)) slider.value = typed;
    told();
  });
}

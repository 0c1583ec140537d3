// The entry of a KPI's result. Everything works without it; with it, less goes wrong.
const form = document.querySelector("form[data-entry]");

if (form) {
  const answers = [...form.querySelectorAll('input[name="answer"]')];
  const chosen = () => answers.find((answer) => answer.checked)?.value;

  // A reason stands instead of the number: the number stays readable but is not sent.
  const figures = ["value", "numerator", "denominator"].map((name) => form.elements[name]).filter(Boolean);
  const showAnswer = () => { for (const figure of figures) figure.disabled = chosen() !== "number"; };
  for (const answer of answers) answer.addEventListener("change", showAnswer);
  showAnswer();

  // With both figures of a fraction the share is computed: the box above is not typed into.
  const [share, ...fraction] = figures;
  const showFraction = () => { share.readOnly = fraction.length > 0 && fraction.every((figure) => figure.value.trim()); };
  for (const figure of fraction) figure.addEventListener("input", showFraction);
  showFraction();

  // ── what somebody else saved ──
  for (const button of form.querySelectorAll("[data-take]")) {
    button.addEventListener("click", (event) => {
      event.preventDefault();
      const field = form.elements[button.dataset.take];
      if (button.dataset.answer) {
        for (const answer of answers) answer.checked = answer.value === button.dataset.answer;
        showAnswer();
      }
      field.value = button.dataset.text;
      field.dispatchEvent(new Event("input", { bubbles: true }));
      button.closest(".theirs").hidden = true;
      (field.disabled ? answers.find((answer) => answer.checked) : field).focus();
    });
  }

  // ── the files, before they are sent ──
  const list = form.querySelector("[data-chosen]");
  const files = form.querySelector('input[type="file"]');
  const most = Number(form.dataset.mostFiles);
  const bytes = Number(form.dataset.mostBytes) * 1024 * 1024;
  const size = new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 1 });
  const line = (text, wrong) => {
    const item = document.createElement("li");
    item.textContent = text;
    item.classList.toggle("chosen-wrong", wrong);
    return item;
  };
  const sentApart = form.querySelector("[data-uploads]"); // samrit/uploads.js sends them at once
  if (!sentApart) files.addEventListener("change", () => {
    const lines = [...files.files].map((file) => {
      const problem = file.size > bytes ? form.dataset.tooLarge : file.size === 0 ? form.dataset.empty : "";
      return line(`${file.name} · ${size.format(file.size / 1024 / 1024)} MB${problem ? ` – ${problem}` : ""}`, Boolean(problem));
    });
    if (files.files.length > most) lines.unshift(line(form.dataset.tooMany, true));
    list.replaceChildren(...lines);
    list.hidden = lines.length === 0;
  });
}

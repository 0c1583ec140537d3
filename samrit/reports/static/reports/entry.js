// The entry of a KPI's result. Everything works without it; with it, less goes wrong.
const form = document.querySelector("form[data-entry]");

if (form) {
  const value = form.elements.value;
  const answers = [...form.querySelectorAll('input[name="answer"]')];
  const chosen = () => answers.find((answer) => answer.checked)?.value;

  // A reason stands instead of the number: the number stays readable but is not sent.
  const showAnswer = () => { value.disabled = chosen() !== "number"; };
  for (const answer of answers) answer.addEventListener("change", showAnswer);
  showAnswer();

  // ── leaving with something unsaved ──
  let unsaved = "unsaved" in form.dataset;
  form.addEventListener("input", () => { unsaved = true; });
  addEventListener("beforeunload", (event) => { if (unsaved) event.preventDefault(); });

  // ── a double click sends once ──
  form.addEventListener("submit", (event) => {
    if (form.dataset.sending) { event.preventDefault(); return; }
    form.dataset.sending = "yes";
    form.setAttribute("aria-busy", "true");
    unsaved = false;
  });
  addEventListener("pageshow", ({ persisted }) => {
    if (!persisted) return;
    delete form.dataset.sending;
    form.removeAttribute("aria-busy");
    showAnswer();
  });

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
  files.addEventListener("change", () => {
    const lines = [...files.files].map((file) => {
      const problem = file.size > bytes ? form.dataset.tooLarge : file.size === 0 ? form.dataset.empty : "";
      return line(`${file.name} · ${size.format(file.size / 1024 / 1024)} MB${problem ? ` – ${problem}` : ""}`, Boolean(problem));
    });
    if (files.files.length > most) lines.unshift(line(form.dataset.tooMany, true));
    list.replaceChildren(...lines);
    list.hidden = lines.length === 0;
  });
}

// Answers that were chosen or typed and not saved yet stay in this browser until they are.
const form = document.querySelector("[data-answers]");
if (form) {
  const key = `samrit-typed-${location.pathname}`;
  const { revision } = form.elements;
  let unsaved = false;

  const read = () => { try { return JSON.parse(localStorage.getItem(key)); } catch { return null; } };
  const keep = (kept) => { try { kept ? localStorage.setItem(key, JSON.stringify(kept)) : localStorage.removeItem(key); } catch { /* no room */ } };
  const valuesOf = (name) => new FormData(form).getAll(name);
  const fieldsOf = (name) => [...form.elements].filter((field) => field.name === name);
  const put = (field, values) => {
    if (field.type === "radio" || field.type === "checkbox") field.checked = values.includes(field.value);
    else field.value = values[0] ?? "";
    const note = field.closest("details");
    if (note && field.value) note.open = true;
  };

  const kept = read();
  const lost = Object.entries(kept?.typed ?? {}).filter(([name, values]) => fieldsOf(name).length && `${valuesOf(name)}` !== `${values}`);
  if (lost.length) {
    for (const [name, values] of lost) for (const field of fieldsOf(name)) put(field, values);
    revision.value = kept.revision; // what stood there then: the server sees who changed what since
    form.querySelector("[data-restored]").hidden = false;
    unsaved = true;
  } else if (!("unsaved" in form.dataset)) keep(null);

  form.addEventListener("input", ({ target: { name } }) => {
    if (!name) return;
    const typed = read() ?? { revision: revision.value, typed: {} };
    typed.typed[name] = valuesOf(name);
    keep(typed);
    unsaved = true;
  });
  form.addEventListener("submit", () => { unsaved = false; });
  addEventListener("beforeunload", (event) => { if (unsaved) event.preventDefault(); });
}

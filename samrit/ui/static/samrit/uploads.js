// Large files, piece by piece (tus 1.0), while one goes on typing. A cut connection, a closed page, a restarted
// server: it goes on where it was. Without this script files go with the form.
const PIECE = 4 * 1024 * 1024;
const VERSION = { "Tus-Resumable": "1.0.0" };
const WAITS = [1, 2, 5, 10, 20, 30]; // seconds before trying again; the last for ever
const language = document.documentElement.lang;
const one = new Intl.NumberFormat(language, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
const megabytes = (bytes) => one.format(bytes / 1024 / 1024);
const token = () => document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1] ?? document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";
const sleep = (seconds) => new Promise((wake) => setTimeout(wake, seconds * 1000));

function inWords(seconds) {
  const [unit, size] = seconds >= 5400 ? ["hour", 3600] : seconds >= 90 ? ["minute", 60] : ["second", 1];
  return new Intl.NumberFormat(language, { style: "unit", unit, unitDisplay: "long" }).format(Math.max(1, Math.round(seconds / size)));
}

// ── what is on its way survives the page ──
const DRAWER = "samrit-uploads";
const kept = () => { try { return JSON.parse(localStorage.getItem(DRAWER)) ?? {}; } catch { return {}; } };
function keep(url, facts) {
  const all = kept();
  if (facts) all[url] = facts; else delete all[url];
  try { localStorage.setItem(DRAWER, JSON.stringify(all)); } catch { /* a browser that keeps nothing: it starts anew */ }
}
const same = (facts, file) => facts.name === file.name && facts.size === file.size && facts.changed === file.lastModified;

class Refused extends Error {}

class Sending {
  constructor(box, list, { name, size }) {
    Object.assign(this, { box, name, size, sent: 0, url: "", file: null, state: "waiting" });
    this.item = document.createElement("li");
    this.item.className = "upload";
    const title = document.createElement("strong");
    title.textContent = name;
    this.bar = Object.assign(document.createElement("progress"), { max: size, value: 0 });
    this.bar.setAttribute("aria-label", name);
    this.words = Object.assign(document.createElement("p"), { className: "upload-words" });
    const buttons = Object.assign(document.createElement("div"), { className: "upload-buttons" });
    this.toggle = this.button(box.dataset.pause, () => this.pauseOrGoOn());
    this.cancel = this.button(box.dataset.cancel, () => this.giveUp());
    buttons.append(this.toggle, this.cancel);
    this.item.append(title, this.bar, this.words, buttons);
    list.append(this.item);
  }

  button(label, act) {
    const button = Object.assign(document.createElement("button"), { type: "button", className: "btn btn-secondary btn-sm", textContent: label });
    button.addEventListener("click", act);
    const hidden = Object.assign(document.createElement("span"), { className: "visually-hidden", textContent: ` ${this.name}` });
    button.append(hidden);
    return button;
  }

  say(template, extra = "") {
    this.bar.value = this.sent;
    this.words.textContent = template.replace("{sent}", megabytes(this.sent)).replace("{size}", megabytes(this.size)) + extra;
  }

  stop(words, wrong = true) {
    this.state = "over";
    this.words.textContent = words;
    this.item.classList.toggle("upload-wrong", wrong);
    this.toggle.hidden = true;
    this.bar.hidden = wrong;
    this.cancel.hidden = !wrong || !this.url;
  }

  async ask(method, url, headers = {}, body) {
    this.abort = new AbortController();
    const answer = await fetch(url, { method, body, credentials: "same-origin", signal: this.abort.signal, headers: { ...VERSION, "X-CSRFToken": token(), ...headers } });
    if (answer.ok) return answer;
    const words = answer.headers.get("Content-Type")?.startsWith("text/plain") ? await answer.text() : "";
    if ([409, 423, 460].includes(answer.status) || answer.status >= 500 && answer.status !== 507) throw new TypeError(words); // try again
    if (answer.status === 403) throw Object.assign(new TypeError(words), { words }); // signed out meanwhile: goes on afterwards
    throw Object.assign(new Refused(words), { status: answer.status });
  }

  async begin(file) {
    this.file = file;
    const name = btoa(String.fromCharCode(...new TextEncoder().encode(file.name)));
    const purpose = this.box.dataset.purpose ? `,purpose ${btoa(this.box.dataset.purpose)}` : "";
    const answer = await this.ask("POST", this.box.dataset.uploads, { "Upload-Length": String(file.size), "Upload-Metadata": `filename ${name}${purpose}` });
    this.url = answer.headers.get("Location");
    keep(this.url, { name: file.name, size: file.size, changed: file.lastModified, entry: this.box.dataset.entryUrl, ...this.choices() });
  }

  choices() {
    return { secrecy: this.box.querySelector("[name=secrecy]")?.value ?? "", code: this.box.querySelector("[name=code]")?.value ?? "" };
  }

  async checksum(piece) {
    if (!globalThis.crypto?.subtle) return {}; // only over https
    const digest = await crypto.subtle.digest("SHA-256", await piece.arrayBuffer());
    return { "Upload-Checksum": `sha256 ${btoa(String.fromCharCode(...new Uint8Array(digest)))}` };
  }

  // Sends until all is there; between pieces it asks the server how much has arrived.
  async run() {
    this.state = "sending";
    for (let failures = 0; this.state === "sending";) {
      try {
        if (!this.url) await this.begin(this.file);
        const head = await this.ask("HEAD", this.url);
        this.sent = Number(head.headers.get("Upload-Offset"));
        await this.pieces(() => { failures = 0; });
        if (this.sent === this.size) return await this.attach();
      } catch (problem) {
        if (this.state !== "sending") return undefined;
        if (problem instanceof Refused) {
          keep(this.url);
          return this.stop(problem.message || this.box.dataset.refused);
        }
        this.say(this.box.dataset.waiting, problem.words ? ` – ${problem.words}` : "");
        await Promise.race([sleep(WAITS[Math.min(failures, WAITS.length - 1)]), new Promise((wake) => addEventListener("online", wake, { once: true }))]);
        failures += 1;
      }
    }
    return undefined;
  }

  async pieces(worked) {
    const from = this.sent, began = performance.now();
    while (this.sent < this.size && this.state === "sending") {
      const piece = this.file.slice(this.sent, this.sent + PIECE);
      const headers = { "Content-Type": "application/offset+octet-stream", "Upload-Offset": String(this.sent), ...await this.checksum(piece) };
      const answer = await this.ask("PATCH", this.url, headers, piece);
      this.sent = Number(answer.headers.get("Upload-Offset"));
      worked();
      const seconds = (performance.now() - began) / 1000, speed = (this.sent - from) / seconds;
      const left = this.sent < this.size && seconds > 1 ? ` · ${this.box.dataset.left.replace("{time}", inWords((this.size - this.sent) / speed))}` : "";
      this.say(this.box.dataset.sending, left);
    }
  }

  // All has arrived: it becomes evidence, and the list of evidence comes anew with what is to be said.
  async attach() {
    if (this.box.dataset.field) return this.handOver(true);
    this.say(this.box.dataset.checking);
    this.toggle.hidden = true;
    const key = this.url.split("/").filter(Boolean).pop();
    const { secrecy, code } = { ...this.choices(), ...kept()[this.url] };
    const body = new URLSearchParams({ action: `upload:${key}`, secrecy, code });
    const answer = await fetch(this.box.dataset.entryUrl, { method: "POST", body, credentials: "same-origin", headers: { "HX-Request": "true", "X-CSRFToken": token() } });
    if (!answer.ok) throw new TypeError("");
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.getElementById("proof");
    if (!fresh) throw new TypeError("");
    keep(this.url);
    const refused = fresh.querySelector('[role="alert"]');
    const typed = document.getElementById("id_evidence_reason")?.value;
    document.getElementById("proof").replaceWith(fresh);
    const reason = document.getElementById("id_evidence_reason");
    if (reason && typed !== undefined) reason.value = typed;
    globalThis.htmx?.process(fresh);
    this.url = "";
    if (refused) return this.stop(refused.textContent.trim());
    this.sent = this.size;
    this.stop(this.box.dataset.done, false);
    setTimeout(() => this.item.remove(), 4000);
    return undefined;
  }

  // All has arrived: the form is sent with its key in place of the file. What had arrived before the page was opened waits
  // for the button, so that a file that is refused is not sent again and again.
  handOver(atOnce) {
    const input = this.box.querySelector('input[type="file"]'), { form } = input;
    let field = form.elements[this.box.dataset.field];
    if (!field) form.append(field = Object.assign(document.createElement("input"), { type: "hidden", name: this.box.dataset.field }));
    field.value = this.url.split("/").filter(Boolean).pop();
    input.required = false;
    this.sent = this.size;
    this.state = "over";
    this.toggle.hidden = true;
    this.say(atOnce ? this.box.dataset.checking : this.box.dataset.done);
    if (atOnce) form.requestSubmit();
  }

  pauseOrGoOn() {
    if (this.state === "sending") {
      this.state = "paused";
      this.abort?.abort();
      this.toggle.firstChild.data = this.box.dataset.resume;
      this.say(this.box.dataset.paused);
    } else if (this.file) {
      this.toggle.firstChild.data = this.box.dataset.pause;
      this.run();
    } else this.box.querySelector('input[type="file"]').click();
  }

  async giveUp() {
    this.state = "over";
    this.abort?.abort();
    if (this.url) {
      keep(this.url);
      await this.ask("DELETE", this.url).catch(() => {});
    }
    const input = this.box.querySelector('input[type="file"]'), field = input.form?.elements[this.box.dataset.field];
    if (field && this.url.includes(field.value)) { field.value = ""; input.required = true; }
    this.item.remove();
  }
}

for (const box of document.querySelectorAll("[data-uploads]")) {
  const list = box.querySelector("[data-list]");
  const input = box.querySelector('input[type="file"]');
  const most = Number(box.dataset.most) * 1024 * 1024;
  const here = new Set(), going = new Set();
  let queue = Promise.resolve(); // one after the other: each gets the whole line

  const go = (sending) => { going.add(sending); queue = queue.then(() => sending.state === "waiting" ? sending.run() : undefined); };

  // What was begun before the page was closed waits for the same file to be chosen again; what has all arrived is attached.
  for (const [url, facts] of Object.entries(kept())) {
    if (facts.entry !== box.dataset.entryUrl) continue;
    const sending = Object.assign(new Sending(box, list, facts), { url, facts });
    sending.ask("HEAD", url).then((answer) => {
      sending.sent = Number(answer.headers.get("Upload-Offset"));
      if (sending.sent === sending.size) return box.dataset.field ? sending.handOver(false) : sending.attach();
      sending.toggle.firstChild.data = box.dataset.resume;
      here.add(sending);
      return sending.say(box.dataset.again);
    }).catch((problem) => {
      if (problem instanceof Refused) { keep(url); sending.item.remove(); return; } // over, or given up elsewhere
      sending.toggle.firstChild.data = box.dataset.resume;
      here.add(sending);
      sending.say(box.dataset.again);
    });
  }

  input.addEventListener("change", () => {
    for (const file of input.files) {
      const begun = [...here].find((sending) => same(sending.facts, file));
      if (begun) {
        here.delete(begun);
        begun.file = file;
        begun.toggle.firstChild.data = box.dataset.pause;
        go(begun);
        continue;
      }
      const sending = new Sending(box, list, file);
      sending.file = file;
      if (file.size === 0) sending.stop(box.dataset.empty);
      else if (file.size > most) sending.stop(box.dataset.tooLarge);
      else { sending.say(box.dataset.sending); go(sending); }
    }
    input.value = ""; // the form does not send them a second time
  });
  input.addEventListener("input", (event) => event.stopPropagation()); // choosing a file leaves nothing unsaved in the form
  addEventListener("beforeunload", (event) => { if ([...going].some(({ state }) => state === "sending")) event.preventDefault(); });
}

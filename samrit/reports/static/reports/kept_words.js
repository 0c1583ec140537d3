// What is typed is kept without being asked: by the server every few seconds, in this browser while the server is out of
// reach or nobody is signed in. A copy in the browser belongs to one person and one item, goes when the server has the
// words, at sign-out (pages.js) and after twelve hours.
const place = document.querySelector("[data-keeping]");
const form = document.querySelector("form[data-entry]");

const PAUSE = 2_000;       // after the last key
const LONGEST_WAIT = 10_000; // while somebody types on and on
const AGAIN = 15_000;      // after the server could not be reached
const PATIENCE = 10_000;   // for an answer
const LIFETIME = 12 * 3_600_000; // as long as a sign-in
const PREFIX = "samrit-typed-";

// ── the copy in this browser ──
const key = place && `${PREFIX}${place.dataset.person}-${place.dataset.item}`;
const copy = {
  read() { try { return JSON.parse(localStorage.getItem(key)); } catch { return null; } },
  write(fields, version, sent = false) {
    try { localStorage.setItem(key, JSON.stringify({ at: Date.now(), version, fields, sent })); return true; } catch { return false; }
  },
  drop() { try { localStorage.removeItem(key); } catch { /* none was kept */ } },
};
// What was sent and has made a newer version is saved: its copy is done with.
function leftHere() {
  const left = copy.read();
  if (!left?.sent || Number(place.dataset.version) <= Number(left.version)) return left;
  copy.drop();
  return null;
}
function dropOldCopies() {
  try {
    for (const name of Object.keys(localStorage)) {
      if (name.startsWith(PREFIX) && Date.now() - (JSON.parse(localStorage.getItem(name))?.at ?? 0) > LIFETIME) localStorage.removeItem(name);
    }
  } catch { /* a browser that keeps nothing */ }
}

// ── asking the server ──
const sitting = crypto.randomUUID ? crypto.randomUUID() : `${Date.now()}-${Math.random()}`;
const token = () => document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1] ?? "";

// {state, words, notes, draft}; state "unreachable" when no answer came or it was not meant for us.
async function ask(fields, keepalive = false) {
  const body = new URLSearchParams({ ...fields, action: "autosave", person: place.dataset.person, sitting });
  try {
    const response = await fetch(location.pathname, {
      method: "POST", body, keepalive, redirect: "error", signal: AbortSignal.timeout(PATIENCE),
      headers: { Accept: "application/json", "X-CSRFToken": token() },
    });
    if (!response.headers.get("Content-Type")?.startsWith("application/json")) return { state: "unreachable" };
    return await response.json();
  } catch {
    return { state: "unreachable" };
  }
}

if (place && "records" in place.dataset) {
  dropOldCopies();
  if (form) whileTyping();
  else handOver();
}

// The item can no longer be typed into here (closed, submitted): words left in this browser become the person's draft.
async function handOver() {
  const left = leftHere();
  if (!left) return;
  const answer = await ask(left.fields);
  if (answer.state !== "kept") return;
  copy.drop();
  if (answer.draft) location.reload();
}

function whileTyping() {
  const says = place.dataset;
  const status = form.querySelector("[data-kept]");
  let unsent = "unsaved" in form.dataset, away = false, elsewhere = false, cleared = false;
  let timer = 0, first = 0, asking = null, safe = true;

  const words = () => {
    const fields = {};
    for (const [name, value] of new FormData(form)) {
      if (typeof value === "string" && !["csrfmiddlewaretoken", "action", "person"].includes(name)) fields[name] = value;
    }
    return fields;
  };
  const same = (one, other) => Object.keys({ ...one, ...other })
    .every((name) => ["version", "opened", "draft"].includes(name) || (one[name] ?? "").replaceAll("\r\n", "\n").trim() === (other[name] ?? "").replaceAll("\r\n", "\n").trim());

  function say(text, { wrong = false, notes = [], link = null } = {}) {
    status.classList.toggle("kept-wrong", wrong);
    const lines = [text, ...notes].filter(Boolean).map((line) => { const part = document.createElement("span"); part.textContent = line; return part; });
    if (link) {
      const way = document.createElement("a");
      way.href = says.signIn;
      way.textContent = says.signInWords;
      lines.push(way);
    }
    status.replaceChildren(...lines);
  }

  function later(wait) {
    clearTimeout(timer);
    timer = setTimeout(keep, wait);
  }

  // ── one keeping at a time ──
  function keep(keepalive = false) {
    clearTimeout(timer);
    asking ??= keeping(keepalive === true).finally(() => { asking = null; });
    return asking;
  }
  async function keeping(keepalive) {
    const sent = words();
    first = 0;
    if (!navigator.onLine) return unreachable(sent);
    const answer = await ask(sent, keepalive);
    if (answer.state === "unreachable") return unreachable(sent);
    if (answer.state === "kept") {
      form.elements.draft.value = answer.draft;
      say([away ? says.backWords : "", answer.words].filter(Boolean).join(" · "), { notes: answer.notes });
      away = false;
      if (same(sent, words())) { unsent = false; copy.drop(); } else later(PAUSE);
    } else if (answer.state === "signed_out") {
      away = true;
      safe = copy.write(sent, says.version);
      say(says.signedOutWords, { wrong: true, link: true });
    } else {
      elsewhere = answer.state === "draft_elsewhere";
      say(answer.words, { wrong: true });
    }
    return answer.state;
  }
  function unreachable(sent) {
    away = true;
    safe = copy.write(sent, says.version);
    say(navigator.onLine ? says.unreachableWords : says.offlineWords, { wrong: true });
    later(AGAIN);
    return "unreachable";
  }

  form.addEventListener("input", () => {
    unsent = true;
    first ||= Date.now();
    safe = copy.write(words(), says.version);
    if (!elsewhere) later(Math.min(PAUSE, Math.max(0, first + LONGEST_WAIT - Date.now())));
  });
  addEventListener("online", () => { if (unsent) keep(); });
  addEventListener("offline", () => say(says.offlineWords, { wrong: true }));
  addEventListener("focus", () => { if (unsent && away) keep(); });
  document.addEventListener("visibilitychange", () => { if (document.hidden && unsent && !cleared && !elsewhere) keep(true); });
  addEventListener("beforeunload", (event) => { if (unsent && !cleared && (away || !safe)) event.preventDefault(); });

  // ── sending: the server is asked first, so that nobody loses the page to a dead line or an old sign-in ──
  form.addEventListener("submit", async (event) => {
    if (cleared) return;
    event.preventDefault();
    if (form.dataset.sending) return; // a double click sends once
    form.dataset.sending = "yes";
    form.setAttribute("aria-busy", "true");
    const button = event.submitter;
    if (asking) await asking;
    const state = await keep();
    if (["unreachable", "signed_out", "other_person"].includes(state)) {
      delete form.dataset.sending;
      form.removeAttribute("aria-busy");
      if (state === "unreachable") say([says.notSentWords, navigator.onLine ? says.unreachableWords : says.offlineWords].join(" · "), { wrong: true });
      status.tabIndex = -1;
      status.focus();
      return;
    }
    if (form.elements.csrfmiddlewaretoken) form.elements.csrfmiddlewaretoken.value = token();
    if (copy.read()) copy.write(words(), says.version, true);
    cleared = true;
    form.requestSubmit(button);
  });
  // Back from the next page: what stands here may be long out of date.
  addEventListener("pageshow", ({ persisted }) => { if (persisted) location.reload(); });

  // ── words left in this browser ──
  const left = leftHere();
  if (left && same(left.fields, words())) copy.drop();
  else if (left) bringBack(left);
  function bringBack({ at, fields }) {
    for (const [name, value] of Object.entries(fields)) {
      const field = form.elements[name];
      // Of what is hidden only what the words were typed upon comes back; the rest is this page's own.
      const mine = field && (field.type !== "hidden" || ["version", "opened", "draft"].includes(name));
      if (mine) field.value = value;
    }
    for (const radio of form.querySelectorAll('input[name="answer"]:checked')) radio.dispatchEvent(new Event("change", { bubbles: true }));
    form.elements.value.dispatchEvent(new Event("input", { bubbles: true }));
    const time = new Intl.DateTimeFormat(document.documentElement.lang, { timeStyle: "short", timeZone: "Asia/Bangkok" }).format(at);
    say(`${says.restoredWords} (${time})`);
    unsent = true;
    later(500);
  }
}

// The counter's form: shows the questions that are asked, keeps each answer in this device until the server has it.
import { asked } from "./conditions.js";

const form = document.querySelector("[data-kiosk]");
const questions = [...form.querySelectorAll(".question")];
const thanks = document.querySelector("[data-thanks]");
const problem = document.querySelector("[data-problem]");
const waiting = document.querySelector("[data-waiting]");
const RESET_AFTER = 90_000; // somebody left without sending: the next person starts anew
const SEND_EVERY = 30_000;
const AT_ONCE = 50;
let refused = 0;
let idle;

// ── what was answered ──────────────────────────────────────────────────────
function valueOf(question) {
  const { code, kind } = question.dataset;
  const name = `q.${code}`;
  if (kind === "matrix") {
    const rows = [...question.querySelectorAll("[data-row]")].map((row) => [row.dataset.row, row.querySelector("input:checked")?.value]);
    const given = Object.fromEntries(rows.filter(([, value]) => value));
    return Object.keys(given).length ? given : null;
  }
  if (kind === "text" || kind === "number") return form.elements[name].value.trim() || null;
  const chosen = [...question.querySelectorAll("input:checked")].map((input) => input.value);
  if (kind === "several") return chosen.length ? chosen : null;
  if (kind === "tick") return chosen.length ? chosen[0] === "yes" : null;
  return chosen[0] ?? null;
}

function answers() {
  const given = {};
  let number = 0;
  for (const question of questions) {
    question.hidden = !asked(question.dataset.when, given);
    if (!question.hidden) question.querySelector(".nr").textContent = ++number;
    const value = question.hidden ? null : valueOf(question);
    if (value !== null) given[question.dataset.code] = { value, kind: question.dataset.kind };
  }
  return given;
}

// What the server would refuse is told here, while the person who typed it is still there.
function isNumber(question, given) {
  const text = given[question.dataset.code]?.value;
  if (text === undefined) return true;
  const plain = text.replace(/[๐-๙]/g, (digit) => String(digit.charCodeAt(0) - 0x0e50)).replaceAll(",", "");
  const { least, most, decimals } = question.dataset;
  const [, fraction = ""] = plain.split(".");
  if (!/^-?\d+(\.\d+)?$/.test(plain) || fraction.length > Number(decimals)) return false;
  return !(least && Number(plain) < Number(least)) && !(most && Number(plain) > Number(most));
}

function isOpen(question, given) {
  if (question.hidden) return false;
  if (question.dataset.kind === "number" && !isNumber(question, given)) return true;
  if (!("required" in question.dataset)) return false;
  const value = given[question.dataset.code]?.value;
  if (question.dataset.kind !== "matrix") return value === undefined;
  return Object.keys(value ?? {}).length < question.querySelectorAll("[data-row]").length;
}

// ── what waits in this device ──────────────────────────────────────────────
function opened() {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(form.dataset.queue, 1);
    request.onupgradeneeded = () => request.result.createObjectStore("answers", { keyPath: "client" });
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

async function stored(mode, work) {
  const database = await opened();
  try {
    return await new Promise((resolve, reject) => {
      const transaction = database.transaction("answers", mode);
      const request = work(transaction.objectStore("answers"));
      transaction.oncomplete = () => resolve(request?.result);
      transaction.onerror = () => reject(transaction.error);
    });
  } finally {
    database.close();
  }
}

async function tell() {
  const count = await stored("readonly", (store) => store.count());
  const left = count ? `${waiting.dataset.some} ${count}` : waiting.dataset.none;
  waiting.textContent = refused ? `${left} · ${waiting.dataset.refused} ${refused}` : left;
}

async function send() {
  const rows = await stored("readonly", (store) => store.getAll(null, AT_ONCE));
  if (rows.length) {
    try {
      const body = JSON.stringify({ answers: rows });
      const response = await fetch(form.dataset.send, { method: "POST", body, headers: { "Content-Type": "application/json" } });
      if (response.ok) {
        const { kept, wrong } = await response.json();
        refused += wrong.length; // what can never be taken is not sent for ever
        const settled = [...kept, ...wrong.map((one) => one.client)];
        await stored("readwrite", (store) => { settled.forEach((client) => store.delete(client)); });
        if (settled.length && rows.length === AT_ONCE) return send();
      }
    } catch { /* without the network: the next time */ }
  }
  return tell();
}

// One at a time, so that two do not send the same rows; if they did, the server would count them once.
let sending = Promise.resolve();
const sendNext = () => { sending = sending.then(send, send); return sending; };

// The device's own day, not London's.
function today() {
  const at = new Date();
  const two = (number) => String(number).padStart(2, "0");
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
}

// crypto.randomUUID exists only over https; a counter inside an office may have plain http.
function newClient() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 15) | 64;
  bytes[8] = (bytes[8] & 63) | 128;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

function startAnew() {
  form.reset();
  answers();
  for (const question of questions) question.classList.remove("has-problem");
  problem.hidden = true;
}

form.addEventListener("change", () => { thanks.hidden = true; answers(); });
form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const given = answers();
  const open = questions.filter((question) => isOpen(question, given));
  for (const question of questions) question.classList.toggle("has-problem", open.includes(question));
  problem.hidden = !open.length;
  if (open.length) {
    open[0].querySelector("input, textarea").focus();
    return;
  }
  const bare = Object.fromEntries(Object.entries(given).map(([code, one]) => [code, one.value]));
  await stored("readwrite", (store) => store.put({ client: newClient(), day: today(), answers: bare }));
  startAnew();
  thanks.hidden = false;
  window.scrollTo(0, 0);
  sendNext();
});
for (const what of ["pointerdown", "keydown"]) {
  document.addEventListener(what, () => { clearTimeout(idle); idle = setTimeout(startAnew, RESET_AFTER); });
}
// Only over https (or on this very machine) does a browser keep a page for when there is no network.
navigator.serviceWorker?.register(form.dataset.worker).catch(() => {});
window.addEventListener("online", sendNext);
setInterval(sendNext, SEND_EVERY);
startAnew();
sendNext();

// What it says, and why: ui/trouble.html.
const place = document.getElementById("trouble");
let failed = null; // the element whose request it was

const signedOut = ({ responseURL }) => responseURL && new URL(responseURL).pathname === place.dataset.signIn;

function wordsFor(xhr) {
  const says = place.dataset;
  const { status } = xhr;
  if (!status) return [says.unreachable];
  if ([502, 503, 504].includes(status)) return [says.away];
  if (status >= 500) {
    const number = xhr.getResponseHeader("X-Request-ID"); // none from what stands in front of us
    return number ? [says.broken, `${says.number}: ${number}`] : [says.broken];
  }
  if (status === 403) {
    const page = new DOMParser().parseFromString(xhr.responseText, "text/html");
    const reason = ["h1", ".problem-kept"].map((part) => page.querySelector(part)?.textContent.trim()).filter(Boolean);
    if (reason.length) return reason;
  }
  return [{ 404: says.gone, 410: says.gone, 413: says.large, 429: says.often }[status] ?? says.refused];
}

function show(element, words, signIn = false) {
  failed = element;
  const notice = document.getElementById("trouble-notice").content.cloneNode(true);
  const lines = [...words, place.dataset.stays].map((line) => Object.assign(document.createElement("p"), { textContent: line }));
  notice.querySelector("[data-words]").append(...lines);
  notice.querySelector("a").hidden = !signIn;
  notice.querySelector("button").addEventListener("click", hide);
  if (place.textContent !== notice.textContent) place.replaceChildren(notice);
}

function hide() {
  failed = null;
  place.replaceChildren();
}

const on = (name, act) => document.addEventListener(`htmx:${name}`, act);
const askToSignIn = (element) => show(element, [place.dataset.signedOut], true);

if (place) {
  on("configRequest", ({ detail: { headers } }) => {
    const token = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1];
    if (token && headers["X-CSRFToken"]) headers["X-CSRFToken"] = token;
  });
  on("beforeSwap", (event) => {
    if (!signedOut(event.detail.xhr)) return;
    event.preventDefault();
    askToSignIn(event.detail.requestConfig.elt);
  });
  on("responseError", ({ detail: { elt, xhr } }) => (xhr.status === 401 ? askToSignIn(elt) : show(elt, wordsFor(xhr))));
  for (const lost of ["sendError", "timeout"]) on(lost, ({ detail: { elt } }) => show(elt, wordsFor({})));
  on("afterRequest", ({ detail: { elt, successful, xhr } }) => {
    if (failed && successful && !signedOut(xhr) && (elt === failed || !failed.isConnected)) hide();
  });
}

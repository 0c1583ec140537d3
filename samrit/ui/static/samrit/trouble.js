// A part of the page that htmx asked for does not come: said aloud, with what to do. The page stays as it is, with all that
// was typed; what failed can be tried again.
const place = document.getElementById("trouble");
const AWAY = [502, 503, 504];
let failed = null; // the element whose request it was

const pathOf = (address) => { try { return new URL(address, location.href).pathname; } catch { return ""; } };
const signedOut = (xhr) => pathOf(xhr.responseURL) === place.dataset.signIn;

function wordsFor({ status, getResponseHeader }) {
  const says = place.dataset;
  if (!status) return [says.unreachable];
  if (AWAY.includes(status)) return [says.away];
  if (status >= 500) return [says.broken, getResponseHeader("X-Request-ID") && `${says.number}: ${getResponseHeader("X-Request-ID")}`];
  return [{ 404: says.gone, 410: says.gone, 413: says.large, 429: says.often }[status] ?? says.refused];
}

// A refusal says its reason on the page that came instead.
function reasonIn(xhr) {
  if (xhr.status !== 403) return [];
  const page = new DOMParser().parseFromString(xhr.responseText, "text/html");
  return ["h1", ".problem-kept"].map((part) => page.querySelector(part)?.textContent.trim());
}

function show(words, { signIn = false } = {}) {
  const notice = document.getElementById("trouble-notice").content.cloneNode(true);
  const lines = [...words, place.dataset.stays].filter(Boolean).map((line) => Object.assign(document.createElement("p"), { textContent: line }));
  notice.querySelector("[data-words]").append(...lines);
  notice.querySelector("a").hidden = !signIn;
  notice.querySelector("button").addEventListener("click", hide);
  if (place.textContent !== notice.textContent) place.replaceChildren(notice); // said once, also to who listens
}

const showSignedOut = () => show([place.dataset.signedOut], { signIn: true });

function hide() {
  failed = null;
  place.replaceChildren();
}

if (place) {
  // A sign-in in another tab has made the page's own token old.
  document.addEventListener("htmx:configRequest", ({ detail }) => {
    const token = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1];
    if (token && "X-CSRFToken" in detail.headers) detail.headers["X-CSRFToken"] = token;
  });
  // Redirects are followed unseen: the page to sign in would stand in the middle of this one.
  document.addEventListener("htmx:beforeSwap", (event) => {
    const { xhr, requestConfig } = event.detail; // its own ``elt`` is where the part would have stood
    if (!signedOut(xhr)) return;
    event.preventDefault();
    failed = requestConfig.elt;
    showSignedOut();
  });
  document.addEventListener("htmx:responseError", ({ detail }) => {
    failed = detail.elt;
    if (detail.xhr.status === 401) return showSignedOut();
    const reason = reasonIn(detail.xhr).filter(Boolean);
    show(reason.length ? reason : wordsFor({ status: detail.xhr.status, getResponseHeader: (name) => detail.xhr.getResponseHeader(name) }));
  });
  for (const lost of ["htmx:sendError", "htmx:timeout"]) {
    document.addEventListener(lost, ({ detail }) => { failed = detail.elt; show(wordsFor({ status: 0 })); });
  }
  document.addEventListener("htmx:afterRequest", ({ detail }) => {
    if (failed && detail.successful && !signedOut(detail.xhr) && (detail.elt === failed || !failed.isConnected)) hide();
  });
}

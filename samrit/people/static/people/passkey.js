// The button that asks the browser for a passkey. allauth's own script talks with it; this one says which button, and what
// to show when nothing came.
const button = document.querySelector("[data-passkey]");
const kind = button?.dataset.passkey;
if (button && window.PublicKeyCredential) {
  window.allauth.webauthn.forms[`${kind}Form`]({
    ids: { [kind]: button.id, credential: button.dataset.credential, passwordless: button.dataset.passwordless, data: "js_data" },
  });
} else if (button) {
  button.addEventListener("click", tell);
}
document.addEventListener("allauth.error", (event) => { event.preventDefault(); tell(); });
function tell() { document.getElementById("passkey-trouble").hidden = false; }

// The wall screen fills the whole display; it stays so while its contents are renewed.
"use strict";

document.querySelectorAll("[data-full-screen]").forEach((button) => {
  button.addEventListener("click", () => {
    if (document.fullscreenElement) document.exitFullscreen();
    else document.querySelector(button.dataset.fullScreen).parentElement.requestFullscreen();
  });
});

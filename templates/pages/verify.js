// Lets a PDF be dropped anywhere on the page. Without it the file is chosen, and the button sends it.
"use strict";

const form = document.querySelector("form[data-drop]");
const field = form.elements.file;
const state = form.querySelector("[data-drop-state]");

const hasFile = (event) => [...event.dataTransfer.types].includes("Files");

function drop(event) {
  if (!hasFile(event)) return;
  event.preventDefault();
  document.body.classList.remove("dropping");
  if (event.dataTransfer.files.length !== 1) {
    state.textContent = "Drop one file at a time.";
    return;
  }
  field.files = event.dataTransfer.files;
  form.requestSubmit();
}

form.querySelector("[data-drop-hint]").hidden = false;
form.addEventListener("submit", () => { state.textContent = "Checking…"; });
window.addEventListener("pageshow", () => { state.textContent = ""; });
document.addEventListener("drop", drop);
document.addEventListener("dragleave", (event) => { if (!event.relatedTarget) document.body.classList.remove("dropping"); });
document.addEventListener("dragover", (event) => {
  if (!hasFile(event)) return;
  event.preventDefault();
  document.body.classList.add("dropping");
});

// Puts a button beside what people copy from a page. Without it they select and copy it themselves.
"use strict";

const copied = document.createElement("p");
copied.className = "unseen";
copied.setAttribute("role", "status");

function offer(place) {
  const text = place.value ?? place.textContent.trim();
  const button = document.createElement("button");
  button.type = "button";
  button.className = "small copy";
  button.textContent = "Copy";
  button.setAttribute("aria-label", "Copy: " + place.dataset.copy);
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(text);
    button.textContent = "Copied";
    copied.textContent = place.dataset.copy + " is copied.";
    setTimeout(() => { button.textContent = "Copy"; }, 3000);
  });
  if (place.matches("input")) place.after(button);
  else place.append(button);
}

if (navigator.clipboard) {
  document.querySelector("main").append(copied);
  for (const place of document.querySelectorAll("[data-copy]")) offer(place);
}

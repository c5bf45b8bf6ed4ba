// Types into the first text of a desk as a person would, while the server does what the test has it do, and writes down what
// the person reads.
const form = document.querySelector("form[data-writing]");
const area = form.elements.text;
const state = () => form.querySelector(".writing-state").textContent;
const report = document.body.appendChild(document.createElement("pre"));
const tell = (line) => { report.textContent += line + "\n"; };
const server = (does) => fetch("/server/" + does, { method: "POST" });

async function until(what, holds) {
  for (let i = 0; i < 600; i++) {
    if (holds()) return tell(what);
    await new Promise((done) => setTimeout(done, 50));
  }
  tell("never: " + what + "; it says " + state());
}

function type(text) {
  area.value = text;
  area.dispatchEvent(new Event("input"));
}

async function first() {
  type("One");
  await until("kept here at once", () => state().includes("kept in this browser"));
  await until("saved while typing", () => state().startsWith("Saved"));
  await server("drop");
  type("Two");
  await until("says that there is no connection", () => state().includes("no connection"));
  await server("work");
  await until("saved when it is back", () => state().startsWith("Saved"));
  await server("sign-out");
  type("Three");
  await until("says that the session ended", () => state().includes("sign in again"));
  await server("work");
  await until("saved after signing in", () => state().startsWith("Saved"));
  await until("no copy is left behind", () => localStorage.length === 0);
  await server("change");
  type("Four");
  await until("shows the other window", () => form.querySelector(".elsewhere")?.textContent.includes("From another window"));
  sessionStorage.setItem("again", report.textContent);
  location.reload();
}

async function second() {
  report.textContent = sessionStorage.getItem("again");
  await until("after a reload shows both", () => area.value === "Four" && form.querySelector(".elsewhere")?.textContent.includes("From another window"));
}

(sessionStorage.getItem("again") ? second : first)();

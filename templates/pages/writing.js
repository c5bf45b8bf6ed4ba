// Keeps texts while they are typed: first in this browser, then on the server. Without it the button of each form does that.
import { Copy, clock, say } from "./saving.js";

const pause = 1200; // milliseconds without a key before a text is sent
const again = 10000; // milliseconds until one that could not be sent is tried once more

class Writing {
  constructor(form) {
    this.form = form;
    this.area = form.elements.text;
    this.state = form.querySelector(".writing-state");
    this.named = form.querySelector("[data-named]");
    this.boxes = [...form.querySelectorAll("input[type=checkbox]")];
    this.held = new Copy(form.dataset.writing, form.getAttribute("action"), form.elements.theme.value);
    this.busy = this.halted = this.leaving = this.pressed = false;
    this.area.addEventListener("input", () => this.typed());
    this.area.addEventListener("blur", () => this.resend());
    for (const box of this.boxes) box.addEventListener("change", () => this.ticked());
    form.addEventListener("submit", (event) => this.leave(event));
    window.addEventListener("online", () => this.resend());
    window.addEventListener("focus", () => this.resend());
    this.recover();
  }

  // recover brings back what an earlier visit typed and could not send.
  recover() {
    const copy = this.copy();
    if (copy === null || (copy.text === this.area.value && copy.about === this.about())) return this.held.drop();
    const stored = { text: this.area.value, about: this.about() };
    this.area.value = copy.text;
    for (const box of this.free()) box.checked = copy.about.split(" ").includes(this.code(box));
    this.name();
    if (!copy.apart && copy.feedback === this.form.elements.feedback.value && copy.revision === this.form.elements.revision.value) return this.send();
    this.differ(stored);
  }

  copy() {
    const held = JSON.parse(this.held.read());
    return held && { about: "", ...held };
  }

  // keep holds what was typed in this browser; where it may not, the page still does.
  keep() {
    const { feedback, revision } = this.form.elements;
    const held = this.held.hold(JSON.stringify({
      text: this.area.value, about: this.about(), feedback: feedback.value, revision: revision.value, apart: this.halted,
    }));
    return held ? "Not saved yet; kept in this browser." : "Not saved yet.";
  }

  // about gives the codes of the disciplines that are ticked, as the server does. Those behind the heading are not the text's own.
  about() { return this.free().filter((box) => box.checked).map((box) => this.code(box)).sort().join(" "); }

  free() { return this.boxes.filter((box) => !box.disabled); }

  code(box) { return box.name.replace("discipline-", ""); }

  // names gives what boxes stand for, in the order of the page.
  names(boxes) { return boxes.map((box) => box.nextElementSibling.textContent.trim()).join(", "); }

  // name says above the boxes which are ticked.
  name() {
    const names = this.names(this.boxes.filter((box) => box.checked));
    if (this.named) this.named.textContent = names && ": " + names;
  }

  ticked() {
    this.name();
    this.typed();
  }

  typed() {
    this.say(this.keep());
    this.later(pause);
  }

  later(wait) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.send(), wait);
  }

  resend() {
    if (this.copy() !== null) this.later(0);
  }

  async send() {
    if (this.busy || this.halted || this.leaving) return;
    const sent = { text: this.area.value, about: this.about() };
    if (sent.text.trim() === "" && this.form.elements.feedback.value === "") {
      this.say(sent.about && "Ticks are saved together with a text.");
      return this.held.drop();
    }
    this.busy = true;
    try {
      const answer = await fetch(this.form.action, {
        method: "POST", keepalive: true, headers: { Accept: "application/json" }, body: new URLSearchParams(new FormData(this.form)),
      });
      this.take(answer.status, await answer.json(), sent);
    } catch {
      this.say(this.keep() + " There is no connection.");
      this.later(again);
    } finally {
      this.busy = false;
      if (this.pressed) this.form.requestSubmit();
    }
  }

  // leave lets the button send the text, but not beside what is being sent already: that may be the same text, not yet known there.
  leave(event) {
    this.pressed = this.busy;
    this.leaving = !this.busy;
    if (this.busy) event.preventDefault();
  }

  take(status, kept, sent) {
    if (status === 200) return this.saved(kept, sent);
    this.keep();
    if (status === 401) {
      this.say("Not saved yet; kept in this browser. ", "You were signed out: sign in again, then come back here.");
      return this.later(again);
    }
    if (status === 409 && !same(kept, sent)) {
      this.adopt(kept);
      return this.differ(kept);
    }
    this.say("Not saved yet; kept in this browser. " + kept.message);
  }

  saved(kept, sent) {
    this.adopt(kept);
    if (!same({ text: this.area.value, about: this.about() }, sent)) {
      this.keep();
      return this.later(pause);
    }
    this.held.drop();
    this.say("Saved " + clock() + ".");
  }

  adopt(kept) {
    this.form.elements.feedback.value = kept.feedback;
    this.form.elements.revision.value = kept.revision;
  }

  // differ shows what was stored elsewhere and leaves it to the person to bring both together, and to press the button.
  differ(stored) {
    this.halted = true;
    this.keep();
    const shown = document.createElement("div");
    shown.className = "elsewhere";
    shown.setAttribute("role", "alert");
    const names = this.names(this.free().filter((box) => stored.about.split(" ").includes(this.code(box))));
    shown.textContent = "This was changed in another window. Stored now:\n\n" + (stored.text || "nothing") + (names && "\n\nDisciplines: " + names) + "\n\nBelow is what you typed here. Bring both together, then press “Keep as a draft”.";
    this.form.prepend(shown);
    this.say("Not saved yet; kept in this browser.");
  }

  say(words, link) { say(this.state, words, link); }
}

// same says whether two states of a text are one.
function same(a, b) { return a.text === b.text && a.about === b.about; }

for (const form of document.querySelectorAll("form[data-writing]")) new Writing(form);

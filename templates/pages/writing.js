// Keeps texts while they are typed: first in this browser, then on the server. Without it the button of each form does that.
import { Copy, clock, say } from "./saving.js";

const pause = 1200; // milliseconds without a key before a text is sent
const again = 10000; // milliseconds until one that could not be sent is tried once more

class Writing {
  constructor(form) {
    this.form = form;
    this.area = form.elements.text;
    this.state = form.querySelector(".writing-state");
    this.held = new Copy(form.dataset.writing, form.getAttribute("action"), form.elements.theme.value);
    this.busy = this.halted = this.leaving = this.pressed = false;
    this.area.addEventListener("input", () => this.typed());
    this.area.addEventListener("blur", () => this.resend());
    form.addEventListener("submit", (event) => this.leave(event));
    window.addEventListener("online", () => this.resend());
    window.addEventListener("focus", () => this.resend());
    this.recover();
  }

  // recover brings back what an earlier visit typed and could not send.
  recover() {
    const copy = this.copy();
    if (copy === null || copy.text === this.area.value) return this.held.drop();
    const stored = this.area.value;
    this.area.value = copy.text;
    if (!copy.apart && copy.feedback === this.form.elements.feedback.value && copy.revision === this.form.elements.revision.value) return this.send();
    this.differ(stored);
  }

  copy() { return JSON.parse(this.held.read()); }

  // keep holds what was typed in this browser; where it may not, the page still does.
  keep() {
    const { feedback, revision } = this.form.elements;
    const held = this.held.hold(JSON.stringify({ text: this.area.value, feedback: feedback.value, revision: revision.value, apart: this.halted }));
    return held ? "Not saved yet; kept in this browser." : "Not saved yet.";
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
    const sent = this.area.value;
    if (sent.trim() === "" && this.form.elements.feedback.value === "") return this.held.drop();
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
    if (status === 409 && kept.text !== sent) {
      this.adopt(kept);
      return this.differ(kept.text);
    }
    this.say("Not saved yet; kept in this browser. " + kept.message);
  }

  saved(kept, sent) {
    this.adopt(kept);
    if (this.area.value !== sent) {
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
    shown.textContent = "This was changed in another window. Stored now:\n\n" + (stored || "nothing") + "\n\nBelow is what you typed here. Bring both together, then press “Keep as a draft”.";
    this.form.prepend(shown);
    this.say("Not saved yet; kept in this browser.");
  }

  say(words, link) { say(this.state, words, link); }
}

for (const form of document.querySelectorAll("form[data-writing]")) new Writing(form);

// Makes composing comfortable: keeps the text while it is typed, and does what a button says without leaving the place. The
// server does all of it as it does without this script; here its answer is put in.
import { Copy, clock, say } from "./saving.js";

const pause = 2500; // milliseconds without a key before the text is sent
const again = 10000; // milliseconds until what could not be sent is tried once more

class Composing {
  constructor() {
    this.queue = Promise.resolve();
    this.halted = false;
    this.held = new Copy("compose", this.form.dataset.who, this.form.getAttribute("action"));
    document.addEventListener("submit", (e) => this.submitted(e));
    document.addEventListener("input", () => this.typed());
    window.addEventListener("online", () => this.later(0));
    document.addEventListener("visibilitychange", () => { if (this.dirty) this.later(0); });
    document.getElementById("selecting").hidden = false;
    this.recover();
  }

  get form() { return document.getElementById("compose"); }

  // body is the form as a browser would send it, with what a button adds.
  body(added = {}) {
    const data = new URLSearchParams(new FormData(this.form));
    for (const [name, value] of Object.entries(added)) data.append(name, value);
    return data;
  }

  // pressed is what a button adds to the form.
  pressed(button) {
    if (button.value.startsWith("divide-")) return { do: button.value, cursor: this.cursor(button) };
    if (button.value.startsWith("carry-")) return { do: button.value, part: this.selected(button) };
    return { do: button.value };
  }

  // cursor counts the characters before the cursor in the passage of a button.
  cursor(button) {
    const area = button.closest(".passage").querySelector("textarea");
    return area === this.lastArea ? [...area.value.slice(0, area.selectionStart)].length : "";
  }

  // selected gives the part of a text that is selected, if it is of the text that the button carries over.
  selected(button) {
    const selection = getSelection();
    if (selection.isCollapsed || !button.closest(".voice").contains(selection.anchorNode)) return "";
    return selection.toString();
  }

  submitted(e) {
    if (e.target !== this.form) return;
    e.preventDefault();
    const button = e.submitter && e.submitter.name === "do" ? e.submitter : null;
    if (button) return this.press(this.pressed(button));
    clearTimeout(this.timer);
    this.queue = this.queue.then(() => { this.leaving = true; this.form.submit(); });
  }

  // press does what a button says, after what is under way.
  press(added) {
    this.queue = this.queue.then(() => this.act(this.body(added)));
  }

  // act sends a form, and puts in the page that comes back.
  async act(body) {
    const page = await this.send(this.form.action, body);
    if (page === null) return;
    const desk = page.doc.getElementById("desk");
    if (!desk) return this.refused(page);
    const beside = this.form.querySelector("aside").scrollTop;
    document.getElementById("desk").replaceWith(document.adoptNode(desk));
    document.getElementById("selecting").hidden = false;
    this.form.querySelector("aside").scrollTop = beside;
    const field = this.form.querySelector("[autofocus]") || document.querySelector(".mistakes");
    if (field) field.focus();
    this.typed();
  }

  typed() {
    this.dirty = true;
    this.hold();
    this.say(this.form.dataset.live ? "Not kept yet." : "Not kept yet. In a review it is kept when you press the button.");
    this.later(pause);
  }

  hold() { this.held.hold(this.body().toString()); }

  // recover brings back what an earlier visit typed and could not keep.
  recover() {
    const copy = this.held.read();
    if (copy === null || new URLSearchParams(location.search).has("done") || document.querySelector(".mistakes")) return this.held.drop();
    const texts = (body) => JSON.stringify([...body].filter(([name]) => /-(text|heading|runs_on)$/.test(name)));
    const held = new URLSearchParams(copy);
    if (texts(held) === texts(this.body())) return this.held.drop();
    if (held.get("revision") !== this.form.elements.revision.value) this.halt(); // others wrote since: the person is to see both
    held.set("do", "mine");
    this.queue = this.queue.then(() => this.act(held));
  }

  later(wait) {
    clearTimeout(this.timer);
    if (this.form.dataset.live && this.dirty && !this.halted) this.timer = setTimeout(() => this.save(), wait);
  }

  // save keeps the text as it is typed, and takes over what the server made of it: ids, sources, what the checks say.
  save() {
    this.queue = this.queue.then(async () => {
      const sent = this.body();
      this.dirty = false;
      const page = await this.send(this.form.dataset.live, sent);
      if (page === null) return;
      if (page.status !== 200) return this.refused(page);
      for (const now of page.doc.querySelectorAll("#compose input[type=hidden]")) this.form.elements[now.name].value = now.name === "undo" ? this.form.elements.undo.value : now.value;
      for (const now of page.doc.querySelectorAll("[data-kept]")) document.getElementById(now.id)?.replaceChildren(...now.childNodes);
      if (this.dirty) return this.hold();
      this.held.drop();
      this.say("Kept " + clock() + ".");
    });
  }

  // send gives the page that comes back, or null when none did.
  async send(address, body) {
    try {
      const answer = await fetch(address, { method: "POST", body });
      if (answer.status === 401) return this.signedOut();
      return { status: answer.status, doc: new DOMParser().parseFromString(await answer.text(), "text/html") };
    } catch {
      this.dirty = true;
      this.say("Not kept yet; held in this browser. There is no connection.");
      this.later(again);
      return null;
    }
  }

  signedOut() {
    this.dirty = true;
    this.say("Not kept yet; held in this browser. ", "You were signed out: sign in again, then come back here.");
    this.later(again);
    return null;
  }

  // refused says why nothing was kept, and leaves it to the person to press the button.
  refused(page) {
    this.dirty = true;
    if (page.status === 409) {
      this.halt();
      return this.say("Not kept. Somebody changed the text: press “Keep the text” to see both.");
    }
    const why = page.doc.querySelector(".mistakes li") || page.doc.querySelector("h1");
    this.say("Not kept. " + (why ? why.textContent : "Try again."));
  }

  halt() {
    this.halted = true;
    clearTimeout(this.timer);
  }

  say(words, link) { say(document.getElementById("state"), words, link); }
}

const composing = new Composing();
document.addEventListener("focusin", (e) => { if (e.target.matches("textarea")) composing.lastArea = e.target; });
window.addEventListener("beforeunload", (e) => { if (composing.dirty && !composing.leaving && !composing.form.dataset.live) e.preventDefault(); });

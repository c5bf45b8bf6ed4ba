// Shows how far work on a cohort has come, while it is under way. Without it a browser asks for the page again by itself.
"use strict";

const every = 2000; // milliseconds between two looks
const patience = 15000; // milliseconds until the next look when the server did not answer

class Progress {
  constructor() {
    this.here = document.getElementById("progress");
    this.later(every);
  }

  later(wait) {
    setTimeout(() => this.look(), wait);
  }

  async look() {
    if (document.hidden) return this.later(every);
    try {
      const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
      if (answer.ok && !answer.redirected) return this.show(new DOMParser().parseFromString(await answer.text(), "text/html"));
      location.reload();
    } catch {
      this.later(patience);
    }
  }

  // show takes over the numbers, word by word, so that a screen reader tells only what became different. When it is over the
  // whole page is asked for: it then says what failed, and what comes next.
  show(page) {
    const there = page.getElementById("progress");
    if (there === null || !("running" in there.dataset)) return location.reload();
    for (const part of ["progress", "[role=status]", ".hint"]) {
      const mine = this.here.querySelector(part), its = there.querySelector(part);
      if (part === "progress") mine.value = its.value;
      else if (mine.textContent !== its.textContent) mine.textContent = its.textContent;
    }
    this.replace("items", page);
    this.later(every);
  }

  // replace leaves alone what somebody is in.
  replace(id, page) {
    const mine = document.getElementById(id), its = page.getElementById(id);
    if (mine && its && !mine.contains(document.activeElement)) mine.replaceWith(document.adoptNode(its));
  }
}

if (document.querySelector("#progress[data-running]")) new Progress();

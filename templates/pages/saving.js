// What scripts share that keep texts while they are typed: a copy in this browser, and what the page says meanwhile.

// Copy is what was typed and is not kept by the server yet. Where a browser may hold none, the page still has it.
export class Copy {
  constructor(...names) { this.key = ["testamur", ...names].join(" "); }

  // hold says whether it may.
  hold(words) {
    try {
      localStorage.setItem(this.key, words);
      return true;
    } catch { return false; }
  }

  // read gives null when there is none.
  read() {
    try { return localStorage.getItem(this.key); } catch { return null; }
  }

  drop() {
    try { localStorage.removeItem(this.key); } catch { /* nothing is held there */ }
  }
}

export const clock = () => new Date().toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });

// say writes into an element of a form; link leads to where one signs in.
export function say(element, words, link) {
  element.textContent = words;
  if (!link) return;
  const a = document.createElement("a");
  a.href = element.closest("form").dataset.signIn;
  a.target = "_blank";
  a.rel = "noopener";
  a.textContent = link;
  element.append(a);
}

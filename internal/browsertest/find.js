// Finds what has a name, as people read it: a button or a link by its words, a field by its label; or by "Legend: Label" in its group or section.
// Exactly so, or else with more words around it. Scrolls to it, says where its middle is, and keeps it as window.testamurFound.
(what, name) => {
  const plain = s => (s || "").replace(/\s+/g, " ").trim();
  const seen = e => !e.closest("[aria-hidden=true]") && e.checkVisibility({ visibilityProperty: true }) && e.getBoundingClientRect().width > 0;
  const group = e => plain(((e.closest("fieldset")?.querySelector("legend") || e.closest("section")?.querySelector("h2, h3")) || {}).innerText);
  const deeds = () => [...document.querySelectorAll("button, a[href], summary, input[type=submit], [role=button]")]
    .flatMap(e => [[plain(e.getAttribute("aria-label")), e], [plain(e.innerText || e.value), e], [group(e) + ": " + plain(e.innerText || e.value), e]]);
  const fields = () => [...document.querySelectorAll("input, textarea, select, [contenteditable=true]")]
    .flatMap(e => [[plain(e.getAttribute("aria-label")), e], ...[...(e.labels || [])].flatMap(l => [[plain(l.innerText), e], [group(e) + ": " + plain(l.innerText), e]])]);
  const named = (what === "deed" ? deeds() : fields()).filter(([n, e]) => n && seen(e));
  const found = (named.find(([n]) => n === name) || named.find(([n]) => n.startsWith(name)) || named.find(([n]) => n.toLowerCase().includes(name.toLowerCase())) || [])[1];
  if (!found) return null;
  window.testamurFound = found;
  found.scrollIntoView({ block: "center" });
  const box = found.getClientRects()[0];
  return { X: box.x + box.width / 2, Y: box.y + box.height / 2, Kind: found.type || found.tagName.toLowerCase(), Checked: !!found.checked };
}

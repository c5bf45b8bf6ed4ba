package web_test

import (
	"testing"

	"testamur/internal/browsertest"
	"testamur/internal/certificate"
)

// opened gives a window on a page, of whoever is signed in.
func (w *world) opened(t *testing.T, path string) *browsertest.Window {
	t.Helper()
	window := w.viewer(t).window
	window.Open(path)
	return window
}

// plays runs a script beside that of the desk, which presses and types what has no name of its own.
func plays(window *browsertest.Window, script string) {
	browsertest.Evaluate[bool](window, "(async () => {"+steps+script+" return true; })()")
}

// steps is what the scripts share.
const steps = `
const until = (ok) => new Promise((done) => { const t = setInterval(() => { if (ok()) { clearInterval(t); done(); } }, 50); });
const $ = (s) => document.querySelector(s);
const type = (s, text) => { $(s).value = text; $(s).dispatchEvent(new Event("input", { bubbles: true })); };
const carry = (words) => [...document.querySelectorAll("button.carry")].find((b) => b.closest(".piece").textContent.includes(words));
const kept = () => $("#state").textContent.startsWith("Kept");
`

func TestTheScriptOfTheDeskKeepsAndCarriesWithoutLeavingThePage(t *testing.T) {
	w := newWorld(t)
	w.staff()
	c, _, path := w.desk()
	window := w.opened(t, path)
	plays(window, `
		document.body.dataset.page = "the first";
		carry("When a colleague left").click();
		await until(() => $("#sections-1-passages-2-text"));
		type("#sections-0-heading", "Typed by hand");
		await until(kept);
		type("#sections-1-passages-2-text", "When somebody left, she found a way on.");
		await until(() => !kept());
		await until(kept);
		$('button[value="out-1-2"]').click();
		await until(() => $('button[value="back"]'));
		$('button[value="back"]').click();
		await until(() => $("#sections-1-passages-2-text"));
		await until(kept);`)
	window.Says("condensed", "It is back where it was.")
	if !browsertest.Evaluate[bool](window, `document.body.dataset.page === "the first"`) {
		t.Error("the page was left")
	}
	now := w.stored(c)
	if len(now.Sections) != 2 || now.Sections[0].Heading != "Typed by hand" || len(now.Sections[1].Passages) != 3 {
		t.Fatalf("stored: %+v", now.Sections)
	}
	if p := now.Sections[1].Passages[2]; p.Text != "When somebody left, she found a way on." || len(p.Sources) != 1 || p.Sources[0].Relation != certificate.Condensed {
		t.Errorf("stored: %+v", p)
	}
}

func TestTheScriptOfTheDeskLeavesTwoEditorsToThePerson(t *testing.T) {
	w := newWorld(t)
	w.staff()
	c, _, path := w.desk()
	window := w.opened(t, path)
	plays(window, `
		await fetch(location.pathname + "/live", { method: "POST", body: (() => {
			const other = new URLSearchParams(new FormData($("#compose")));
			other.set("sections-0-heading", "By somebody else");
			return other;
		})() });
		type("#sections-0-heading", "By me");`)
	window.WaitFor("Somebody changed the text: press “Keep the text” to see both.")
	if h := w.stored(c).Sections[0].Heading; h != "By somebody else" {
		t.Errorf("stored: %q", h)
	}
}

func TestTheScriptOfTheDeskLosesNothingWithoutAConnection(t *testing.T) {
	w := newWorld(t)
	w.staff()
	c, _, path := w.desk()
	window := w.opened(t, path)
	plays(window, `
		window.fetch = () => Promise.reject(new Error("no connection"));
		type("#sections-0-heading", "Typed on a train");`)
	window.WaitFor("There is no connection.")
	window.Reload()
	plays(window, `
		await until(() => $("#sections-0-heading").value === "Typed on a train");
		await until(kept);`)
	if h := w.stored(c).Sections[0].Heading; h != "Typed on a train" {
		t.Errorf("stored: %q", h)
	}
}

func TestTheScriptOfTheDeskCarriesWhatIsSelectedAndDividesAtTheCursor(t *testing.T) {
	w := newWorld(t)
	w.staff()
	c, _, path := w.desk()
	plays(w.opened(t, path), `
		const button = carry("When a colleague left");
		const words = button.closest(".piece").querySelector("p").firstChild;
		getSelection().setBaseAndExtent(words, 5, words, words.data.indexOf(" left"));
		button.click();
		await until(() => $("#sections-1-passages-2-text"));
		$("#sections-1-passages-2-text").focus();
		$("#sections-1-passages-2-text").setSelectionRange(1, 1);
		$('button[value="divide-1-2"]').click();
		await until(() => $("#sections-1-passages-3-text"));
		await until(kept);`)
	passages := w.stored(c).Sections[1].Passages
	if len(passages) != 4 || passages[2].Text != "a" || passages[3].Text != "colleague" || !passages[3].RunsOn || len(passages[3].Sources) != 1 {
		t.Errorf("stored: %+v", passages)
	}
}

package web_test

import (
	"maps"
	"net/http"
	"net/http/httptest"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"testamur/internal/certificate"
)

// driven has a browser open a page with a script of the test's own beside that of the page, and gives the page as it is in the
// end: the script says in the title when it has done what it is to do.
func (w *world) driven(t *testing.T, path, script string) string {
	t.Helper()
	browser := chromium(t)
	server := httptest.NewServer(http.HandlerFunc(func(out http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/driver.js" {
			out.Header().Set("Content-Type", "text/javascript")
			_, err := out.Write([]byte(script))
			w.must(err)
			return
		}
		r.AddCookie(&http.Cookie{Name: cookieName, Value: w.cookie})
		answer := httptest.NewRecorder()
		w.handler.ServeHTTP(answer, r)
		maps.Copy(out.Header(), answer.Header())
		out.WriteHeader(answer.Code)
		body := answer.Body.Bytes()
		if r.Method == http.MethodGet && r.URL.Path == path {
			body = []byte(strings.Replace(answer.Body.String(), "</head>", `<script defer src="/driver.js"></script></head>`, 1))
			out.Header().Del("Content-Length")
		}
		_, err := out.Write(body)
		w.must(err)
	}))
	defer server.Close()
	command := exec.CommandContext(t.Context(), browser, "--headless", "--no-sandbox", "--disable-gpu",
		"--user-data-dir="+filepath.Join(t.TempDir(), "profile"), "--virtual-time-budget=60000", "--dump-dom", server.URL+path)
	dom, err := command.Output()
	if err != nil {
		t.Fatalf("%s: %v", browser, err)
	}
	if !strings.Contains(string(dom), "<title>done") {
		t.Fatalf("the script did not come to its end:\n%s", dom)
	}
	return string(dom)
}

// steps is what the driving scripts share.
const steps = `
const until = (ok) => new Promise((done) => { const t = setInterval(() => { if (ok()) { clearInterval(t); done(); } }, 50); });
const $ = (s) => document.querySelector(s);
const type = (s, text) => { $(s).value = text; $(s).dispatchEvent(new Event("input", { bubbles: true })); };
const kept = () => $("#state").textContent.startsWith("Kept");
document.body.dataset.page = "the first";
`

func TestTheScriptOfTheDeskKeepsAndCarriesWithoutLeavingThePage(t *testing.T) {
	w := newWorld(t)
	w.staff()
	c, _, path := w.desk()
	dom := w.driven(t, path, steps+`(async () => {
		const whole = [...document.querySelectorAll("button.carry")].find((b) => b.closest(".piece").textContent.includes("When a colleague left"));
		whole.click();
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
		await until(kept);
		document.title = "done";
	})();`)
	for _, part := range []string{`data-page="the first"`, "condensed", "It is back where it was."} {
		if !strings.Contains(dom, part) {
			t.Errorf("the page does not hold %q:\n%s", part, dom)
		}
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
	dom := w.driven(t, path, steps+`(async () => {
		await fetch(location.pathname + "/live", { method: "POST", body: (() => {
			const other = new URLSearchParams(new FormData($("#compose")));
			other.set("sections-0-heading", "By somebody else");
			return other;
		})() });
		type("#sections-0-heading", "By me");
		await until(() => $("#state").textContent.includes("to see both"));
		document.title = "done";
	})();`)
	if h := w.stored(c).Sections[0].Heading; h != "By somebody else" {
		t.Errorf("stored: %q", h)
	}
	if !strings.Contains(dom, "Somebody changed the text") {
		t.Error("it does not say that somebody else wrote")
	}
}

func TestTheScriptOfTheDeskLosesNothingWithoutAConnection(t *testing.T) {
	w := newWorld(t)
	w.staff()
	c, _, path := w.desk()
	w.driven(t, path, steps+`(async () => {
		if (!sessionStorage.getItem("again")) {
			sessionStorage.setItem("again", "yes");
			window.fetch = () => Promise.reject(new Error("no connection"));
			type("#sections-0-heading", "Typed on a train");
			await until(() => $("#state").textContent.includes("no connection"));
			location.reload();
			return;
		}
		await until(() => $("#sections-0-heading").value === "Typed on a train");
		await until(kept);
		document.title = "done";
	})();`)
	if h := w.stored(c).Sections[0].Heading; h != "Typed on a train" {
		t.Errorf("stored: %q", h)
	}
}

func TestTheScriptOfTheDeskCarriesWhatIsSelectedAndDividesAtTheCursor(t *testing.T) {
	w := newWorld(t)
	w.staff()
	c, _, path := w.desk()
	w.driven(t, path, steps+`(async () => {
		const button = [...document.querySelectorAll("button.carry")].find((b) => b.closest(".piece").textContent.includes("When a colleague left"));
		const words = button.closest(".piece").querySelector("p").firstChild;
		getSelection().setBaseAndExtent(words, 5, words, words.data.indexOf(" left"));
		button.click();
		await until(() => $("#sections-1-passages-2-text"));
		$("#sections-1-passages-2-text").focus();
		$("#sections-1-passages-2-text").setSelectionRange(1, 1);
		$('button[value="divide-1-2"]').click();
		await until(() => $("#sections-1-passages-3-text"));
		await until(kept);
		document.title = "done";
	})();`)
	passages := w.stored(c).Sections[1].Passages
	if len(passages) != 4 || passages[2].Text != "a" || passages[3].Text != "colleague" || !passages[3].RunsOn || len(passages[3].Sources) != 1 {
		t.Errorf("stored: %+v", passages)
	}
}

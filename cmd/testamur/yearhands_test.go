package main

import (
	"bytes"
	"regexp"
	"strings"
	"testing"

	"testamur/internal/browsertest"
	"testamur/internal/pades/judges"
)

func (y *year) participantWorks() {
	y.t.Helper()
	w := y.invited("Ana Žółć", "ana@example.org")
	w.Press("Institute of Example")
	w.Press("Describe your project") // that this comes next says the home page
	w.Press("Describe your project")
	w.Type("Title", "Changing how a department learns")
	w.Type("Where you work, and what is at stake", "Ana set out to let colleagues learn from the questions of their own practice.")
	w.Press("Keep your project")
	w.Press("Write an entry")
	w.Type("Day", "2026-03-02")
	w.Type("What happened", "The first evening: nine came.")
	w.Press("Keep the entry")
	w.Says("2 March 2026", "The first evening: nine came.")
}

func (y *year) assessorWrites() {
	y.t.Helper()
	w := y.invited("Karl Assessor", "karl@example.org")
	w.Press("Institute of Example")
	w.Press("Write")
	w.Choose("There is none")
	w.Press("Answer, and go on to write")
	w.Says("Changing how a department learns", "The first evening: nine came.")
	w.Type("Persistence", "She does not give up, and she does not do it alone.")
	w.WaitFor("Saved ")
	w.Reload()
	w.Press("Go on to submit")
	w.Says("She does not give up, and she does not do it alone.")
	w.Press("Submit 1 text")
	w.Says("Submitted. Thank you")
}

// officeComposes begins the certificate, names a second signatory and sends it.
func (y *year) officeComposes() {
	y.t.Helper()
	w := y.windows["Tomáš Novák"]
	w.Press("Institute of Example")
	w.Press("Cohort 2026")
	w.Press("Ana Žółć")
	w.Press("Begin the certificate")
	w.Press("Change the text")
	w.Type("Heading", "Changing how a department learns, from within")
	w.Press("Keep the text")
	w.Says("The text is kept.")
	w.Press("Back to the certificate")
	w.Press("Change who signs")
	somebodyNew(w, "Maria Panel", "maria@example.org")
	w.Press("Add 1 signatory")
	w.Press("Keep who signs")
	w.Says("Karl Assessor", "Maria Panel")
	w.Press("Send")
	w.Says("Ana Žółć")
	w.Press("Send")
	w.Says("It is sent.")
}

// participantChecks answers by the link of the letter.
func (y *year) participantChecks() {
	y.t.Helper()
	w := y.windows["Ana Žółć"]
	w.Open("/l/" + y.post.next("ana@example.org", linkIn))
	w.Says("She does not give up, and she does not do it alone.")
	w.Choose("This is right")
	w.Press("Send my answer")
	w.Says("This is right")
}

// signatorySigns signs by the link of the letter, without an account, with a signature drawn where the page lets people draw.
func (y *year) signatorySigns(email, name string) {
	y.t.Helper()
	w := y.browser.Profile(y.t, y.address)
	y.windows["signatory "+name] = w
	w.Open("/l/" + y.post.next(email, linkIn))
	w.Says(name, "Ana Žółć")
	if !bytes.HasPrefix(w.Download(w.Path()+"/document"), []byte("%PDF-")) {
		y.t.Errorf("%s cannot read the document", name)
	}
	w.Press("Send me a code")
	w.Type("Code", y.post.next(email, `\b(\d{6})\b`))
	w.Choose("Yes, I sign this certificate")
	w.Choose("No, I have none")
	if browsertest.Evaluate[bool](w, `!!document.querySelector("canvas")`) {
		w.Choose("Draw it")
		w.Draw("canvas", [2]float64{.2, .6}, [2]float64{.4, .3}, [2]float64{.5, .7}, [2]float64{.8, .4})
	}
	w.Press("Send my answer")
	w.Says("Thank you. You have signed.")
}

func (y *year) officeIssues() {
	y.t.Helper()
	w := y.windows["Tomáš Novák"]
	w.Press("Institute of Example")
	w.Press("Issue 1 certificate that is signed")
	w.Press("Issue")
	w.Says("It can be issued.")
	y.laterThatDay()
	w.Press("Issue")
	w.Says("This asks for your password once more.")
	w.Press("Prove that it is you")
	w.Type("Password", "not the one")
	w.Press("Prove that it is me")
	w.Says("Something needs to be mended")
	w.Type("Password", yearPassword)
	w.Press("Prove that it is me")
	w.Says("Whom it concerns") // back where it was asked for
	w.Press("Issue 1 certificate")
	w.Says("The certificate is issued.")
}

// laterThatDay lets the proofs run out that people gave when they came: one that is older than five minutes is forgotten.
func (y *year) laterThatDay() {
	y.t.Helper()
	if _, err := y.machine.database().ExecContext(y.t.Context(), "UPDATE sessions SET proven_at = NULL"); err != nil {
		y.t.Fatal(err)
	}
}

func (y *year) participantDownloads() []byte {
	y.t.Helper()
	w := y.windows["Ana Žółć"]
	w.Open("/my-year")
	path := w.Path()
	w.Press("Open the PDF")
	if w.Kind() != "application/pdf" {
		y.t.Errorf("the certificate is %s", w.Kind())
	}
	pdf := w.Download(w.Path())
	w.Open(path)
	return pdf
}

// strangerChecks follows the link of the certificate, and has the file judged.
func (y *year) strangerChecks(pdf []byte) {
	y.t.Helper()
	code := regexp.MustCompile(`/v/([0-9A-Z-]+)`).FindStringSubmatch(y.windows["Ana Žółć"].Text())
	if code == nil {
		y.t.Fatal("the participant is told no code")
	}
	w := y.browser.Profile(y.t, y.address)
	y.windows["a stranger"] = w
	w.Open("/")
	w.Type("Verification code", code[1])
	w.Press("Verify")
	w.Says("Issued by Institute of Example to Ana Žółć", "still valid")
	y.strangerDrops(w, pdf)
	root := []byte(y.machine.must("keys", "root"))
	out := y.machine.must("verify", y.machine.write("certificate.pdf", pdf), "--root", y.machine.write("root.pem", root))
	if !strings.HasPrefix(out, "genuine") || !strings.Contains(out, "Maria Panel") {
		y.t.Errorf("offline: %s", out)
	}
	for _, judge := range judges.All {
		y.t.Run(judge.Name, func(t *testing.T) { judge.Accepts(t, pdf, root, 3) })
	}
}

// strangerDrops has the file itself checked: as it was downloaded, and after somebody changed a byte of what it draws.
func (y *year) strangerDrops(w *browsertest.Window, pdf []byte) {
	y.t.Helper()
	w.Press("check the file itself")
	w.Says("You can also drop it anywhere on this page.")
	w.Drop(y.machine.write("downloaded.pdf", pdf))
	w.Says("Issued by Institute of Example to Ana Žółć", "still valid", "byte for byte")

	changed := bytes.Clone(pdf)
	changed[bytes.Index(changed, []byte("endstream"))-9] ^= 1
	altered := y.machine.write("altered.pdf", changed)
	w.Press("Check another certificate")
	w.Drop(altered)
	w.Says("This file differs from the one that was issued")
	w.Press("Check another certificate")
	w.Attach("input[type=file]", altered)
	w.Press("Check the file")
	w.Says("This file differs from the one that was issued")
	w.Press("See what was issued under this code")
	w.Says("still valid")
}

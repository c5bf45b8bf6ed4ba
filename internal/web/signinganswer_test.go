package web_test

import (
	"net/http"
	"testing"

	"testamur/internal/access"
	"testamur/internal/certificate"
	"testamur/internal/programme"
	"testamur/internal/record"
)

func TestEveryAnswerIsTakenAndThankedFor(t *testing.T) {
	for name, c := range map[string]struct {
		typed  map[string]string
		thanks []string
		check  func(certificate.SignOff) bool
	}{
		"a change": {
			map[string]string{"decision": "change_requested", "reason": "Name the ship."}, []string{"You have asked for a change.", "Name the ship.", "answer anew"},
			func(so certificate.SignOff) bool { return so.Decision == certificate.ChangeRequested },
		},
		"somebody else": {
			map[string]string{"decision": "suggested", "reason": "He led it.", "suggested-name": "Moss"}, []string{"You have suggested somebody else.", "He led it."},
			func(so certificate.SignOff) bool { return so.Suggested.Name == "Moss" },
		},
		"a conflict of interest": {
			map[string]string{"decision": "approved", "conflict": "declared", "reason": "She is my sister."}, []string{"You have declined to sign.", "She is my sister."},
			func(so certificate.SignOff) bool {
				return so.Decision == certificate.Declined && so.Conflict == programme.ConflictDeclared
			},
		},
		"another spelling": {
			map[string]string{"decision": "approved", "conflict": "none", "confirmed-name": "Karsten Ehmß", "confirmed-title": "Captain"}, []string{"You have signed.", "Captain"},
			func(so certificate.SignOff) bool { return so.Confirmed && so.Signatory.Title == "Captain" },
		},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			sent, secret := w.sent()
			w.post("/l/"+secret+"/code", nil)
			c.typed["code"] = w.code()
			w.goes(w.post("/l/"+secret+"/answer", w.filled(secret, c.typed)), "/l/"+secret)
			w.says(w.get("/l/"+secret), http.StatusOK, c.thanks...)
			if answers := w.signOffs(sent); len(answers) != 1 || !c.check(answers[0]) {
				t.Errorf("recorded: %+v", answers)
			}
		})
	}
}

func TestWhatAnAnswerLacksIsSaidBesideTheField(t *testing.T) {
	for name, c := range map[string]struct {
		typed map[string]string
		says  []string
	}{
		"no word on conflicts":    {map[string]string{"decision": "approved"}, []string{`href="#conflict"`, "Say whether you have a conflict of interest."}},
		"a conflict, not which":   {map[string]string{"decision": "approved", "conflict": "declared"}, []string{`href="#reason"`, "Say what your conflict of interest is."}},
		"a change, not which":     {map[string]string{"decision": "change_requested"}, []string{`href="#reason"`, "Say what should change."}},
		"somebody else, not whom": {map[string]string{"decision": "suggested", "reason": "He led it."}, []string{`href="#suggested-name"`, "Say who should sign instead."}},
		"another name": {
			map[string]string{"decision": "approved", "conflict": "none", "confirmed-name": "Somebody Else"}, []string{`href="#confirmed-name"`, "This is another name.", `value="Somebody Else"`},
		},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			sent, secret := w.sent()
			w.post("/l/"+secret+"/code", nil)
			c.typed["code"] = w.code()
			w.says(w.post("/l/"+secret+"/answer", w.filled(secret, c.typed)), http.StatusUnprocessableEntity, c.says...)
			if answers := w.signOffs(sent); len(answers) != 0 {
				t.Errorf("recorded: %+v", answers)
			}
		})
	}
}

func TestThePageShowsWhatChangedSinceItWasRead(t *testing.T) {
	w := newWorld(t)
	c, secret := w.sent()
	w.get("/l/" + secret + "/document")
	c, err := w.certificates.Certificate(t.Context(), office, c.ID)
	w.must(err)
	c, err = w.certificates.Revise(t.Context(), office, c.ID, record.Match(c.Revision))
	w.must(err)
	c.Sections[0].Heading = "Tides & winds"
	c, err = w.certificates.PutSections(t.Context(), office, c.ID, record.Match(c.Revision), c.Sections)
	w.must(err)
	_, err = w.certificates.SendForSigning(t.Context(), office, c.ID, record.Match(c.Revision))
	w.must(err)
	secret = w.link(access.LetterSigning)
	w.says(w.get("/l/"+secret), http.StatusOK, "Changed since you last read it", "<del>", `<ins><span class="unseen">new: </span>`, "Tides &amp; winds", "(reworded)")
}

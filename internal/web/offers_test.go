package web_test

import (
	"net/http"
	"net/url"
	"slices"
	"testing"

	"testamur/internal/access"
	"testamur/internal/certificate"
	"testamur/internal/record"
)

// suggests has the first signatory say that somebody else should sign.
func (w *world) suggests(c certificate.Certificate, s certificate.Suggestion) {
	w.t.Helper()
	v, err := w.certificates.Version(w.t.Context(), office, c.VersionID)
	w.must(err)
	_, err = w.certificates.RecordSignOff(w.t.Context(), office, c.ID, certificate.Answer{
		SignatoryID: c.Signatories[0].ID, Decision: certificate.Suggested, Reason: "She knows it better.", Suggested: s, TextDigest: v.TextDigest,
	})
	w.must(err)
}

// rearranged gives the form of a page of signatories as the browser would send it back with a button.
func rearranged(body, do string) url.Values {
	typed := formOf(body)
	typed.Set("do", do)
	return typed
}

func TestWhoWasSuggestedSignsInTheirPlaceByOnePress(t *testing.T) {
	for name, s := range map[string]certificate.Suggestion{"by address": {Email: "nora@example.org"}, "by name": {Name: "Nora Guest"}} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			w.staff()
			nora := w.person("Nora Guest", "nora@example.org")
			c, _ := w.sent()
			w.suggests(c, s)
			page := "/certificates/" + c.ID.String() + "/signatories"
			do := "suggested-" + c.Signatories[0].ID.String()
			r := w.get(page)
			w.says(r, http.StatusOK, "suggested by "+c.Signatories[0].Name, do)
			r = w.post(page, rearranged(r.Body.String(), do))
			w.says(r, http.StatusOK, "Keep who signs", "rearranged", "Nora Guest")
			w.says(w.post(page, rearranged(r.Body.String(), do)), http.StatusOK, "Nora Guest")
			w.goes(w.post(page, formOf(r.Body.String())), "/certificates/"+c.ID.String()+"?done=signatories#signing")
			now := w.stored(c).Signatories
			if len(now) != len(c.Signatories) || now[0].PersonID != nora.ID || now[1].PersonID != c.Signatories[1].PersonID {
				t.Errorf("%+v", now)
			}
		})
	}
}

func TestWhoWasSuggestedAndIsUnknownIsAskedForFirst(t *testing.T) {
	w := newWorld(t)
	w.staff()
	c, _ := w.sent()
	w.suggests(c, certificate.Suggestion{Name: "Nora Guest", Email: "nora@example.org"})
	page := "/certificates/" + c.ID.String() + "/signatories"
	w.says(w.post(page, rearranged(w.get(page).Body.String(), "suggested-"+c.Signatories[0].ID.String())), http.StatusUnprocessableEntity,
		`href="#who"`, `value="Nora Guest"`, `value="nora@example.org"`)
	list, err := w.access.ListPeople(t.Context(), office, access.PersonFilter{Search: "Nora"}, record.Page{Limit: 1})
	if err != nil || len(list.Items) != 0 {
		t.Errorf("somebody was added unasked: %v, %v", list.Items, err)
	}
}

func TestGuestsOfAPanelAreOfferedAsSignatories(t *testing.T) {
	w := newWorld(t)
	w.staff()
	c, path := w.begun()
	guest := w.person("Nora Guest", "nora@example.org")
	w.meets(guest)
	page, do := path+"/signatories", "offer-"+guest.ID.String()
	r := w.get(page)
	w.says(r, http.StatusOK, "took part in the panel on 14 December 2015", do)
	r = w.post(page, rearranged(r.Body.String(), do))
	w.says(r, http.StatusOK, "Signatory 3", "Nora Guest")
	w.goes(w.post(page, formOf(r.Body.String())), path+"?done=signatories#signing")
	if !slices.ContainsFunc(w.stored(c).Signatories, func(s certificate.Signatory) bool { return s.PersonID == guest.ID }) {
		t.Error("the guest is not named")
	}
	if r := w.post(page, rearranged(w.get(page).Body.String(), "offer-"+newID().String())); r.Code != http.StatusOK {
		t.Errorf("somebody who was not offered: %d", r.Code)
	}
}

func picturesOfOffers(t *testing.T) {
	w := newWorld(t)
	camera := w.camera(t)
	w.staff()
	c, _ := w.sent()
	w.suggests(c, certificate.Suggestion{Name: "Etienne Wenger-Trayner", Email: "etienne@example.org"})
	w.meets(w.person("Nora Guest", "nora@example.org"))
	page := "/certificates/" + c.ID.String() + "/signatories"
	camera.take("offers", page)
	camera.show("offers-unknown", w.post(page, rearranged(w.get(page).Body.String(), "suggested-"+c.Signatories[0].ID.String())))
}

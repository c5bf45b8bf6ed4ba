package certificate_test

import (
	"encoding/json"
	"slices"
	"testing"

	"testamur/internal/access"
	"testamur/internal/certificate"
	"testamur/internal/civil"
	"testamur/internal/fault"
	"testamur/internal/programme"
	"testamur/internal/record"
	"testamur/internal/store"
	"testamur/internal/store/storetest"

	"github.com/google/uuid"
)

func TestPanelGuestsAreProposedToSignOutsidersFirstLeadersLast(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.Store) {
		w := newWorld(t, db)
		ctx := t.Context()
		guest, leader := w.person("Guest"), w.person("Leader")
		w.must(w.people.AddStaff(ctx, office, w.programme.ID, leader.ID))
		w.must(w.people.AddStaff(ctx, office, w.programme.ID, w.assessors[0].ID))
		_, err := w.programmes.CreateMeeting(ctx, office, w.cohort.ID, programme.MeetingFields{
			Kind: programme.Panel, On: civil.Date{Year: 2015, Month: 12, Day: 14},
			People: []uuid.UUID{leader.ID, guest.ID, w.assessors[1].ID, w.enrolment.PersonID},
		})
		w.must(err)
		var names []string
		for _, s := range w.proposed().Signatories {
			names = append(names, s.Name)
		}
		if want := []string{w.assessors[1].Name, "Guest", w.assessors[0].Name, "Leader"}; !slices.Equal(names, want) {
			t.Errorf("proposed are %q, not %q", names, want)
		}
	})
}

func TestAtMostAsManyAreProposedAsCanSign(t *testing.T) {
	var m certificate.Material
	for range 12 {
		m.Guests = append(m.Guests, access.Person{Meta: record.Meta{ID: newID()}})
	}
	if n := len(certificate.Propose(m, newID).Signatories); n != programme.MaxSignatories {
		t.Errorf("%d are proposed", n)
	}
}

// settle records that the one theme was settled.
func (w *world) settle(c certificate.Certificate, how certificate.SettlementWay) certificate.Certificate {
	w.t.Helper()
	c, err := w.Settle(w.t.Context(), office, c.ID, record.Match(c.Revision), certificate.Settlement{ThemeID: w.theme.ID, How: how, Note: "Both were there."})
	w.must(err)
	return c
}

func (w *world) onTheme(c certificate.Certificate) certificate.ThemeVoices {
	w.t.Helper()
	voices, err := w.Voices(w.t.Context(), office, c.ID)
	w.must(err)
	if len(voices) != 1 || voices[0].Theme.ID != w.theme.ID || !voices[0].Several {
		w.t.Fatalf("the voices are %+v", voices)
	}
	return voices[0]
}

func TestTheEditorSeesWhoSaidWhatAndWhereItIsUsed(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.Store) {
		w := newWorld(t, db)
		c := w.proposed()
		both := w.onTheme(c).Voices
		if both[0].Assessor != w.assessors[0].Name || both[1].Assessor != w.assessors[1].Name || both[1].Drawn[0].Pointer != "/sections/1/passages/1" {
			t.Errorf("the voices are %+v", both)
		}
		list, err := w.programmes.ListFeedback(t.Context(), office, programme.FeedbackFilter{Assessor: w.assessors[0].ID}, record.Page{Limit: 1})
		w.must(err)
		fb := list.Items[0]
		hand := access.Actor{Kind: access.KindToken, ID: newID(), Role: access.RoleAssessor, Person: w.assessors[0].ID}
		_, err = w.programmes.ChangeFeedback(t.Context(), hand, fb.ID, record.Match(fb.Revision), func(f *programme.FeedbackFields) { f.Text = "She goes on." })
		w.must(err)
		if v := w.onTheme(c).Voices[0]; v.Writing.Text != "She goes on." && w.onTheme(c).Voices[1].Writing.Text != "She goes on." {
			t.Errorf("the latest text is not there: %+v", v)
		}
		for _, v := range w.onTheme(c).Voices {
			if len(v.Drawn) != 1 {
				t.Errorf("%s: a passage that draws on an earlier text is lost: %+v", v.Assessor, v)
			}
		}
	})
}

func TestASettlementIsKeptWithWhereThePassagesCameFrom(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.Store) {
		w := newWorld(t, db)
		before := w.version(w.send(w.settle(w.proposed(), certificate.KeptBoth)))
		var kept struct {
			Settled []struct {
				Theme    uuid.UUID
				How      string
				Note     string
				Writings []uuid.UUID
				ByKey    string `json:"by_key"`
			}
		}
		w.must(json.Unmarshal(before.Provenance, &kept))
		if len(kept.Settled) != 1 || kept.Settled[0].How != "kept_both" || kept.Settled[0].Note != "Both were there." ||
			len(kept.Settled[0].Writings) != 2 || kept.Settled[0].ByKey != office.Key() {
			t.Errorf("kept is %+v", kept)
		}
		if record.DigestOf(before.Provenance) != before.ProvenanceDigest {
			t.Error("the digest is another's")
		}
	})
}

func TestWhatIsWrittenAfterwardsOpensAThemeAgain(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.Store) {
		w := newWorld(t, db)
		c := w.settle(w.proposed(), certificate.Chose)
		if x := w.onTheme(c); x.Settlement == nil || !x.Standing || x.Settlement.How != certificate.Chose {
			t.Fatalf("settled is %+v", x)
		}
		hand := access.Actor{Kind: access.KindToken, ID: newID(), Role: access.RoleAssessor, Person: w.assessors[1].ID}
		fb, err := w.programmes.WriteFeedback(t.Context(), hand, w.enrolment.ID, w.assessors[1].ID, programme.FeedbackFields{ThemeID: w.theme.ID, Text: "And one thing more."})
		w.must(err)
		_, err = w.programmes.SubmitFeedback(t.Context(), hand, fb.ID, record.Match(fb.Revision))
		w.must(err)
		if x := w.onTheme(c); x.Settlement == nil || x.Standing {
			t.Errorf("settled is %+v", x)
		}
		c = w.settle(c, certificate.Merged)
		if x := w.onTheme(c); !x.Standing || x.Settlement.How != certificate.Merged || len(c.Settlements) != 1 {
			t.Errorf("settled anew is %+v", x)
		}
	})
}

func TestSettlementsComeBackWithTheVersionInForceWhenACorrectionIsGivenUp(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.Store) {
		w := newWorld(t, db)
		c, err := w.issue(w.approved(w.send(w.settle(w.proposed(), certificate.KeptBoth))))
		w.must(err)
		c, err = w.Correct(t.Context(), office, c.ID, record.Match(c.Revision), certificate.ReasonCorrection)
		w.must(err)
		c, err = w.Cancel(t.Context(), office, w.settle(c, certificate.SetAside).ID, record.Any)
		w.must(err)
		if len(c.Settlements) != 1 || c.Settlements[0].How != certificate.KeptBoth {
			t.Errorf("settled is %+v", c.Settlements)
		}
	})
}

func TestNobodyButStaffSeesTheVoices(t *testing.T) {
	w := newWorld(t, storetest.Open(t))
	c, err := w.issue(w.signed())
	w.must(err)
	participant := access.Actor{Kind: access.KindAccount, ID: newID(), Person: c.PersonID}
	if _, err := w.Voices(t.Context(), participant, c.ID); fault.CodeOf(err) != fault.Forbidden {
		t.Errorf("the participant: %v", err)
	}
	if _, err := w.Voices(t.Context(), reader, c.ID); fault.CodeOf(err) != fault.Forbidden {
		t.Errorf("a reader: %v", err)
	}
}

package certificate_test

import (
	"testing"
	"time"

	"testamur/internal/access"
	"testamur/internal/certificate"
	"testamur/internal/civil"
	"testamur/internal/fault"
	"testamur/internal/programme"
	"testamur/internal/record"
	"testamur/internal/store"
	"testamur/internal/store/storetest"
)

func TestOfSeveralCertificatesThoseThatWereOpenedAreSignedTogether(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.Store) {
		w := newWorld(t, db)
		ctx := t.Context()
		opened, unopened, changed, paused := w.sent(), w.send(w.proposedFor(w.participant("Ben"))), w.send(w.proposedFor(w.participant("Cleo"))), w.send(w.proposedFor(w.participant("Dora")))
		who := provedBy(opened.Signatories[0])
		var items []certificate.ToSign
		for _, c := range []certificate.Certificate{opened, unopened, changed, paused} {
			items = append(items, certificate.ToSign{CertificateID: c.ID, TextDigest: w.version(c).TextDigest})
			if c.ID != unopened.ID {
				w.must(second(w.Document(ctx, who, c.VersionID)))
			}
		}
		items[2].TextDigest = record.DigestOf(nil)
		items = append(items, certificate.ToSign{CertificateID: newID()})
		w.answer(paused, paused.Signatories[1], certificate.Declined)

		stale := who
		stale.Fresh = false
		if _, err := w.SignTogether(ctx, stale, items, programme.ConflictNone); fault.ReasonOf(err) != "proof_needed" {
			t.Errorf("without a proof: %v", err)
		}
		got, err := w.SignTogether(ctx, who, items, programme.ConflictNone)
		w.must(err)
		for i, want := range []string{"", "not_opened", "text_changed", "paused", ""} {
			refused := got[i].Refusal != nil
			if refused != (i > 0) || (refused && got[i].Refusal.Reason != want) {
				t.Errorf("the %d. is %+v", i+1, got[i])
			}
		}
		if got[0].SignOff.Decision != certificate.Approved || got[4].Refusal.Code != fault.NotFound {
			t.Errorf("signed %+v, and of none: %v", got[0], got[4].Refusal)
		}
		if answers, err := w.SignOffs(ctx, office, opened.ID); err != nil || len(answers) != 1 {
			t.Errorf("recorded %+v, %v", answers, err)
		}
	})
}

func TestAnEndOfValidityIsStatusAndNotText(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.Store) {
		w := newWorldAt(t, db, time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC))
		ctx := t.Context()
		c, err := w.issue(w.signed())
		w.must(err)
		file, code := w.pdf(c), string(w.version(c).Code)
		expire := func(on civil.Date) error {
			_, err := w.Expire(ctx, office, c.ID, record.Match(w.again(c).Revision), on, certificate.ReasonRequirements, "The framework was replaced.")
			return err
		}
		today := civil.Date{Year: 2026, Month: 11, Day: 21}
		if err := expire(civil.Date{Year: 2026, Month: 11, Day: 20}); fault.CodeOf(err) != fault.Invalid {
			t.Errorf("yesterday: %v", err)
		}
		w.must(expire(civil.Date{Year: 2026, Month: 12, Day: 31}))
		w.must(expire(today))
		corrected, err := w.Correct(ctx, office, c.ID, record.Match(w.again(c).Revision), certificate.ReasonCorrection)
		w.must(err)
		corrected = w.send(corrected)
		if got := w.version(corrected); got.ExpiresOn != today || !corrected.ExpiresOn.IsZero() {
			t.Errorf("a correction is good until %s, and is to print %s", got.ExpiresOn, corrected.ExpiresOn)
		}
		w.must(second(w.Cancel(ctx, office, c.ID, record.Match(corrected.Revision))))
		if back := w.again(c); !back.ExpiresOn.IsZero() || back.State != certificate.Issued {
			t.Errorf("given up, it is %s and prints %s", back.State, back.ExpiresOn)
		}
		v, err := w.Verify(ctx, code)
		w.must(err)
		if v.Verdict != certificate.Genuine || v.ExpiresOn != today || v.Reason != "" {
			t.Errorf("on its last day: %+v", v)
		}
		w.later(12 * time.Hour)
		v, err = w.Verify(ctx, code)
		w.must(err)
		if v.Verdict != certificate.Expired || v.Reason != certificate.ReasonRequirements {
			t.Errorf("the day after: %+v", v)
		}
		if said := v.Sentence(); said != "Issued by Institute to Olga Vtorushina on 21 November 2026; it expired on 21 November 2026: the requirements were not met." {
			t.Errorf("it says %q", said)
		}
		if got := w.verdict(file); got != certificate.Expired {
			t.Errorf("the file is %s", got)
		}
		if err := expire(civil.Date{Year: 2027, Month: 1, Day: 1}); fault.ReasonOf(err) != "expired" {
			t.Errorf("once it expired: %v", err)
		}
		if err := second(w.Expire(ctx, access.Actor{Kind: access.KindAccount, Person: newID(), Powers: access.Powers{Fresh: true}}, c.ID, record.Any, today, certificate.ReasonOther, "")); fault.CodeOf(err) == "" {
			t.Error("anybody ends it")
		}
	})
}

func TestAnEndOfValidityIsEarlierThanThePrintedOne(t *testing.T) {
	w := newWorld(t, storetest.Open(t))
	ctx := t.Context()
	c, err := w.Change(ctx, office, w.proposed().ID, record.Match(1), func(f *certificate.Fields) { f.ExpiresOn = civil.Date{Year: 2027, Month: 1, Day: 31} })
	w.must(err)
	c, err = w.issue(w.approved(w.send(c)))
	w.must(err)
	for on, want := range map[civil.Date]fault.Code{
		{Year: 2027, Month: 1, Day: 31}: fault.Invalid, {Year: 2028, Month: 1, Day: 1}: fault.Invalid, {Year: 2027, Month: 1, Day: 30}: "",
	} {
		if err := second(w.Expire(ctx, office, c.ID, record.Match(w.again(c).Revision), on, certificate.ReasonOther, "")); fault.CodeOf(err) != want {
			t.Errorf("on %s: %v", on, err)
		}
	}
}

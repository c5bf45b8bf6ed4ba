package certificate_test

import (
	"context"
	"slices"
	"testing"

	"testamur/internal/access"
	"testamur/internal/certificate"
	"testamur/internal/fault"
	"testamur/internal/record"
	"testamur/internal/store"
	"testamur/internal/store/storetest"
)

// meddling has something happen while a guest's code is looked at: after the answer was found good, before it is recorded.
type meddling struct {
	*postbox
	meddle func()
}

func (m meddling) CheckCode(ctx context.Context, a access.Actor, object access.Ref, code string) error {
	m.meddle()
	return m.postbox.CheckCode(ctx, a, object, code)
}

// What a signatory confirms is what is printed: when staff print them otherwise meanwhile, nothing is signed.
func TestNobodySignsUnderOtherWordsThanTheyConfirmed(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.Store) {
		w := newWorld(t, db)
		c := w.sent()
		x := c.Signatories[0]
		w.Guests = meddling{&w.post, func() {
			others := slices.Clone(c.Signatories)
			others[0].Title = "Professor"
			_, err := w.PutSignatories(t.Context(), office, c.ID, record.Any, others)
			w.must(err)
		}}
		answer := approval
		answer.SignatoryID, answer.TextDigest, answer.Code = x.ID, w.version(c).TextDigest, mailedCode
		answer.Confirmed = &certificate.Naming{Name: x.Name, Title: x.Title, Organisation: x.Organisation}
		so, err := w.RecordSignOff(t.Context(), guestOf(c, x.PersonID), c.ID, answer)
		if fault.CodeOf(err) != fault.Conflict {
			t.Errorf("%v: confirmed %+v, printed %+v", err, so.Signatory, w.version(w.again(c)).Signatories[0])
		}
	})
}

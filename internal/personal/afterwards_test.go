package personal_test

import (
	"testing"

	"testamur/internal/access"
	"testamur/internal/certificate"
	"testamur/internal/fault"
	"testamur/internal/record"
)

// What was erased is not begun anew by those who come across it later.
func TestNothingBringsAnErasedPersonBack(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		karl := w.personOf(access.PersonFields{Name: "Karl", Email: "karl@example.org"})
		ana := w.person("Ana")
		e := w.participant(ana, "Her project.")
		w.assessed(e, karl, w.theme.ID, "She does not give up.")
		c := w.issued(w.sent(e))
		w.must(w.Erase(t.Context(), w.admin, ana.ID, ana.Name))

		_, err := w.certificates.Correct(t.Context(), office, c.ID, record.Any, certificate.ReasonCorrection)
		w.refused("correcting", err, fault.Gone, "erased")
		_, err = w.certificates.Content(t.Context(), office, c.IssuedID)
		w.refused("the text", err, fault.Gone, "erased")
		_, err = w.certificates.Document(t.Context(), office, c.IssuedID)
		w.refused("the file", err, fault.Gone, "erased")
		_, err = w.people.ChangePerson(t.Context(), office, ana.ID, record.Any, func(f *access.PersonFields) { f.Name = "Ana again" })
		w.refused("naming her again", err, fault.Gone, "erased")
		reader := access.Actor{Kind: access.KindToken, ID: newID(), Role: access.RoleRead}
		if _, err := w.certificates.Certificate(t.Context(), reader, c.ID); err != nil {
			t.Errorf("what is left of the certificate: %v", err)
		}
		if _, err := w.certificates.Revoke(t.Context(), office, c.ID, record.Any, certificate.ReasonError, ""); err != nil {
			t.Errorf("revoking: %v", err)
		}
	})
}

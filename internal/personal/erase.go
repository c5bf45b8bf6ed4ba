package personal

import (
	"context"
	"slices"
	"time"

	"testamur/internal/access"
	"testamur/internal/account"
	"testamur/internal/certificate"
	"testamur/internal/fault"
	"testamur/internal/programme"
	"testamur/internal/record"
	"testamur/internal/text"

	"github.com/google/uuid"
)

// Erase removes all that is held on a person, for good; confirm is the person's name, typed once more. Of certificates that
// were issued to them the digests, code and status stay, so that a copy somebody holds can still be matched; what they
// wrote about others and signed for others stays under their name there. The database forgets in one transaction; files
// are removed after it, and by Sweep if that is interrupted. Fails as NotFound; as Invalid at /confirm; as Conflict while a
// certificate is being issued to them (in_progress) or when nobody else is an administrator (last_admin); as Gone when it
// was done before; and as Unavailable with the reason erasure_unfinished when everything is forgotten and some files are
// not removed yet.
func (s *Service) Erase(ctx context.Context, a access.Actor, person uuid.UUID, confirm string) error {
	if err := a.PermitOn(access.OpErasePerson, access.PersonObject(person)); err != nil {
		return err
	}
	err := s.Store.Update(ctx, func(ctx context.Context) error {
		p, err := s.erasable(ctx, person, confirm)
		if err != nil {
			return err
		}
		if err := s.forget(ctx, p); err != nil {
			return err
		}
		return s.Journal.Note(ctx, a, access.OpErasePerson, access.Ref{Kind: "person", ID: person}, uuid.Nil, nil)
	})
	if err != nil {
		return err
	}
	// Whoever asked may hang up now; what was begun is finished.
	if err := s.Sweep(context.WithoutCancel(ctx)); err != nil {
		return fault.New(fault.Unavailable, "erasure_unfinished", "Everything held on this person is erased, but some files could not be removed yet. That is tried again every hour; nothing need be repeated.").Because(err)
	}
	return nil
}

// erasable gives the person, locked, or says why they cannot be erased.
func (s *Service) erasable(ctx context.Context, person uuid.UUID, confirm string) (access.Person, error) {
	p, err := s.Store.People().Get(ctx, person)
	if err != nil {
		return p, err
	}
	if erased, err := s.Store.Erased(ctx, person); err != nil {
		return p, err
	} else if erased {
		return p, errErased()
	}
	var f text.Form
	if f.Line("/confirm", confirm, 200) != p.Name && f.Err() == nil {
		f.Refuse("/confirm", "not_the_name", "Type the person’s name exactly as it stands here.")
	}
	if err := f.Err(); err != nil {
		return p, err
	}
	return p, s.othersAdminister(ctx, person)
}

// othersAdminister fails when erasing the person would lock everybody out.
func (s *Service) othersAdminister(ctx context.Context, person uuid.UUID) error {
	admins, err := s.Store.EnabledAdmins(ctx)
	if err == nil && len(admins) == 1 && admins[0] == person {
		err = fault.New(fault.Conflict, "last_admin", "Nobody else is an administrator. Make somebody one first.")
	}
	return err
}

// forget writes everything that an erasure changes.
func (s *Service) forget(ctx context.Context, p access.Person) error {
	now := s.Now()
	e := erasure{Service: s, person: p.ID, at: now, ids: []uuid.UUID{p.ID}}
	for _, step := range []func(context.Context) error{
		e.certificates, // first, as everywhere: whoever issues holds it
		func(ctx context.Context) error { return s.Store.RemoveShareLinks(ctx, p.ID) },
		e.reviews,
		e.excerpts,
		e.enrolments,
		e.meetings,
		func(ctx context.Context) error { return s.Store.RemoveWork(ctx, p.ID) },
		func(ctx context.Context) error { return s.Store.EndAssignments(ctx, p.ID, now) },
		e.signatures,
		func(ctx context.Context) error { return s.Store.EndGrants(ctx, p.ID, now) },
		func(ctx context.Context) error { return e.letters(ctx, p) },
		func(ctx context.Context) error { return s.Store.ForgetInOperations(ctx, p) },
		func(ctx context.Context) error { return s.Store.EraseAccount(ctx, p.ID) },
		func(ctx context.Context) error { return s.Store.BlankAnswers(ctx, p.ID, e.ids) },
		func(ctx context.Context) error { return s.Store.RecordErasure(ctx, p.ID, now, e.files) },
	} {
		if err := step(ctx); err != nil {
			return err
		}
	}
	p = erasedPerson(p, now)
	return s.Store.People().Update(ctx, &p)
}

// erasure gathers, while it goes on, which files are to be removed and by which ids kept answers are known.
type erasure struct {
	*Service
	person uuid.UUID
	at     time.Time
	files  []record.Digest
	ids    []uuid.UUID
}

func (e *erasure) certificates(ctx context.Context) error {
	certificates, err := e.Store.CertificatesFor(ctx, e.person)
	if err != nil {
		return err
	}
	for _, c := range certificates {
		if err := e.certificate(ctx, c); err != nil {
			return err
		}
	}
	return nil
}

func (e *erasure) certificate(ctx context.Context, c certificate.Certificate) error {
	versions, err := e.Store.Versions(ctx, c.ID)
	if err != nil {
		return err
	}
	e.ids = append(e.ids, c.ID)
	for _, v := range versions {
		if v.State == certificate.VersionSigning && e.at.Before(v.IssuingUntil) {
			return fault.New(fault.Conflict, "in_progress", "A certificate is being issued to this person. Try again in two minutes.")
		}
		if err := e.version(ctx, v); err != nil {
			return err
		}
	}
	if err := e.Store.EndLinks(ctx, account.Links{Object: access.Ref{Kind: "certificate", ID: c.ID}}, e.at); err != nil {
		return err
	}
	c = erasedCertificate(c, e.at)
	return e.Store.Certificates().Update(ctx, &c)
}

func (e *erasure) version(ctx context.Context, v certificate.Version) error {
	answers, err := e.Store.SignOffs(ctx, v.ID)
	if err != nil {
		return err
	}
	for _, so := range answers {
		if err := e.Store.BlankSignOff(ctx, erasedSignOff(so)); err != nil {
			return err
		}
	}
	e.ids = append(e.ids, v.ID)
	files, err := e.Store.IssuedFiles(ctx, v.ID)
	if err != nil {
		return err
	}
	e.doom(v.Base.File)
	for _, f := range files {
		e.doom(f)
	}
	return e.Store.SaveVersion(ctx, erasedVersion(v, e.at))
}

func (e *erasure) doom(d record.Digest) {
	if d != (record.Digest{}) {
		e.files = append(e.files, d)
	}
}

// reviews ends what the person is asked, and what others are asked about them.
func (e *erasure) reviews(ctx context.Context) error {
	ids, err := e.Store.ReviewRequestsAbout(ctx, e.person)
	if err != nil {
		return err
	}
	for _, id := range ids {
		if err := e.Store.EndLinks(ctx, account.Links{Object: access.Ref{Kind: "review_request", ID: id}}, e.at); err != nil {
			return err
		}
	}
	e.ids = append(e.ids, ids...)
	return e.Store.RemoveReviews(ctx, e.person)
}

func (e *erasure) enrolments(ctx context.Context) error {
	enrolled, err := e.Store.EnrolmentsOf(ctx, e.person)
	if err != nil {
		return err
	}
	for _, x := range enrolled {
		e.ids = append(e.ids, x.ID)
		enrolment := erasedEnrolment(x.Enrolment, e.at)
		if err := e.Store.Enrolments().Update(ctx, &enrolment); err != nil {
			return err
		}
	}
	return nil
}

// meetings gathers by which ids the answers are known that hold notes on them.
func (e *erasure) meetings(ctx context.Context) error {
	page := func(after uuid.UUID) ([]programme.Meeting, error) {
		return e.Store.MeetingsOf(ctx, e.person, after, batch)
	}
	return each(page, func(m programme.Meeting) uuid.UUID { return m.ID }, func(m programme.Meeting) error {
		e.ids = append(e.ids, m.ID)
		return nil
	})
}

func (e *erasure) signatures(ctx context.Context) error {
	pictures, err := e.Store.SignaturesOf(ctx, e.person)
	if err != nil {
		return err
	}
	for _, f := range pictures {
		e.ids = append(e.ids, f.ID)
		e.doom(f.Digest)
	}
	return e.Store.RemoveSignatures(ctx, pictures)
}

// letters removes what was written to the person under any of their addresses, and where others wrote one of these.
func (e *erasure) letters(ctx context.Context, p access.Person) error {
	addresses := []string{p.Email, p.PrivateEmail}
	a, err := e.Store.Accounts().Get(ctx, p.ID)
	if err != nil && fault.CodeOf(err) != fault.NotFound {
		return err
	}
	addresses = slices.DeleteFunc(append(addresses, a.Email), func(s string) bool { return s == "" })
	if err := e.Store.RemoveReadings(ctx, p, addresses); err != nil {
		return err
	}
	return e.Store.RemoveLetters(ctx, p, addresses)
}

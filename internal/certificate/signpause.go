package certificate

import (
	"context"

	"testamur/internal/access"
	"testamur/internal/fault"

	"github.com/google/uuid"
)

// pause gives the answer that pauses signing: the earliest of those that stand of the version's signatories. Revising,
// replacing the signatory or cancelling ends the pause, and so does an answer of theirs that does not pause.
func (v Version) pause(answers []SignOff) (SignOff, bool) {
	counted, first, paused := latest(answers), SignOff{}, false
	for _, s := range v.Signatories {
		a, ok := counted[s.ID]
		if !ok || !a.Decision.pauses() || a.TextDigest != v.TextDigest {
			continue
		}
		if !paused || a.At.Before(first.At) {
			first, paused = a, true
		}
	}
	return first, paused
}

func errPaused() error {
	return fault.New(fault.Conflict, "paused", "Somebody who was asked to sign declined or asked for a change. Signing rests until that is settled.")
}

// Standing is how signing of a certificate stands.
type Standing struct {
	TextDigest string  // that answers must name
	Pause      SignOff // the answer that pauses signing
	Paused     bool
}

// Standings says how signing stands for those of the certificates that are out for signing, with two queries. It asks for no
// permission: whoever was given the certificates as they are written may know it.
func (s *Service) Standings(ctx context.Context, certificates []Certificate) (map[uuid.UUID]Standing, error) {
	var ids []uuid.UUID
	for _, c := range certificates {
		if c.State == Signing {
			ids = append(ids, c.VersionID)
		}
	}
	out := map[uuid.UUID]Standing{}
	if len(ids) == 0 {
		return out, nil
	}
	versions, err := s.Store.VersionStandings(ctx, ids)
	if err != nil {
		return nil, err
	}
	answers, err := s.Store.SignOffsOf(ctx, ids)
	if err != nil {
		return nil, err
	}
	of := map[uuid.UUID][]SignOff{}
	for _, a := range answers {
		of[a.VersionID] = append(of[a.VersionID], a)
	}
	for _, v := range versions {
		standing := Standing{TextDigest: v.TextDigest.String()}
		standing.Pause, standing.Paused = v.pause(of[v.ID])
		out[v.CertificateID] = standing
	}
	return out, nil
}

// tellStaff writes to whoever sent the text for signing, or to all staff of the programme where that was no person, that an
// answer needs them. Why it was given stays in Testamur.
func (s *Service) tellStaff(ctx context.Context, a access.Actor, c Certificate, v Version, so SignOff) error {
	if so.Decision == Approved {
		return nil
	}
	staff, err := s.sender(ctx, v)
	if err != nil {
		return err
	}
	for _, p := range staff {
		if a.Is(p.ID) {
			continue
		}
		if err := s.Guests.Tell(ctx, access.LetterSigningAnswer, p, map[string]string{
			"signatory": so.Signatory.Name, "participant": c.Name, "title": c.Title, "decision": string(so.Decision),
		}); err != nil {
			return err
		}
	}
	return nil
}

func (s *Service) sender(ctx context.Context, v Version) ([]access.Person, error) {
	if v.SentBy == uuid.Nil {
		return s.Store.StaffOn(ctx, v.ProgrammeID)
	}
	p, err := s.Store.People().Get(ctx, v.SentBy)
	return []access.Person{p}, err
}

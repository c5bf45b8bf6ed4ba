package account

import (
	"context"
	"maps"
	"time"

	"testamur/internal/access"
	"testamur/internal/fault"

	"github.com/google/uuid"
)

// Guests is the service as access.Guests: its Invite has another meaning than that of accounts.
type Guests struct{ *Service }

var _ access.Guests = Guests{}

// guestPurposes says what the link in a letter is for.
var guestPurposes = map[access.LetterKind]Purpose{
	access.LetterSigning: PurposeSigning, access.LetterSigningReminder: PurposeSigning, access.LetterConfirming: PurposeConfirming,
	access.LetterReadBack: PurposeReview, access.LetterCheck: PurposeReview, access.LetterReviewReminder: PurposeReview,
	access.LetterReviewChanged: PurposeReview, access.LetterReviewSettled: PurposeReview,
	access.LetterExcerpts: PurposeExcerpts,
}

// Invite implements access.Guests.
func (g Guests) Invite(ctx context.Context, kind access.LetterKind, person access.Person, object access.Ref, data map[string]string, until time.Time) error {
	purpose, ok := guestPurposes[kind]
	if !ok {
		return fault.New(fault.Internal, "", "Something went wrong on our side.")
	}
	if person.Email == "" {
		return errNoEmail()
	}
	return g.Store.Update(ctx, func(ctx context.Context) error {
		if err := g.End(ctx, object, person.ID); err != nil {
			return err
		}
		link, err := g.makeLink(ctx, g.PublicURL, Link{Purpose: purpose, Person: person.ID, Object: object}, until)
		if err != nil {
			return err
		}
		to, err := g.addressOf(ctx, person)
		if err != nil {
			return err
		}
		return g.post(ctx, to, person, kind, with(with(data, "link", link), "until", inWords(until)))
	})
}

// Tell implements access.Guests.
func (g Guests) Tell(ctx context.Context, kind access.LetterKind, person access.Person, data map[string]string) error {
	to, err := g.addressOf(ctx, person)
	if err != nil || to == "" {
		return err
	}
	return g.post(ctx, to, person, kind, data)
}

// addressOf is where somebody reads mail that proves who they are: the address that they sign in with, if they do, since
// staff cannot change that.
func (s *Service) addressOf(ctx context.Context, p access.Person) (string, error) {
	a, err := s.Store.Accounts().Get(ctx, p.ID)
	switch {
	case fault.CodeOf(err) == fault.NotFound:
		return p.Email, nil
	case err != nil:
		return "", err
	case a.Email == "":
		return p.Email, nil
	}
	return a.Email, nil
}

// inWords names the last whole day on which a link works.
func inWords(until time.Time) string {
	return until.Add(-24 * time.Hour).UTC().Format("2 January 2006")
}

// with gives a copy of the data of a letter with one more key.
func with(data map[string]string, key, value string) map[string]string {
	all := maps.Clone(data)
	if all == nil {
		all = map[string]string{}
	}
	all[key] = value
	return all
}

// End implements access.Guests.
func (g Guests) End(ctx context.Context, object access.Ref, person uuid.UUID) error {
	return g.Store.EndLinks(ctx, Links{Person: person, Object: object}, g.Now())
}

// AuthenticateGuest turns the secret of a guest's link into the actor that may see its one object. Fails as Unauthenticated
// with the reason link_ended, for links that sign in too.
func (s *Service) AuthenticateGuest(ctx context.Context, secret string) (access.Actor, error) {
	l, err := s.open(ctx, secret)
	if err != nil {
		return access.Actor{}, err
	}
	if !l.Purpose.guest() {
		return access.Actor{}, errLink()
	}
	return access.Actor{
		Kind: access.KindGuest, ID: l.ID, Name: l.Name, Person: l.Person, Powers: access.Powers{Guest: l.Object},
	}, nil
}

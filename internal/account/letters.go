package account

import (
	"context"

	"testamur/internal/access"
	"testamur/internal/text"
)

// write posts a letter to the sign-in address of an account. It joins the transaction of ctx.
func (s *Service) write(ctx context.Context, a Account, kind access.LetterKind, data map[string]string) error {
	if a.Email == "" {
		return nil // only the first administrator, who has no address yet
	}
	person, err := s.People.Get(ctx, a.ID)
	if err != nil {
		return err
	}
	return s.post(ctx, a.Email, person, kind, data)
}

func (s *Service) post(ctx context.Context, to string, person access.Person, kind access.LetterKind, data map[string]string) error {
	return s.Outbox.Post(ctx, access.Letter{
		ID: s.NewID(), Kind: kind, To: to, Name: person.Name, Person: person.ID, Language: person.Language, Data: data, At: s.Now(),
	})
}

// tell writes that something of the account changed, so that whoever did not do it learns of it.
func (s *Service) tell(ctx context.Context, a Account, what string) error {
	return s.write(ctx, a, access.LetterAccountChanged, map[string]string{
		"what": what, "at": s.Now().UTC().Format("2 January 2006, 15:04 UTC"),
	})
}

// typedEmail reads an address that somebody typed in.
func typedEmail(email string) (string, error) {
	var f text.Form
	email = f.Email("/email", email)
	if email == "" && f.Err() == nil {
		f.Refuse("/email", "required", "Fill this in.")
	}
	return email, f.Err()
}

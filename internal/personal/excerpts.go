package personal

import (
	"context"
	"time"

	"testamur/internal/access"
	"testamur/internal/account"
	"testamur/internal/excerpt"
	"testamur/internal/record"

	"github.com/google/uuid"
)

// excerptFile is a passage that somebody was asked to have printed, in the words that they were asked about.
type excerptFile struct {
	ID          uuid.UUID      `json:"id"`
	Handbook    string         `json:"handbook"`
	Edition     int            `json:"edition"`
	Discipline  string         `json:"discipline"`
	Text        string         `json:"text"`
	Terms       string         `json:"terms"`
	TextDigest  string         `json:"text_sha256"`
	Part        excerpt.Part   `json:"part"`
	AskedAt     time.Time      `json:"asked_at"`
	Answer      excerpt.Answer `json:"answer,omitempty"`
	AnsweredAt  time.Time      `json:"answered_at,omitzero"`
	State       excerpt.State  `json:"state"`
	TakenBackAt time.Time      `json:"taken_back_at,omitzero"`
}

// excerptsOf gives a page of the excerpts that the person was asked about.
func (s *Service) excerptsOf(ctx context.Context, person, after uuid.UUID) ([]excerpt.Excerpt, error) {
	list, err := s.Store.Excerpts(ctx, excerpt.Filter{Person: person, Sight: access.Everything()}, record.Page{After: after, Limit: batch})
	return list.Items, err
}

func excerptID(x excerpt.Excerpt) uuid.UUID { return x.ID }

// excerpts leaves out what others said.
func (x *export) excerpts(ctx context.Context) error {
	return x.listed("handbook-passages.json", func(add func(any) error) error {
		page := func(after uuid.UUID) ([]excerpt.Excerpt, error) { return x.excerptsOf(ctx, x.person.ID, after) }
		return each(page, excerptID, func(e excerpt.Excerpt) error {
			wording, err := e.Read()
			if err != nil {
				return err
			}
			for _, c := range e.Consents {
				if c.PersonID == x.person.ID {
					return add(excerptFile{
						e.ID, wording.Handbook, wording.Edition, wording.Discipline, wording.Text, wording.Terms, e.Digest.String(),
						c.Part, e.AskedAt, c.Answer, c.AnsweredAt, e.State(), e.TakenBackAt,
					})
				}
			}
			return nil
		})
	})
}

// excerpts takes out of handbooks what is about the person or draws on their words, and gathers by which ids it is known.
func (e *erasure) excerpts(ctx context.Context) error {
	page := func(after uuid.UUID) ([]excerpt.Excerpt, error) { return e.excerptsOf(ctx, e.person, after) }
	err := each(page, excerptID, func(x excerpt.Excerpt) error {
		e.ids = append(e.ids, x.ID)
		for _, c := range x.Consents {
			if c.PersonID == e.person {
				asked := account.Links{Object: access.Ref{Kind: "excerpt_request", ID: c.RequestID}}
				return e.Store.EndLinks(ctx, asked, e.at)
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	return e.Store.RemoveExcerpts(ctx, e.person)
}

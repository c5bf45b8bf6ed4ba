package excerpt

import (
	"context"
	"io"
	"maps"
	"time"

	"testamur/internal/access"
	"testamur/internal/certificate"
	"testamur/internal/framework"
	"testamur/internal/programme"
	"testamur/internal/record"

	"github.com/google/uuid"
)

// Store is what this package needs of the database. Every list takes the same number of queries however long it is.
type Store interface {
	record.Transactor
	People() record.Table[access.Person, access.PersonFilter]
	PeopleByID(ctx context.Context, ids []uuid.UUID) (map[uuid.UUID]access.Person, error)
	// Erased says whether the person was erased.
	Erased(ctx context.Context, person uuid.UUID) (bool, error)
	// Editions are whole; those who may ask work on frameworks, and so know of every edition.
	Editions() record.Table[framework.Edition, framework.EditionFilter]
	EditionHeads() record.Table[framework.Edition, framework.EditionFilter]
	// Lineage gives the outlines of the published editions of a framework.
	Lineage(ctx context.Context, framework uuid.UUID) (framework.Lineage, error)

	// VersionsInForce lists the versions in force of certificates of the cohorts that pin an edition, in the order of ids.
	VersionsInForce(ctx context.Context, filter SourceFilter, page record.Page) (record.List[Source], error)
	// ThemesByID gives themes, archived or not.
	ThemesByID(ctx context.Context, ids []uuid.UUID) (map[uuid.UUID]programme.Theme, error)
	// Writers gives the assessor of each writing that is feedback.
	Writers(ctx context.Context, writings []uuid.UUID) (map[uuid.UUID]uuid.UUID, error)
	// NamesAround gives, by cohort, the names of everybody who takes part in it, assesses, signs, is a guest of its meetings or
	// staff of its programme.
	NamesAround(ctx context.Context, cohorts []uuid.UUID) (map[uuid.UUID][]string, error)

	// InsertExcerpt stores an excerpt with its consents; it fails as Conflict when the passage was asked for in this handbook before.
	InsertExcerpt(ctx context.Context, x Excerpt) error
	// TakeBackExcerpt notes that staff took it back.
	TakeBackExcerpt(ctx context.Context, id uuid.UUID, at time.Time) error
	// Excerpt fails as NotFound; inside a transaction it stays locked.
	Excerpt(ctx context.Context, id uuid.UUID) (Excerpt, error)
	// Excerpts lists in the order of ids.
	Excerpts(ctx context.Context, filter Filter, page record.Page) (record.List[Excerpt], error)
	// PrintableExcerpts gives those of an edition that still count, whatever people answered; none unless its setting has them shown.
	PrintableExcerpts(ctx context.Context, edition uuid.UUID) ([]Excerpt, error)

	// PutExcerptRequest stores a request, new or changed.
	PutExcerptRequest(ctx context.Context, q Request) error
	// ExcerptRequest and ExcerptRequestTo fail as NotFound.
	ExcerptRequest(ctx context.Context, id uuid.UUID) (Request, error)
	ExcerptRequestTo(ctx context.Context, edition, person uuid.UUID) (Request, error)
	// ExcerptRequestsTo lists what a person is asked, oldest first, at most limit.
	ExcerptRequestsTo(ctx context.Context, person uuid.UUID, limit int) ([]Request, error)
	// AnswerExcerpt stores what somebody says.
	AnswerExcerpt(ctx context.Context, c Consent) error

	ExcerptsShown(ctx context.Context, edition uuid.UUID) (bool, error)
	ShowExcerpts(ctx context.Context, edition uuid.UUID, shown bool) error
}

// Filter narrows a list of excerpts.
type Filter struct {
	Edition  uuid.UUID
	Versions []uuid.UUID // nil: of all
	Requests []uuid.UUID // nil: whoever was asked
	Person   uuid.UUID   // who was asked; Nil: anybody
	Sight    access.Sight
}

// SourceFilter says which versions are looked for.
type SourceFilter struct {
	Edition  uuid.UUID
	Versions []uuid.UUID // nil: all
	Sight    access.Sight
}

// Source is a version in force, with where it belongs.
type Source struct {
	certificate.Version
	CohortID uuid.UUID
	PersonID uuid.UUID // whose certificate it is
}

// Service carries out the use cases of this package.
type Service struct {
	Store       Store
	Journal     access.Journal
	Guests      access.Guests // mails links to those who are asked
	Now         func() time.Time
	NewID       func() uuid.UUID
	Random      io.Reader
	Mark        func(language string) string // stands where a name was
	Institution string                       // who asks, where nobody by name does; may be empty
}

func (x Excerpt) ref() access.Ref { return access.Ref{Kind: "excerpt", ID: x.ID} }

func (q Request) ref() access.Ref { return access.Ref{Kind: "excerpt_request", ID: q.ID} }

// happening is an event to be noted once everything else is stored.
type happening struct {
	op      access.Operation
	excerpt Excerpt
	detail  map[string]string
}

func (s *Service) note(ctx context.Context, a access.Actor, all []happening) error {
	for _, h := range all {
		detail := map[string]string{"edition": h.excerpt.EditionID.String(), "discipline": h.excerpt.Discipline, "text_digest": h.excerpt.Digest.String()}
		maps.Copy(detail, h.detail)
		if err := s.Journal.Note(ctx, a, h.op, h.excerpt.ref(), h.excerpt.ProgrammeID, detail); err != nil {
			return err
		}
	}
	return nil
}

package programme

import (
	"context"
	"regexp"

	"testamur/internal/access"
	"testamur/internal/fault"
	"testamur/internal/framework"
	"testamur/internal/record"
	"testamur/internal/text"

	"github.com/google/uuid"
)

// FrameworkStore keeps frameworks and their editions.
type FrameworkStore interface {
	Frameworks() record.Table[framework.Framework, framework.Filter]
	// Editions reads and writes whole editions, whatever their size with the same number of queries.
	Editions() record.Table[framework.Edition, framework.EditionFilter]
	// EditionHeads does so without groups and disciplines: what it writes leaves these as they are.
	EditionHeads() record.Table[framework.Edition, framework.EditionFilter]
	// FrameworkByCode fails as NotFound.
	FrameworkByCode(ctx context.Context, code string) (framework.Framework, error)
	// FrameworkShown says whether a programme that is not archived publishes the framework.
	FrameworkShown(ctx context.Context, id uuid.UUID) (bool, error)
	// EditionByNumber gives a whole edition; it fails as NotFound.
	EditionByNumber(ctx context.Context, framework uuid.UUID, number int) (framework.Edition, error)
	// LatestEdition gives the head of the latest published edition; it fails as NotFound.
	LatestEdition(ctx context.Context, framework uuid.UUID) (framework.Edition, error)
	// Lineage gives the outlines of the published editions, in the order of their numbers.
	Lineage(ctx context.Context, framework uuid.UUID) (framework.Lineage, error)
	// EditionCodes gives the disciplines of an edition.
	EditionCodes(ctx context.Context, edition uuid.UUID) (framework.Codes, error)
	// DeleteEdition removes a draft for good.
	DeleteEdition(ctx context.Context, id uuid.UUID) error
}

// FrameworkFields is what may be changed of a framework.
type FrameworkFields struct {
	Name     string
	Archived bool
}

var frameworkCode = regexp.MustCompile(`^[A-Z][A-Z0-9]{0,15}$`)

func (f FrameworkFields) checked() (FrameworkFields, error) {
	var form text.Form
	f.Name = form.Line("/name", f.Name, 200)
	return f, form.Err()
}

// CreateFramework adds a framework, without an edition. Code and language stay for good. Fails as Invalid, or as Conflict when
// the code is taken.
func (s *Service) CreateFramework(ctx context.Context, a access.Actor, code, language string, fields FrameworkFields) (framework.Framework, error) {
	if err := a.Permit(access.OpCreateFramework); err != nil {
		return framework.Framework{}, err
	}
	var form text.Form
	if !frameworkCode.MatchString(code) {
		form.Refuse("/code", "pattern", "Use one to sixteen capital letters and digits, a letter first.")
	}
	f := framework.Framework{Meta: s.fresh(), Code: code, Name: form.Line("/name", fields.Name, 200), Language: form.Language("/language", language)}
	if err := form.Err(); err != nil {
		return f, err
	}
	return f, insert(ctx, s, a, s.Store.Frameworks(), f, frameworkMark(access.OpCreateFramework, f), nil)
}

// Framework gives one framework. Fails as NotFound.
func (s *Service) Framework(ctx context.Context, a access.Actor, id uuid.UUID) (framework.Framework, error) {
	if err := a.Permit(access.OpGetFramework); err != nil {
		return framework.Framework{}, err
	}
	return s.Store.Frameworks().Get(ctx, id)
}

// ListFrameworks gives a page of frameworks. They belong to the institution: whoever may list them sees all.
func (s *Service) ListFrameworks(ctx context.Context, a access.Actor, filter framework.Filter, page record.Page) (record.List[framework.Framework], error) {
	if err := a.Permit(access.OpListFrameworks); err != nil {
		return record.List[framework.Framework]{}, err
	}
	return s.Store.Frameworks().List(ctx, filter, page)
}

// ChangeFramework lets edit set fields; it archives and restores too. Editions keep the name that they have. Fails as NotFound,
// Stale or Invalid.
func (s *Service) ChangeFramework(ctx context.Context, a access.Actor, id uuid.UUID, match record.Match, edit func(*FrameworkFields)) (framework.Framework, error) {
	if err := a.Permit(access.OpUpdateFramework); err != nil {
		return framework.Framework{}, err
	}
	return revise(ctx, s, a, s.Store.Frameworks(), id, match, permitted[framework.Framework], func(_ context.Context, f *framework.Framework) (*mark, error) {
		before := FrameworkFields{f.Name, f.Archived}
		fields, err := edited(before, edit, FrameworkFields.checked)
		if err != nil || fields == before {
			return nil, err
		}
		f.Name, f.Archived = fields.Name, fields.Archived
		m := frameworkMark(access.OpUpdateFramework, *f)
		return &m, nil
	})
}

func frameworkMark(op access.Operation, f framework.Framework) mark {
	return mark{op: op, object: access.Ref{Kind: "framework", ID: f.ID}}
}

// Ship adds a framework that comes with the program and publishes its first edition, unless there is one of its code. It may be
// called at every start. read is asked for the YAML only when it is needed.
func (s *Service) Ship(ctx context.Context, a access.Actor, code string, read func() ([]byte, error)) error {
	_, err := s.Store.FrameworkByCode(ctx, code)
	if fault.CodeOf(err) != fault.NotFound {
		return err
	}
	file, err := read()
	if err != nil {
		return err
	}
	content, err := framework.Parse(file)
	if err != nil {
		return err
	}
	err = s.Store.Update(ctx, func(ctx context.Context) error { return s.ship(ctx, a, content) })
	if fault.CodeOf(err) == fault.Conflict { // another server was faster
		return nil
	}
	return err
}

func (s *Service) ship(ctx context.Context, a access.Actor, content framework.Content) error {
	front := content.Framework
	f, err := s.CreateFramework(ctx, a, front.Code, front.Language, FrameworkFields{Name: front.Name})
	if err != nil {
		return err
	}
	e, err := s.CreateEdition(ctx, a, f.ID)
	if err != nil {
		return err
	}
	if e, err = s.PutEdition(ctx, a, e.ID, record.Match(e.Revision), content); err != nil {
		return err
	}
	if e, err = s.SubmitEdition(ctx, a, e.ID, record.Match(e.Revision)); err != nil {
		return err
	}
	_, err = s.PublishEdition(ctx, a, e.ID, record.Match(e.Revision))
	return err
}

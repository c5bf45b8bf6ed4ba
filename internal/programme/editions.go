package programme

import (
	"context"
	"reflect"
	"strconv"

	"testamur/internal/access"
	"testamur/internal/fault"
	"testamur/internal/framework"
	"testamur/internal/record"

	"github.com/google/uuid"
)

// writesFrameworks says whether the actor works on frameworks, and so sees what is not published yet.
func writesFrameworks(a access.Actor) bool {
	return a.Stands(access.Object{}, access.Admin, access.Staff)
}

// seesEdition fails as NotFound for those who may not know of the edition.
func seesEdition(a access.Actor, e framework.Edition) error {
	if e.State == framework.Published || writesFrameworks(a) {
		return nil
	}
	return fault.Missing("edition").Because(access.ErrRefused)
}

// Edition gives a whole edition. What is not published is there for those who work on frameworks alone. Fails as NotFound.
func (s *Service) Edition(ctx context.Context, a access.Actor, id uuid.UUID) (framework.Edition, error) {
	return s.edition(ctx, a, access.OpGetEdition, id)
}

// EditionFile gives an edition as YAML. Fails as NotFound.
func (s *Service) EditionFile(ctx context.Context, a access.Actor, id uuid.UUID) (framework.Edition, []byte, error) {
	e, err := s.edition(ctx, a, access.OpGetEditionFile, id)
	if err != nil {
		return e, nil, err
	}
	file, err := framework.Encode(e.Content)
	return e, file, err
}

// EditionToPrint gives an edition and what the one before it says, nil for the first. Fails as NotFound.
func (s *Service) EditionToPrint(ctx context.Context, a access.Actor, id uuid.UUID) (framework.Edition, *framework.Content, error) {
	e, err := s.edition(ctx, a, access.OpGetEditionHandbook, id)
	if err != nil {
		return e, nil, err
	}
	before, err := s.editionBefore(ctx, e)
	return e, before, err
}

func (s *Service) edition(ctx context.Context, a access.Actor, op access.Operation, id uuid.UUID) (framework.Edition, error) {
	if err := a.Permit(op); err != nil {
		return framework.Edition{}, err
	}
	e, err := s.Store.Editions().Get(ctx, id)
	if err == nil {
		err = seesEdition(a, e)
	}
	if err != nil {
		return framework.Edition{}, err
	}
	return e, nil
}

// ListEditions gives a page of the editions of a framework, without groups and disciplines. Fails as NotFound.
func (s *Service) ListEditions(ctx context.Context, a access.Actor, id uuid.UUID, page record.Page) (record.List[framework.Edition], error) {
	if err := a.Permit(access.OpListEditions); err != nil {
		return record.List[framework.Edition]{}, err
	}
	if _, err := s.Store.Frameworks().Get(ctx, id); err != nil {
		return record.List[framework.Edition]{}, err
	}
	return s.Store.EditionHeads().List(ctx, seen(a, framework.EditionFilter{Framework: id}), page)
}

// ListAllEditions is ListEditions of all frameworks.
func (s *Service) ListAllEditions(ctx context.Context, a access.Actor, page record.Page) (record.List[framework.Edition], error) {
	if err := a.Permit(access.OpListEditions); err != nil {
		return record.List[framework.Edition]{}, err
	}
	return s.Store.EditionHeads().List(ctx, seen(a, framework.EditionFilter{}), page)
}

// seen narrows a list to the editions that the actor sees.
func seen(a access.Actor, filter framework.EditionFilter) framework.EditionFilter {
	if !writesFrameworks(a) {
		filter.State = framework.Published
	}
	return filter
}

// CreateEdition begins the next edition as a draft that says what the latest published one says; the first is empty. Fails as
// NotFound, or as Conflict while another is not published.
func (s *Service) CreateEdition(ctx context.Context, a access.Actor, id uuid.UUID) (framework.Edition, error) {
	if err := a.Permit(access.OpCreateEdition); err != nil {
		return framework.Edition{}, err
	}
	var e framework.Edition
	err := s.Store.Update(ctx, func(ctx context.Context) error {
		f, err := s.Store.Frameworks().Get(ctx, id)
		if err != nil {
			return err
		}
		if f.Archived {
			return archived("framework")
		}
		e = framework.Edition{Meta: s.fresh(), FrameworkID: id, State: framework.Draft}
		if e.Content, err = s.next(ctx, f); err != nil {
			return err
		}
		return insert(ctx, s, a, s.Store.Editions(), e, editionMark(access.OpCreateEdition, e), nil)
	})
	return e, err
}

// next is what a new draft says.
func (s *Service) next(ctx context.Context, f framework.Framework) (framework.Content, error) {
	latest, err := s.Store.LatestEdition(ctx, f.ID)
	if fault.CodeOf(err) == fault.NotFound {
		front := framework.Front{Code: f.Code, Name: f.Name, Language: f.Language, Edition: 1, Title: f.Name}
		return framework.Content{Framework: front}, nil
	}
	if err == nil {
		latest, err = s.Store.Editions().Get(ctx, latest.ID)
	}
	return latest.Next(), err
}

// PutEdition makes a draft say what is given. Code, language and number are those that it has. What changes nothing succeeds
// whatever the state. Fails as NotFound, Stale, Invalid, or as Conflict when the edition is no draft.
func (s *Service) PutEdition(ctx context.Context, a access.Actor, id uuid.UUID, match record.Match, content framework.Content) (framework.Edition, error) {
	return s.putEdition(ctx, a, access.OpPutEdition, id, match, content)
}

// PutEditionFile is PutEdition of a file of YAML.
func (s *Service) PutEditionFile(ctx context.Context, a access.Actor, id uuid.UUID, match record.Match, file []byte) (framework.Edition, error) {
	if err := a.Permit(access.OpPutEditionFile); err != nil {
		return framework.Edition{}, err
	}
	content, err := framework.Parse(file)
	if err != nil {
		return framework.Edition{}, err
	}
	return s.putEdition(ctx, a, access.OpPutEditionFile, id, match, content)
}

func (s *Service) putEdition(ctx context.Context, a access.Actor, op access.Operation, id uuid.UUID, match record.Match, content framework.Content) (framework.Edition, error) {
	if err := a.Permit(op); err != nil {
		return framework.Edition{}, err
	}
	content, err := content.Checked()
	if err != nil {
		return framework.Edition{}, err
	}
	return revise(ctx, s, a, s.Store.Editions(), id, match, permitted[framework.Edition], func(_ context.Context, e *framework.Edition) (*mark, error) {
		if err := sameEdition(e.Framework, content.Framework); err != nil || reflect.DeepEqual(content, e.Content) {
			return nil, err
		}
		if e.State != framework.Draft {
			return nil, editionState("Only a draft can be changed", e.State)
		}
		e.Content = content
		m := editionMark(op, *e)
		return &m, nil
	})
}

// sameEdition fails as Invalid when the text is that of another edition.
func sameEdition(is, given framework.Front) error {
	switch {
	case given.Code != is.Code:
		return fault.At("/framework/code", "other_framework", "This edition is of the framework %s.", is.Code)
	case given.Language != is.Language:
		return fault.At("/framework/language", "other_language", "This framework is in the language %s.", is.Language)
	case given.Edition != is.Edition:
		return fault.At("/framework/edition", "other_edition", "This is edition %d.", is.Edition)
	}
	return nil
}

// DeleteEdition removes a draft for good. Fails as NotFound, Stale or Conflict.
func (s *Service) DeleteEdition(ctx context.Context, a access.Actor, id uuid.UUID, match record.Match) error {
	if err := a.Permit(access.OpDeleteEdition); err != nil {
		return err
	}
	return s.Store.Update(ctx, func(ctx context.Context) error {
		e, err := s.Store.EditionHeads().Get(ctx, id)
		if err != nil {
			return err
		}
		if err := match.Check(e.Revision); err != nil {
			return err
		}
		if e.State != framework.Draft {
			return editionState("Only a draft can be deleted", e.State)
		}
		if err := s.Store.DeleteEdition(ctx, id); err != nil {
			return err
		}
		m := editionMark(access.OpDeleteEdition, e)
		return s.Journal.Note(ctx, a, m.op, m.object, m.programme, m.detail)
	})
}

func editionState(what string, state framework.State) error {
	return fault.New(fault.Conflict, "edition_state", "%s; this edition is %s.", what, state)
}

func editionMark(op access.Operation, e framework.Edition) mark {
	return mark{op: op, object: access.Ref{Kind: "edition", ID: e.ID}, detail: map[string]string{
		"framework": e.FrameworkID.String(), "number": strconv.Itoa(e.Framework.Edition), "state": string(e.State),
	}}
}

package api

import (
	"context"

	"testamur/internal/programme"

	"github.com/google/uuid"
)

func wireCohort(c programme.Cohort) Cohort {
	return Cohort{
		ID: c.ID, Revision: c.Revision, CreatedAt: c.CreatedAt, ChangedAt: c.ChangedAt,
		ProgrammeID: c.ProgrammeID, EditionID: c.EditionID, Name: c.Name, ExternalID: c.ExternalID,
		StartsOn: dateOf(c.StartsOn), EndsOn: dateOf(c.EndsOn), PanelOn: dateOf(c.PanelOn),
		State: CohortState(c.State), Archived: c.Archived,
	}
}

func shownCohort(c programme.Cohort) CohortShownJSONResponse {
	return CohortShownJSONResponse{Body: wireCohort(c), Headers: CohortShownResponseHeaders{ETag: etag(c.Revision)}}
}

func createdCohort(c programme.Cohort) CohortCreatedJSONResponse {
	return CohortCreatedJSONResponse{
		Body:    wireCohort(c),
		Headers: CohortCreatedResponseHeaders{ETag: etag(c.Revision), Location: "/v1/cohorts/" + c.ID.String()},
	}
}

func cohortState(s CohortState) programme.CohortState { return programme.CohortState(s) }

func (b CohortCreate) fields() programme.CohortFields {
	return programme.CohortFields{
		Name: b.Name, ExternalID: b.ExternalID, StartsOn: day(b.StartsOn), EndsOn: day(b.EndsOn), PanelOn: day(b.PanelOn),
		State: cohortState(b.State),
	}
}

func (b CohortPut) fields() programme.CohortFields {
	return programme.CohortFields{
		Name: b.Name, StartsOn: day(b.StartsOn), EndsOn: day(b.EndsOn), PanelOn: day(b.PanelOn),
		State: cohortState(b.State), Archived: b.Archived,
	}
}

func (b CohortPatch) apply(f *programme.CohortFields) {
	set(&f.Name, b.Name, same)
	put(&f.ExternalID, b.ExternalID, same)
	put(&f.StartsOn, b.StartsOn, day)
	put(&f.EndsOn, b.EndsOn, day)
	put(&f.PanelOn, b.PanelOn, day)
	set(&f.State, b.State, cohortState)
	set(&f.Archived, b.Archived, same)
}

// ListCohorts implements StrictServerInterface.
func (s *server) ListCohorts(ctx context.Context, r ListCohortsRequestObject) (ListCohortsResponseObject, error) {
	ctx, actor := caller(ctx)
	page, err := page(r.Params.Limit, r.Params.Cursor)
	if err != nil {
		return nil, err
	}
	filter := programme.CohortFilter{
		Programme: r.Params.ProgrammeID, ExternalID: r.Params.ExternalID, State: cohortState(r.Params.State), Archived: r.Params.Archived,
	}
	list, err := s.Programmes.ListCohorts(ctx, actor, filter, page)
	if err != nil {
		return nil, err
	}
	items, next := listed(list, wireCohort, func(c programme.Cohort) uuid.UUID { return c.ID })
	return ListCohorts200JSONResponse{CohortListedJSONResponse{Items: items, NextCursor: next}}, nil
}

// CreateCohort implements StrictServerInterface.
func (s *server) CreateCohort(ctx context.Context, r CreateCohortRequestObject) (CreateCohortResponseObject, error) {
	ctx, actor := caller(ctx)
	c, err := s.Programmes.CreateCohort(ctx, actor, r.Body.ProgrammeID, r.Body.fields())
	if err != nil {
		return nil, err
	}
	return CreateCohort201JSONResponse{createdCohort(c)}, nil
}

// GetCohort implements StrictServerInterface.
func (s *server) GetCohort(ctx context.Context, r GetCohortRequestObject) (GetCohortResponseObject, error) {
	ctx, actor := caller(ctx)
	c, err := s.Programmes.Cohort(ctx, actor, r.ID)
	if err != nil {
		return nil, err
	}
	return GetCohort200JSONResponse{shownCohort(c)}, nil
}

// UpdateCohort implements StrictServerInterface.
func (s *server) UpdateCohort(ctx context.Context, r UpdateCohortRequestObject) (UpdateCohortResponseObject, error) {
	ctx, actor := caller(ctx)
	c, err := s.Programmes.ChangeCohort(ctx, actor, r.ID, matching(r.Params.IfMatch), r.Body.apply)
	if err != nil {
		return nil, err
	}
	return UpdateCohort200JSONResponse{shownCohort(c)}, nil
}

// PutCohort implements StrictServerInterface.
func (s *server) PutCohort(ctx context.Context, r PutCohortRequestObject) (PutCohortResponseObject, error) {
	ctx, actor := caller(ctx)
	c, created, err := s.Programmes.PutCohort(ctx, actor, r.ExternalID, matching(r.Params.IfMatch), r.Body.ProgrammeID, r.Body.fields())
	switch {
	case err != nil:
		return nil, err
	case created:
		return PutCohort201JSONResponse{createdCohort(c)}, nil
	}
	return PutCohort200JSONResponse{shownCohort(c)}, nil
}

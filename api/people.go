package api

import (
	"context"

	"testamur/internal/access"

	"github.com/google/uuid"
)

func wirePerson(p access.Person) Person {
	return Person{
		ID: p.ID, Revision: p.Revision, CreatedAt: p.CreatedAt, ChangedAt: p.ChangedAt,
		Name: p.Name, Email: p.Email, PrivateEmail: p.PrivateEmail, Organisation: p.Organisation, JobTitle: p.JobTitle,
		Language: p.Language, ExternalID: p.ExternalID, Archived: p.Archived,
	}
}

func shownPerson(p access.Person) PersonShownJSONResponse {
	return PersonShownJSONResponse{Body: wirePerson(p), Headers: PersonShownResponseHeaders{ETag: etag(p.Revision)}}
}

func createdPerson(p access.Person) PersonCreatedJSONResponse {
	return PersonCreatedJSONResponse{
		Body:    wirePerson(p),
		Headers: PersonCreatedResponseHeaders{ETag: etag(p.Revision), Location: "/v1/people/" + p.ID.String()},
	}
}

func (b PersonCreate) fields() access.PersonFields {
	return access.PersonFields{
		Name: b.Name, Email: b.Email, PrivateEmail: b.PrivateEmail, Organisation: b.Organisation, JobTitle: b.JobTitle,
		Language: b.Language, ExternalID: b.ExternalID,
	}
}

func (b PersonPut) fields() access.PersonFields {
	return access.PersonFields{
		Name: b.Name, Email: b.Email, PrivateEmail: b.PrivateEmail, Organisation: b.Organisation, JobTitle: b.JobTitle,
		Language: b.Language, Archived: b.Archived,
	}
}

func (b PersonPatch) apply(f *access.PersonFields) {
	set(&f.Name, b.Name, same)
	put(&f.Email, b.Email, same)
	put(&f.PrivateEmail, b.PrivateEmail, same)
	put(&f.Organisation, b.Organisation, same)
	put(&f.JobTitle, b.JobTitle, same)
	put(&f.Language, b.Language, same)
	put(&f.ExternalID, b.ExternalID, same)
	set(&f.Archived, b.Archived, same)
}

// ListPeople implements StrictServerInterface.
func (s *server) ListPeople(ctx context.Context, r ListPeopleRequestObject) (ListPeopleResponseObject, error) {
	ctx, actor := caller(ctx)
	page, err := page(r.Params.Limit, r.Params.Cursor)
	if err != nil {
		return nil, err
	}
	filter := access.PersonFilter{Search: r.Params.Search, ExternalID: r.Params.ExternalID, Email: r.Params.Email, Archived: r.Params.Archived}
	list, err := s.Access.ListPeople(ctx, actor, filter, page)
	if err != nil {
		return nil, err
	}
	items, next := listed(list, wirePerson, func(p access.Person) uuid.UUID { return p.ID })
	return ListPeople200JSONResponse{PersonListedJSONResponse{Items: items, NextCursor: next}}, nil
}

// CreatePerson implements StrictServerInterface.
func (s *server) CreatePerson(ctx context.Context, r CreatePersonRequestObject) (CreatePersonResponseObject, error) {
	ctx, actor := caller(ctx)
	p, err := s.Access.CreatePerson(ctx, actor, r.Body.fields())
	if err != nil {
		return nil, err
	}
	return CreatePerson201JSONResponse{createdPerson(p)}, nil
}

// GetPerson implements StrictServerInterface.
func (s *server) GetPerson(ctx context.Context, r GetPersonRequestObject) (GetPersonResponseObject, error) {
	ctx, actor := caller(ctx)
	p, err := s.Access.Person(ctx, actor, r.ID)
	if err != nil {
		return nil, err
	}
	return GetPerson200JSONResponse{shownPerson(p)}, nil
}

// UpdatePerson implements StrictServerInterface.
func (s *server) UpdatePerson(ctx context.Context, r UpdatePersonRequestObject) (UpdatePersonResponseObject, error) {
	ctx, actor := caller(ctx)
	p, err := s.Access.ChangePerson(ctx, actor, r.ID, matching(r.Params.IfMatch), r.Body.apply)
	if err != nil {
		return nil, err
	}
	return UpdatePerson200JSONResponse{shownPerson(p)}, nil
}

// PutPerson implements StrictServerInterface.
func (s *server) PutPerson(ctx context.Context, r PutPersonRequestObject) (PutPersonResponseObject, error) {
	ctx, actor := caller(ctx)
	p, created, err := s.Access.PutPerson(ctx, actor, r.ExternalID, matching(r.Params.IfMatch), r.Body.fields())
	switch {
	case err != nil:
		return nil, err
	case created:
		return PutPerson201JSONResponse{createdPerson(p)}, nil
	}
	return PutPerson200JSONResponse{shownPerson(p)}, nil
}

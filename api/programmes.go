package api

import (
	"context"

	"testamur/internal/programme"

	"github.com/google/uuid"
)

func wireProgramme(p programme.Programme) Programme {
	return Programme{
		ID: p.ID, Revision: p.Revision, CreatedAt: p.CreatedAt, ChangedAt: p.ChangedAt,
		Name: p.Name, CertificateTitle: p.CertificateTitle, Institution: p.Institution, Language: p.Language,
		TimeZone: p.TimeZone, SerialPrefix: p.SerialPrefix, Layout: p.Layout, About: p.About, Length: p.Length,
		Requirements: p.Requirements, Contact: p.Contact, RequiredSignOffs: p.RequiredSignOffs, LogoFileID: p.LogoFile,
		SigningReminderDays: p.SigningReminderDays,
		ReadBackDays:        p.ReadBackDays, ParticipantCheckDays: p.ParticipantCheckDays, ReviewReminderDays: p.ReviewReminderDays,
		CorrectionReview: p.CorrectionReview,
		FrameworkID:      p.FrameworkID, PublishesFramework: p.PublishesFramework,
		Archived: p.Archived,
	}
}

func shownProgramme(p programme.Programme) ProgrammeShownJSONResponse {
	return ProgrammeShownJSONResponse{Body: wireProgramme(p), Headers: ProgrammeShownResponseHeaders{ETag: etag(p.Revision)}}
}

// fields lays what was sent over the defaults.
func (b ProgrammeCreate) fields() programme.Fields {
	f := programme.Defaults()
	f.Name, f.Institution, f.About, f.Length = b.Name, b.Institution, b.About, b.Length
	f.Requirements, f.Contact = b.Requirements, b.Contact
	f.FrameworkID, f.PublishesFramework = b.FrameworkID, b.PublishesFramework
	f.RequiredSignOffs, f.LogoFile, f.ReadBackDays = b.RequiredSignOffs, b.LogoFileID, b.ReadBackDays
	set(&f.SigningReminderDays, b.SigningReminderDays, same)
	set(&f.ParticipantCheckDays, b.ParticipantCheckDays, same)
	set(&f.ReviewReminderDays, b.ReviewReminderDays, same)
	set(&f.CorrectionReview, b.CorrectionReview, same)
	f.CertificateTitle = or(b.CertificateTitle, f.CertificateTitle)
	f.Language = or(b.Language, f.Language)
	f.TimeZone = or(b.TimeZone, f.TimeZone)
	f.SerialPrefix = or(b.SerialPrefix, f.SerialPrefix)
	f.Layout = or(b.Layout, f.Layout)
	return f
}

func (b ProgrammePatch) apply(f *programme.Fields) {
	set(&f.Name, b.Name, same)
	set(&f.CertificateTitle, b.CertificateTitle, same)
	put(&f.Institution, b.Institution, same)
	set(&f.Language, b.Language, same)
	set(&f.TimeZone, b.TimeZone, same)
	set(&f.SerialPrefix, b.SerialPrefix, same)
	set(&f.Layout, b.Layout, same)
	put(&f.About, b.About, same)
	put(&f.Length, b.Length, same)
	put(&f.Requirements, b.Requirements, same)
	put(&f.Contact, b.Contact, same)
	set(&f.RequiredSignOffs, b.RequiredSignOffs, same)
	set(&f.SigningReminderDays, b.SigningReminderDays, same)
	set(&f.ReadBackDays, b.ReadBackDays, same)
	set(&f.ParticipantCheckDays, b.ParticipantCheckDays, same)
	set(&f.ReviewReminderDays, b.ReviewReminderDays, same)
	set(&f.CorrectionReview, b.CorrectionReview, same)
	put(&f.LogoFile, b.LogoFileID, same)
	put(&f.FrameworkID, b.FrameworkID, same)
	set(&f.PublishesFramework, b.PublishesFramework, same)
	set(&f.Archived, b.Archived, same)
}

// ListProgrammes implements StrictServerInterface.
func (s *server) ListProgrammes(ctx context.Context, r ListProgrammesRequestObject) (ListProgrammesResponseObject, error) {
	ctx, actor := caller(ctx)
	page, err := page(r.Params.Limit, r.Params.Cursor)
	if err != nil {
		return nil, err
	}
	list, err := s.Programmes.ListProgrammes(ctx, actor, programme.Filter{Archived: r.Params.Archived}, page)
	if err != nil {
		return nil, err
	}
	items, next := listed(list, wireProgramme, func(p programme.Programme) uuid.UUID { return p.ID })
	return ListProgrammes200JSONResponse{ProgrammeListedJSONResponse{Items: items, NextCursor: next}}, nil
}

// CreateProgramme implements StrictServerInterface.
func (s *server) CreateProgramme(ctx context.Context, r CreateProgrammeRequestObject) (CreateProgrammeResponseObject, error) {
	ctx, actor := caller(ctx)
	p, err := s.Programmes.CreateProgramme(ctx, actor, r.Body.fields())
	if err != nil {
		return nil, err
	}
	return CreateProgramme201JSONResponse{ProgrammeCreatedJSONResponse{
		Body:    wireProgramme(p),
		Headers: ProgrammeCreatedResponseHeaders{ETag: etag(p.Revision), Location: "/v1/programmes/" + p.ID.String()},
	}}, nil
}

// GetProgramme implements StrictServerInterface.
func (s *server) GetProgramme(ctx context.Context, r GetProgrammeRequestObject) (GetProgrammeResponseObject, error) {
	ctx, actor := caller(ctx)
	p, err := s.Programmes.Programme(ctx, actor, r.ID)
	if err != nil {
		return nil, err
	}
	return GetProgramme200JSONResponse{shownProgramme(p)}, nil
}

// UpdateProgramme implements StrictServerInterface.
func (s *server) UpdateProgramme(ctx context.Context, r UpdateProgrammeRequestObject) (UpdateProgrammeResponseObject, error) {
	ctx, actor := caller(ctx)
	p, err := s.Programmes.ChangeProgramme(ctx, actor, r.ID, matching(r.Params.IfMatch), r.Body.apply)
	if err != nil {
		return nil, err
	}
	return UpdateProgramme200JSONResponse{shownProgramme(p)}, nil
}

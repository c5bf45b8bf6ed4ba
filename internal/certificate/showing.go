package certificate

import (
	"context"

	"testamur/internal/access"
	"testamur/internal/record"

	"github.com/google/uuid"
)

// Certificate gives one certificate. Who may read only what is finished gets it as it was issued, also while a correction
// is being written. Fails as NotFound.
func (s *Service) Certificate(ctx context.Context, a access.Actor, id uuid.UUID) (Certificate, error) {
	c, err := s.load(ctx, a, access.OpGetCertificate, id)
	if err != nil {
		return Certificate{}, err
	}
	if writes(a, c.ProgrammeID) || c.State.Finished() {
		return c, nil
	}
	return s.asIssued(ctx, c)
}

// asIssued leaves out everything of a correction.
func (s *Service) asIssued(ctx context.Context, c Certificate) (Certificate, error) {
	v, err := s.Store.Version(ctx, c.IssuedID)
	if err != nil {
		return c, err
	}
	return c.asIssued(v)
}

// List gives a page of certificates. Who may read only what is finished gets those, as they were issued.
func (s *Service) List(ctx context.Context, a access.Actor, filter Filter, page record.Page) (record.List[Certificate], error) {
	sight, err := a.See(access.OpListCertificates)
	if err != nil {
		return record.List[Certificate]{}, err
	}
	writer := (sight.All || len(sight.Programmes) > 0) && !sight.Finished
	filter.Sight, filter.Finished = sight, filter.Finished || !writer
	list, err := s.Store.Certificates().List(ctx, filter, page)
	if err != nil {
		return record.List[Certificate]{}, err
	}
	return list, s.allAsIssued(ctx, list.Items, func(c Certificate) bool { return !filter.Finished && writes(a, c.ProgrammeID) })
}

// allAsIssued leaves out everything of corrections, but for those that are seen as they are written; with one query for all.
func (s *Service) allAsIssued(ctx context.Context, items []Certificate, written func(Certificate) bool) error {
	var ids []uuid.UUID
	for _, c := range items {
		if !c.State.Finished() && !written(c) {
			ids = append(ids, c.IssuedID)
		}
	}
	if len(ids) == 0 {
		return nil
	}
	versions, err := s.Store.VersionsByID(ctx, ids)
	if err != nil {
		return err
	}
	for i, c := range items {
		if c.State.Finished() || written(c) {
			continue
		}
		if items[i], err = c.asIssued(versions[c.IssuedID]); err != nil {
			return err
		}
	}
	return nil
}

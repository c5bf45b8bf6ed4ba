package certificate

import (
	"context"

	"testamur/internal/access"
	"testamur/internal/fault"
)

// ShareURL is the address of the page that a share link's secret opens.
func (s *Service) ShareURL(secret string) string { return s.PublicURL + "/s/" + secret }

// OpenShare shows what a share link shows, to anyone who has its secret. The version in force is shown, whichever it was made
// for; a certificate that is revoked, or of which nothing is left that was chosen, says that alone. It counts the opening
// when count says so, which is false for what only looks ahead for somebody; who opened it is not noted. Fails as NotFound
// for links that were withdrawn, have expired or never were.
func (s *Service) OpenShare(ctx context.Context, secret string, count bool) (Shared, error) {
	l, v, err := s.followShare(ctx, secret)
	if err != nil {
		return Shared{}, err
	}
	shared, err := s.show(ctx, l, v)
	if err == nil && count {
		err = s.countOpening(ctx, l)
	}
	return shared, err
}

// SharedDocument gives the issued PDF of the version in force to anyone who has the secret of a link that shares it. It counts as
// OpenShare does. Fails as NotFound.
func (s *Service) SharedDocument(ctx context.Context, secret string, count bool) (Document, error) {
	l, v, err := s.followShare(ctx, secret)
	if err != nil {
		return Document{}, err
	}
	if !l.WithFile || !v.status().answer(s.Now()).tellsText() {
		return Document{}, errNotShared()
	}
	d := v.issued()
	if d.PDF, err = s.Blobs.Get(ctx, d.Digest); err == nil && count {
		err = s.countOpening(ctx, l)
	}
	return d, err
}

func errNotShared() error { return fault.Missing("share link") }

// followShare finds an open link and the version that is, or was last, in force.
func (s *Service) followShare(ctx context.Context, secret string) (ShareLink, Version, error) {
	hash, ok := access.SecretHash(secret, SharePrefix)
	if !ok {
		return ShareLink{}, Version{}, errNotShared()
	}
	l, err := s.Store.ShareLinkByHash(ctx, hash)
	if err != nil {
		return ShareLink{}, Version{}, err
	}
	if !l.open(s.Now()) {
		return ShareLink{}, Version{}, errNotShared()
	}
	c, err := s.Store.Standing(ctx, l.CertificateID)
	if err != nil {
		return ShareLink{}, Version{}, err
	}
	v, err := s.Store.Version(ctx, c.IssuedID)
	return l, v, err
}

func (s *Service) show(ctx context.Context, l ShareLink, v Version) (Shared, error) {
	answer := v.status().answer(s.Now())
	shared := Shared{Verdict: answer.Verdict, Sentence: answer.Sentence(), Until: l.ExpiresAt}
	if !answer.tellsText() {
		return shared, nil
	}
	made, err := s.Store.Version(ctx, l.VersionID)
	if err != nil {
		return Shared{}, err
	}
	sections, err := l.shown(made, v)
	if err != nil {
		return Shared{}, err
	}
	if len(sections) == 0 {
		shared.Verdict, shared.Sentence = Superseded, Verification{Verdict: Superseded}.Sentence()
		return shared, nil
	}
	shared.Text = &SharedText{
		Facts: v.Facts, Code: v.Code, VerifyURL: s.verifyURL(v.Code), Sections: sections,
		Whole: l.Sections == nil, Replaced: made.ID != v.ID, WithFile: l.WithFile,
	}
	return shared, nil
}

// tellsText says whether a version with this answer is shown to those who have a share link. Of one that was replaced
// between two looks only that is said.
func (v Verification) tellsText() bool { return v.Verdict == Genuine || v.Verdict == Expired }

// countOpening writes at most once a minute, so that nobody makes the database busy by opening a link.
func (s *Service) countOpening(ctx context.Context, l ShareLink) error {
	now := s.Now()
	if !l.counts(now) {
		return nil
	}
	return s.Store.CountOpening(ctx, l.ID, now, now.Add(-openingEvery))
}

package press

import (
	"context"
	"errors"
	"fmt"

	"testamur/internal/certificate"
	"testamur/internal/fault"
	"testamur/internal/typeset"
)

// Typeset implements certificate.Press.
func (p *Press) Typeset(ctx context.Context, s certificate.Sheet) ([]byte, certificate.Base, error) {
	if err := ctx.Err(); err != nil {
		return nil, certificate.Base{}, err
	}
	layout, err := p.Typesetter.Layout(s.Layout)
	if err != nil {
		return nil, certificate.Base{}, err
	}
	rendered, err := p.Typesetter.Render(layout, content(s))
	if missing, ok := errors.AsType[*typeset.UncoveredError](err); ok {
		return nil, certificate.Base{}, fault.At("", "uncovered_characters", "No font of this layout has %q.", string(missing.Runes)).Because(err)
	}
	if err != nil {
		return nil, certificate.Base{}, fmt.Errorf("typeset: %w", err)
	}
	base := certificate.Base{
		Pages: rendered.Pages, Layout: layout.Name, LayoutHash: layout.Hash(), FontsHash: p.Typesetter.MaterialHash(), FileID: s.FileID,
	}
	for _, place := range rendered.Places {
		base.Places = append(base.Places, certificate.Place(place))
	}
	return rendered.PDF, base, nil
}

// Uncovered implements certificate.Press.
func (p *Press) Uncovered(layout string, texts ...string) ([]rune, error) {
	l, err := p.Typesetter.Layout(layout)
	if err != nil {
		return nil, err
	}
	return p.Typesetter.Uncovered(l, texts...), nil
}

func content(s certificate.Sheet) typeset.Certificate {
	awarded := s.Content.Awarded()
	c := typeset.Certificate{
		Language: s.Content.Language, Institution: s.Facts.Institution, Programme: s.Facts.Programme, Contact: s.Facts.Contact, About: s.About,
		Title: s.Content.Title, Name: s.Content.Name, AwardDate: typeset.Date{Year: awarded.Year, Month: awarded.Month, Day: awarded.Day},
		Logo: s.Logo, Serial: s.Serial, Code: s.Code.String(), VerifyURL: s.URL, Preview: s.Preview, Created: s.At, ID: s.FileID,
	}
	for _, section := range s.Content.Sections {
		c.Sections = append(c.Sections, typeset.Section{Heading: section.Heading, Blocks: setBlocks(section.Blocks)})
	}
	for _, signatory := range s.Signatories {
		c.Signatories = append(c.Signatories, typeset.Signatory{Name: signatory.Name, Title: signatory.Title, Organisation: signatory.Organisation})
	}
	return c
}

func setBlocks(blocks []certificate.Block) []typeset.Block {
	out := make([]typeset.Block, len(blocks))
	for i, b := range blocks {
		if b.Kind == "list" {
			out[i].Kind = typeset.List
		}
		for _, item := range b.Items {
			var runs typeset.Item
			for _, run := range item {
				runs = append(runs, typeset.Run{Text: run.Text, Emphasis: run.Emphasis})
			}
			out[i].Items = append(out[i].Items, runs)
		}
	}
	return out
}

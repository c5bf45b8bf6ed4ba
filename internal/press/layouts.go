package press

import (
	"context"
	"errors"
	"fmt"
	"time"

	"testamur/internal/certificate"
	"testamur/internal/fault"
	"testamur/internal/typeset"
)

// Layouts implements certificate.Press.
func (p *Press) Layouts() []certificate.Layout {
	var layouts []certificate.Layout
	for _, l := range p.Typesetter.AllLayouts() {
		layouts = append(layouts, certificate.Layout{Name: l.Name, Version: l.Version(), Description: l.Description, Digest: l.Hash()})
	}
	return layouts
}

// Sample implements certificate.Press.
func (p *Press) Sample(ctx context.Context, name string, at time.Time) ([]byte, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	layout, err := p.Typesetter.Layout(name)
	if errors.Is(err, typeset.ErrUnknownLayout) {
		return nil, fault.Missing("layout").Because(err)
	}
	if err != nil {
		return nil, err
	}
	c := p.Specimen
	c.Preview, c.Created = true, at
	rendered, err := p.Typesetter.Render(layout, c)
	if err != nil {
		return nil, fmt.Errorf("sample: %w", err)
	}
	return rendered.PDF, nil
}

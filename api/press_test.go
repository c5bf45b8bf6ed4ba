package api_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"strconv"
	"strings"
	"sync"
	"time"

	"testamur/internal/certificate"
	"testamur/internal/fault"
	"testamur/internal/record"
)

// press stands in for rendering, sealing and keeping files.
type press struct {
	mu    sync.Mutex
	files map[record.Digest][]byte
	fail  error // of the next seal
}

func newPress() *press { return &press{files: map[record.Digest][]byte{}} }

const sealMark = "sealed "

func (p *press) Typeset(_ context.Context, s certificate.Sheet) ([]byte, certificate.Base, error) {
	places := make([]certificate.Place, len(s.Signatories))
	if s.Preview {
		return fmt.Appendf(nil, "%%PDF-1.7 preview of %s in %s %s%s%s", s.Content.Name, s.Layout, s.Code, s.Serial, s.URL), certificate.Base{}, nil
	}
	return []byte("%PDF-1.7 " + string(s.Code) + " "), certificate.Base{Pages: 1, Places: places, Layout: s.Layout}, nil
}

func (p *press) Layouts() []certificate.Layout {
	return []certificate.Layout{
		{Name: "classic", Version: 1, Description: "Upright.", Digest: strings.Repeat("0", 64)},
		{Name: "plain-2", Version: 2, Description: "Plain.", Digest: strings.Repeat("1", 64)},
	}
}

func (p *press) Sample(_ context.Context, layout string, _ time.Time) ([]byte, error) {
	if layout != "classic" {
		return nil, fault.Missing("layout")
	}
	return []byte("%PDF-1.7 sample"), nil
}

func (p *press) Uncovered(_ string, texts ...string) ([]rune, error) {
	if strings.ContainsRune(strings.Join(texts, ""), '☃') {
		return []rune{'☃'}, nil
	}
	return nil, nil
}

func (p *press) Seal(_ context.Context, base []byte, s certificate.Sealing) ([]byte, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if err := p.fail; err != nil {
		p.fail = nil
		return nil, err
	}
	return append(base, sealMark+strconv.FormatInt(s.At.Unix(), 10)...), nil
}

func (p *press) Inspect(_ context.Context, file []byte) (certificate.Inspection, error) {
	words := strings.Fields(string(file))
	if len(words) == 0 || !strings.HasPrefix(words[0], "%PDF") {
		return certificate.Inspection{}, errNoPDF
	}
	found := certificate.Inspection{Sealed: strings.Contains(string(file), sealMark)}
	if len(words) > 1 {
		found.Code, _ = certificate.ParseCode(words[1])
	}
	return found, nil
}

func (p *press) Put(_ context.Context, b []byte) (record.Digest, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	d := record.DigestOf(b)
	p.files[d] = append([]byte{}, b...)
	return d, nil
}

func (p *press) Get(_ context.Context, d record.Digest) ([]byte, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if b, ok := p.files[d]; ok {
		return b, nil
	}
	return nil, io.ErrUnexpectedEOF
}

var errNoPDF = fault.New(fault.Invalid, "no_pdf", "This is not a PDF file.")

const pixel = "\x89PNG\r\n\x1a\npixel"

func flatten(_ certificate.FilePurpose, b []byte) (certificate.Picturing, error) {
	if !bytes.HasPrefix(b, []byte("\x89PNG")) {
		return certificate.Picturing{}, fault.New(fault.Invalid, "no_picture", "This is no PNG or JPEG picture.")
	}
	return certificate.Picturing{PNG: b, Width: 1, Height: 1}, nil
}

func (p *press) Remove(_ context.Context, d record.Digest) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(p.files, d)
	return nil
}

package typeset

import (
	"errors"
	"fmt"
	"net/url"
	"strings"
	"unicode/utf8"
)

// ErrContent is wrapped by every refusal of a certificate's content other than UncoveredError.
var ErrContent = errors.New("typeset: certificate cannot be set")

const (
	maxSignatories = 8
	maxShortText   = 400  // characters of a title, a name, a heading
	maxSignatory   = 250  // characters of a signatory's name, title, organisation, which are never split
	maxNumber      = 60   // characters of a serial number, a code
	maxAbout       = 1500 // characters about the programme, which must share the last page
	maxURL         = 300  // characters; the QR code must stay coarse enough for a telephone
)

// validate finds what would leave the page wrong: a missing part, or one too long for its place.
func (c *Certificate) validate() error {
	if err := c.validatePreview(); err != nil {
		return err
	}
	if !c.AwardDate.valid() && !c.undated() {
		return fmt.Errorf("%w: award date %v does not exist", ErrContent, c.AwardDate)
	}
	if n := len(c.Signatories); n < 1 && !c.Preview || n > maxSignatories {
		return fmt.Errorf("%w: %d signatories instead of 1 to %d", ErrContent, n, maxSignatories)
	}
	if !isWebAddress(c.VerifyURL) && !c.unaddressed() {
		return fmt.Errorf("%w: verification address %q is not a web address in ASCII", ErrContent, c.VerifyURL)
	}
	for _, t := range c.shortTexts() {
		if t.required && strings.TrimSpace(clean(t.text)) == "" {
			return fmt.Errorf("%w: %s is missing", ErrContent, t.what)
		}
		if n := utf8.RuneCountInString(t.text); n > t.limit {
			return fmt.Errorf("%w: %s has %d characters, %d are the most", ErrContent, t.what, n, t.limit)
		}
	}
	return nil
}

type shortText struct {
	what, text string
	required   bool
	limit      int
}

func (c *Certificate) shortTexts() []shortText {
	texts := []shortText{
		{"language", c.Language, true, maxShortText},
		{"title", c.Title, !c.Preview, maxShortText},
		{"name", c.Name, !c.Preview, maxShortText},
		{"contact", c.Contact, false, maxShortText},
		{"institution", c.Institution, false, maxShortText},
		{"programme", c.Programme, false, maxShortText},
		{"serial number", c.Serial, !c.Preview, maxNumber},
		{"verification code", c.Code, !c.Preview, maxNumber},
		{"verification address", c.VerifyURL, !c.Preview, maxURL},
		{"text about the programme", c.About, false, maxAbout},
	}
	for i, s := range c.Signatories {
		who := fmt.Sprintf("signatory %d: ", i+1)
		texts = append(texts,
			shortText{who + "name", s.Name, !c.Preview, maxSignatory},
			shortText{who + "title", s.Title, false, maxSignatory},
			shortText{who + "organisation", s.Organisation, false, maxSignatory})
	}
	for i, s := range c.Sections {
		texts = append(texts, shortText{fmt.Sprintf("heading %d", i+1), s.Heading, false, maxShortText})
	}
	return texts
}

// isWebAddress reports whether s can be a link's target (ISO 32000-1, 12.6.4.7 wants 7-bit ASCII) and be typed from paper.
func isWebAddress(s string) bool {
	if strings.ContainsFunc(s, func(r rune) bool { return r <= ' ' || r >= 0x7f }) {
		return false
	}
	u, err := url.Parse(s)
	return err == nil && (u.Scheme == "https" || u.Scheme == "http") && u.Host != ""
}

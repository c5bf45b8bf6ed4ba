package typeset

import (
	"strings"
	"testing"
	"time"
)

func TestDatesAreSpelledAsTheLanguageDoes(t *testing.T) {
	ts, _ := newTypesetter(t)
	december, august := Date{2015, time.December, 14}, Date{2024, time.August, 1}
	for _, c := range []struct {
		language string
		date     Date
		want     string
	}{
		{"en", december, "14 December 2015"},
		{"en-US", december, "December 14, 2015"},
		{"en-GB", august, "1 August 2024"},
		{"da", december, "14. december 2015"},
		{"de", august, "1. August 2024"},
		{"de-AT", Date{2026, time.January, 2}, "2. Jänner 2026"},
		{"fr", august, "1er août 2024"},
		{"fr-CA", december, "14 décembre 2015"},
		{"es", december, "14 de diciembre de 2015"},
		{"el", december, "14 Δεκεμβρίου 2015"},
		{"ru", december, "14 декабря 2015 г."},
		{"pl", december, "14 grudnia 2015"},
		{"vi", december, "ngày 14 tháng 12 năm 2015"},
		{"hu", december, "14 December 2015"},
	} {
		if got := ts.words.lookup(c.language).spell(c.date); got != c.want {
			t.Errorf("%s: %q, want %q", c.language, got, c.want)
		}
	}
}

func TestFixedWordsCanBeSet(t *testing.T) {
	ts, l := newTypesetter(t)
	for tag, w := range ts.words {
		if r := ts.Uncovered(l, append(w.Months, w.Date, w.First, w.Serial, w.Page, w.Check, w.Code)...); len(r) > 0 {
			t.Errorf("%s: no font has %q", tag, r)
		}
		for _, pattern := range []struct{ text, mark string }{
			{w.Date, "{day}"}, {w.Date, "{month}"}, {w.Date, "{year}"}, {w.Serial, "{serial}"}, {w.Page, "{page}"},
			{w.Page, "{pages}"}, {w.Logo, "{institution}"}, {w.QR, "{url}"}, {w.Seal, "{institution}"},
		} {
			if !strings.Contains(pattern.text, pattern.mark) {
				t.Errorf("%s: %q lacks %s", tag, pattern.text, pattern.mark)
			}
		}
	}
}

func TestFixedWordsOfAnotherLanguageAreTagged(t *testing.T) {
	ts, _ := newTypesetter(t)
	for _, c := range []struct{ content, want string }{{"en", ""}, {"en-US", ""}, {"de-CH", ""}, {"hu", "en"}, {"pt-BR", "en"}} {
		if got := ts.words.lookup(c.content).foreign(c.content); got != c.want {
			t.Errorf("%s: %q, want %q", c.content, got, c.want)
		}
	}
}

func TestIncompleteWordsAreRefused(t *testing.T) {
	for _, data := range []string{
		"", "de: {date: x}", "en: {date: x}", "en: {unknown: x}", "[]",
		"en: {months: [1,2,3,4,5,6,7,8,9,10,11,12], date: d, serial: s, page: p, check: c, code: c, logo: l, qr: q}",
	} {
		if _, err := parseWords([]byte(data)); err == nil {
			t.Errorf("%q was accepted", data)
		}
	}
}

package typeset

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Date is a civil date: a day of a calendar without a time or a zone.
type Date struct {
	Year  int
	Month time.Month
	Day   int
}

// valid reports whether the day exists in the Gregorian calendar, from year 1 to 9999.
func (d Date) valid() bool {
	t := time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC)
	return d.Year >= 1 && d.Year <= 9999 && t.Year() == d.Year && t.Month() == d.Month && t.Day() == d.Day
}

// String writes the date as ISO 8601 does: 2015-12-14.
func (d Date) String() string {
	return fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day)
}

// spell writes the date out in the words of a language: 14 December 2015.
func (w *words) spell(d Date) string {
	day := strconv.Itoa(d.Day)
	if d.Day == 1 && w.First != "" {
		day = w.First
	}
	return strings.NewReplacer("{day}", day, "{month}", w.Months[d.Month-1], "{year}", strconv.Itoa(d.Year)).Replace(w.Date)
}

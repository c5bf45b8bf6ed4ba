// Package civil holds the calendar date: a day as people write it on a certificate, with no time and no zone. Instants
// are time.Time in UTC and live elsewhere.
package civil

import (
	"fmt"
	"time"
)

// Date is a day of the proleptic Gregorian calendar. The zero value is "no date".
type Date struct {
	Year  int
	Month time.Month
	Day   int
}

// Parse reads "2015-12-14" (RFC 3339 full-date), years 1900 to 9999.
func Parse(s string) (Date, error) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return Date{}, fmt.Errorf("civil date: %w", err)
	}
	if t.Year() < 1900 {
		return Date{}, fmt.Errorf("civil date: year %d is before 1900", t.Year())
	}
	return Of(t), nil
}

// Of gives the day on which t falls in t's own location.
func Of(t time.Time) Date {
	y, m, d := t.Date()
	return Date{Year: y, Month: m, Day: d}
}

// IsZero says whether there is no date.
func (d Date) IsZero() bool { return d == Date{} }

// String gives "2015-12-14", or "" for no date.
func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	return fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day)
}

// AddDays gives the day so many days later.
func (d Date) AddDays(n int) Date {
	return Of(time.Date(d.Year, d.Month, d.Day+n, 0, 0, 0, 0, time.UTC))
}

// EndIn gives the instant at which d is over where the clock hangs: the first of the next day.
func (d Date) EndIn(zone *time.Location) time.Time {
	return time.Date(d.Year, d.Month, d.Day+1, 0, 0, 0, 0, zone).UTC()
}

// After says whether d is a later day than o.
func (d Date) After(o Date) bool { return d.String() > o.String() }

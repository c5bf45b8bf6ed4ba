package civil_test

import (
	"testing"
	"time"

	"testamur/internal/civil"

	"pgregory.net/rapid"
)

func TestParseTakesRealDaysOnly(t *testing.T) {
	for in, ok := range map[string]bool{
		"2015-12-14": true, "2016-02-29": true, "2015-02-29": false, "2015-13-01": false, "15-12-14": false,
		"2015-12-14T00:00:00Z": false, "": false, "1899-12-31": false, "2015-1-1": false,
	} {
		d, err := civil.Parse(in)
		if (err == nil) != ok || (ok && d.String() != in) {
			t.Errorf("Parse(%q) = %v, %v", in, d, err)
		}
	}
}

// A date that is off by a day is among what users hate: the day is the one on the wall where the clock hangs.
func TestOfIsTheDayWhereTheClockHangs(t *testing.T) {
	instant := time.Date(2015, 12, 14, 23, 30, 0, 0, time.UTC)
	for zone, want := range map[string]string{"UTC": "2015-12-14", "Europe/Copenhagen": "2015-12-15", "America/New_York": "2015-12-14"} {
		location, err := time.LoadLocation(zone)
		if err != nil {
			t.Fatal(err)
		}
		if got := civil.Of(instant.In(location)).String(); got != want {
			t.Errorf("%s: %s, want %s", zone, got, want)
		}
	}
}

func TestAfterIsTheOrderOfTheCalendar(t *testing.T) {
	day := rapid.Int64Range(0, 200*365)
	rapid.Check(t, func(t *rapid.T) {
		a, b := day.Draw(t, "a"), day.Draw(t, "b")
		start := time.Date(1900, 1, 1, 0, 0, 0, 0, time.UTC)
		da, db := civil.Of(start.AddDate(0, 0, int(a))), civil.Of(start.AddDate(0, 0, int(b)))
		if da.After(db) != (a > b) {
			t.Fatalf("%s after %s: %v", da, db, da.After(db))
		}
	})
}

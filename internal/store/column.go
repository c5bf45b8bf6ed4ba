package store

import (
	"database/sql/driver"
	"encoding/json"
	"fmt"
	"time"

	"testamur/internal/civil"
	"testamur/internal/record"

	"github.com/google/uuid"
)

// The types of columns that the two engines would otherwise store each in its own way. A zero value is null.

// stampLayout has a fixed width, so that SQLite, which stores text, compares as it should.
const stampLayout = "2006-01-02T15:04:05.000000Z"

// instant is a time in UTC, to the microsecond.
type instant time.Time

// Value implements driver.Valuer.
func (t instant) Value() (driver.Value, error) {
	if time.Time(t).IsZero() {
		return nil, nil //nolint:nilnil // this is how null is written
	}
	return time.Time(t).UTC().Format(stampLayout), nil
}

// Scan implements sql.Scanner.
func (t *instant) Scan(v any) error {
	switch v := v.(type) {
	case nil:
		*t = instant{}
	case time.Time:
		*t = instant(v.UTC())
	case string:
		parsed, err := time.Parse(stampLayout, v)
		*t = instant(parsed)
		return err
	default:
		return fmt.Errorf("a time is stored as %T", v)
	}
	return nil
}

// day is a civil date as text.
type day string

// Value implements driver.Valuer.
func (d day) Value() (driver.Value, error) { return optional(d).Value() }

// Scan implements sql.Scanner.
func (d *day) Scan(v any) error {
	if t, ok := v.(time.Time); ok { // PostgreSQL has a type for it
		*d = day(civil.Of(t).String())
		return nil
	}
	return (*optional)(d).Scan(v)
}

func dayOf(d civil.Date) day { return day(d.String()) }

// date reads what was stored by this program.
func (d day) date() civil.Date {
	if d == "" {
		return civil.Date{}
	}
	parsed, err := civil.Parse(string(d))
	if err != nil {
		return civil.Date{}
	}
	return parsed
}

// optional is text that is null when empty, so that unique indexes pass it over.
type optional string

// Value implements driver.Valuer.
func (o optional) Value() (driver.Value, error) {
	if o == "" {
		return nil, nil //nolint:nilnil // this is how null is written
	}
	return string(o), nil
}

// Scan implements sql.Scanner.
func (o *optional) Scan(v any) error {
	switch v := v.(type) {
	case nil:
		*o = ""
	case string:
		*o = optional(v)
	default:
		return fmt.Errorf("text is stored as %T", v)
	}
	return nil
}

// reference is the id of something else, or null.
type reference uuid.UUID

// Value implements driver.Valuer.
func (r reference) Value() (driver.Value, error) {
	if r == (reference{}) {
		return nil, nil //nolint:nilnil // this is how null is written
	}
	return uuid.UUID(r).String(), nil
}

// Scan implements sql.Scanner.
func (r *reference) Scan(v any) error {
	*r = reference{}
	return (*uuid.UUID)(r).Scan(v)
}

// digest is a SHA-256, or null.
type digest record.Digest

// Value implements driver.Valuer.
func (d digest) Value() (driver.Value, error) {
	if d == (digest{}) {
		return nil, nil //nolint:nilnil // this is how null is written
	}
	return d[:], nil
}

// Scan implements sql.Scanner.
func (d *digest) Scan(v any) error {
	*d = digest{}
	if v == nil {
		return nil
	}
	b, ok := v.([]byte)
	if !ok || len(b) != len(d) {
		return fmt.Errorf("a digest is stored as %T of %d bytes", v, len(b))
	}
	copy(d[:], b)
	return nil
}

// document is JSON in a column of text.
type document[T any] struct{ of T }

// Value implements driver.Valuer.
func (d document[T]) Value() (driver.Value, error) {
	b, err := json.Marshal(d.of)
	if err != nil {
		return nil, fmt.Errorf("JSON column: %w", err)
	}
	return string(b), nil
}

// Scan implements sql.Scanner.
func (d *document[T]) Scan(v any) error {
	s, ok := v.(string)
	if !ok {
		return fmt.Errorf("JSON is stored as %T", v)
	}
	return json.Unmarshal([]byte(s), &d.of)
}

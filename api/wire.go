package api

import (
	"encoding/base64"
	"encoding/binary"
	"strconv"
	"strings"
	"time"

	"testamur/internal/civil"
	"testamur/internal/fault"
	"testamur/internal/record"

	"github.com/google/uuid"
	"github.com/oapi-codegen/nullable"
)

// etag writes a revision as an entity tag.
func etag(revision int64) EntityTag { return strconv.Quote(strconv.FormatInt(revision, 10)) }

// matching reads the revision that a change was made against; none matches all, which only upserts allow. The contract
// has checked its form: a number that is none matches nothing.
func matching(tag EntityTag) record.Match {
	if tag == "" {
		return record.Any
	}
	n, err := strconv.ParseUint(strings.Trim(tag, `"`), 10, 63)
	if err != nil {
		return 0
	}
	return record.Match(n)
}

// defaultLimit is how many items a page has when the client does not say.
const defaultLimit = 50

// page reads which part of a list is asked for. A cursor is the last id of the page before.
func page(limit int, cursor string) (record.Page, error) {
	p := record.Page{Limit: pageLimit(limit)}
	if cursor == "" {
		return p, nil
	}
	b, err := base64.RawURLEncoding.DecodeString(cursor)
	if err == nil {
		p.After, err = uuid.FromBytes(b)
	}
	if err != nil {
		return p, badCursor()
	}
	return p, nil
}

func pageLimit(limit int) int {
	if limit == 0 {
		return defaultLimit
	}
	return limit
}

func badCursor() error {
	return malformed([]fault.Violation{{Pointer: "?cursor", Reason: "form", Message: "Send the next_cursor of the page before."}})
}

// listed turns a page of the domain into items and the cursor of the next page.
func listed[T, W any](list record.List[T], wire func(T) W, id func(T) uuid.UUID) (items []W, next NextCursor) {
	items = each(list.Items, wire)
	if n := len(list.Items); list.More && n > 0 {
		last := id(list.Items[n-1])
		next = base64.RawURLEncoding.EncodeToString(last[:])
	}
	return items, next
}

// each converts a slice; none is empty, never null.
func each[T, W any](list []T, wire func(T) W) []W {
	out := make([]W, len(list))
	for i, t := range list {
		out[i] = wire(t)
	}
	return out
}

// The cursor of events is a sequence number.
func sequenceCursor(sequence int64) NextCursor {
	return base64.RawURLEncoding.EncodeToString(binary.BigEndian.AppendUint64(nil, uint64(sequence)))
}

func readSequenceCursor(cursor string) (int64, error) {
	b, err := base64.RawURLEncoding.DecodeString(cursor)
	if err != nil || len(b) != 8 {
		return 0, badCursor()
	}
	return int64(binary.BigEndian.Uint64(b)), nil
}

// dateOf writes a day; no day is the zero Date, which is left out.
func dateOf(d civil.Date) Date {
	if d.IsZero() {
		return Date{}
	}
	return Date{Time: time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC)}
}

// day reads what dateOf wrote.
func day(d Date) civil.Date {
	if d.IsZero() {
		return civil.Date{}
	}
	return civil.Of(d.Time)
}

// set changes a field when the request names it.
func set[D, W any](field *D, value *W, read func(W) D) {
	if value != nil {
		*field = read(*value)
	}
}

// put changes an optional field when the request names it; null clears it.
func put[D, W any](field *D, value nullable.Nullable[W], read func(W) D) {
	if !value.IsSpecified() {
		return
	}
	if value.IsNull() {
		var none D
		*field = none
		return
	}
	*field = read(value.MustGet())
}

// same is the reading of what is one type on the wire and in the domain.
func same[T any](v T) T { return v }

// or gives v, or what stands for none.
func or(v, none string) string {
	if v == "" {
		return none
	}
	return v
}

package web

import (
	"net/url"
	"slices"
	"strings"
	"time"

	"testamur/internal/access"
	"testamur/internal/operation"

	"github.com/google/uuid"
)

// operationRow is an operation in a list.
type operationRow struct {
	operation.Operation
	Words workWords
	At    string // when it was confirmed, or else planned
}

func newOperationRow(o operation.Operation, zone string) operationRow {
	at := o.StartedAt
	if at.IsZero() {
		at = o.CreatedAt
	}
	return operationRow{o, kindsOfWork[o.Kind], clock(at, zone)}
}

// Standing says in a line how far it is.
func (o operationRow) Standing() string {
	done, failed := o.Tally.States[operation.ItemDone], o.Tally.States[operation.ItemFailed]
	var parts []string
	switch o.State {
	case operation.Planned:
		return "A look ahead: nothing was done."
	case operation.Running:
		parts = append(parts, counted(o.Tally.Left(), "1 is left", "%d are left"))
	case operation.Cancelled:
		parts = append(parts, "Stopped")
	case operation.Failed:
		parts = append(parts, "Broken off")
	case operation.Done:
	}
	parts = append(parts, o.Words.Been(done))
	if failed > 0 {
		parts = append(parts, counted(failed, "1 failed", "%d failed"))
	}
	return strings.Join(parts, ", ") + "."
}

// clock gives a time of day in a programme's time zone, which was checked to be one.
func clock(t time.Time, zone string) string {
	place, err := time.LoadLocation(zone)
	if err != nil {
		place = time.UTC
	}
	return t.In(place).Format(dayForm + ", 15:04")
}

// Until is when a dry run stops being good.
func (o operationPage) Until() string { return clock(o.ExpiresAt, o.Programme.TimeZone) }

// Begun is when it was confirmed.
func (o operationPage) Begun() string { return clock(o.StartedAt, o.Programme.TimeZone) }

// Ended is how many of those that were to be done are over, one way or another.
func (o operationPage) Ended() int {
	return o.Count(operation.ItemDone) + o.Count(operation.ItemFailed)
}

// Wanted is how many were to be done: not those that were left out from the start.
func (o operationPage) Wanted() int {
	if o.State == operation.Cancelled || o.State == operation.Failed {
		return o.Tally.Total()
	}
	return o.Tally.Total() - o.Count(operation.ItemSkipped)
}

// Standing says how far it has come.
func (o operationPage) Standing() string {
	left := o.Tally.Left()
	parts := []string{counted(o.Count(operation.ItemDone), "1 of ", "%d of ") + counted(o.Wanted(), "1 is done", "%d are done")}
	if left > 0 {
		parts = append(parts, counted(left, "1 is left", "%d are left"))
	}
	if n := o.Count(operation.ItemFailed); n > 0 {
		parts = append(parts, counted(n, "1 failed", "%d failed"))
	}
	if n := o.Count(operation.ItemSkipped); n > 0 {
		parts = append(parts, counted(n, "1 was left out", "%d were left out"))
	}
	return strings.Join(parts, ", ") + "."
}

// Remaining says about how long it takes from now; "" while that cannot be said.
func (o operationPage) Remaining() string {
	_, end := o.Rate(o.now)
	if end.IsZero() {
		return ""
	}
	switch left := end.Sub(o.now); {
	case left < time.Minute:
		return "Less than a minute is left."
	default:
		return "About " + counted(int((left+30*time.Second)/time.Minute), "1 minute is left.", "%d minutes are left.")
	}
}

func stateAndAfter(state operation.ItemState, after uuid.UUID) string {
	query := url.Values{"after": {after.String()}}
	if state != "" {
		query.Set("state", string(state))
	}
	return query.Encode()
}

// itemRow is what happens to one participant, as people read it.
type itemRow struct {
	operation.Item
	Path string // of what it is about, or of what came of it; "" when that has no page yet
}

func itemRows(items []operation.Item) []itemRow {
	rows := make([]itemRow, len(items))
	for i, x := range items {
		rows[i] = itemRow{Item: x, Path: pageOf(x.Result)}
		if rows[i].Path == "" {
			rows[i].Path = pageOf(x.Object)
		}
	}
	return rows
}

// pageOf gives the page of an object, or "".
func pageOf(r access.Ref) string {
	if kind, ok := eventPages[r.Kind]; ok && r.ID != uuid.Nil {
		return here(kind, r.ID, "")
	}
	return ""
}

// Mailed says whether a row that is shown has a letter, and Remarked whether there is something to be said of one.
func (o operationPage) Mailed() bool {
	return slices.ContainsFunc(o.Rows, func(i itemRow) bool { return len(i.Letters) > 0 && !i.Refused() })
}

// Remarked goes with Mailed.
func (o operationPage) Remarked() bool {
	return slices.ContainsFunc(o.Rows, func(i itemRow) bool { return len(i.Problems) > 0 })
}

// Happens says what is done, in words.
func (i itemRow) Happens() string {
	var parts []string
	for _, effect := range i.Effects {
		words := effectWords[effect]
		if effect == "assign" {
			words += " " + i.OtherName
		}
		if effect != "invite" { // which stands among the letters
			parts = append(parts, words)
		}
	}
	return strings.Join(parts, ", ")
}

// Mails gives the letters, each with whom it goes to.
func (i itemRow) Mails() []string {
	var mails []string
	for _, l := range i.Letters {
		mails = append(mails, l.Name+" ("+letterWords[l.Kind]+")")
	}
	return mails
}

// Makes names the files that are made.
func (i itemRow) Makes() string {
	var names []string
	for _, d := range i.Documents {
		names = append(names, documentWords[d])
	}
	return listed(names)
}

// Refused says whether it cannot be done.
func (i itemRow) Refused() bool { return i.State == operation.ItemSkipped }

// Became says what came of it, in a word.
func (i itemRow) Became() string {
	switch i.State {
	case operation.ItemDone:
		return "done"
	case operation.ItemFailed:
		return "failed"
	case operation.ItemSkipped:
		return "left out"
	case operation.ItemRunning:
		return "under way"
	case operation.ItemWaiting:
		if i.Attempts > 0 {
			return "is tried again"
		}
	}
	return "waits"
}

// Why says why it was not done: what failed, or what stood in the way when it was planned.
func (i itemRow) Why() []string {
	if i.Message != "" && i.State != operation.ItemDone {
		return []string{i.Message}
	}
	if i.Reason == "cancelled" {
		return []string{"It was stopped before this."}
	}
	var why []string
	if i.State == operation.ItemSkipped {
		for _, x := range i.Problems {
			if !x.Warning {
				why = append(why, saidOf(x))
			}
		}
	}
	return why
}

// saidOf says what is wrong, of an import with the column in which it is. A place in a document means nothing to people.
func saidOf(x operation.Problem) string {
	if x.Column == "" || strings.HasPrefix(x.Column, "/") {
		return x.Message
	}
	return x.Column + ": " + x.Message
}

// Package operation carries out work on whole cohorts: planned as a dry run that names every person, message and document,
// confirmed by a token, done item by item wherever the program runs, and going on after a restart. What the items are about
// lies in the kinds, which other packages bring; nothing here knows of certificates, enrolments or feedback.
package operation

import (
	"encoding/json"
	"time"

	"testamur/internal/access"
	"testamur/internal/record"

	"github.com/google/uuid"
)

// State is where an operation stands.
type State string

// The states of an operation.
const (
	Planned   State = "planned"   // a dry run, waiting to be confirmed
	Running   State = "running"   // confirmed; its items are being done
	Done      State = "done"      // nothing is left to do; single items may have failed
	Cancelled State = "cancelled" // stopped by somebody; what was done stays done
	Failed    State = "failed"    // stopped because whoever confirmed it may not do this any more
)

// ItemState is where one item stands.
type ItemState string

// The states of an item.
const (
	ItemWaiting ItemState = "waiting"
	ItemRunning ItemState = "running"
	ItemDone    ItemState = "done"
	ItemFailed  ItemState = "failed"
	ItemSkipped ItemState = "skipped" // it could not be done when it was planned, or the operation stopped before it
)

// PlanLife is how long a dry run can be confirmed.
const PlanLife = time.Hour

// MaxItems is how many items one operation may have.
const MaxItems = 5000

// Operation is work on the participants of one cohort.
type Operation struct {
	record.Meta
	Kind      string
	Programme uuid.UUID
	Cohort    uuid.UUID
	State     State
	Actor     access.Actor    // who planned it and, once it is confirmed, who confirmed it; as Recorded
	Options   json.RawMessage // as the kind reads them
	Plan      record.Digest   // of what was shown
	Token     record.Digest   // hash of the secret that confirms it
	ExpiresAt time.Time       // of the plan
	StartedAt time.Time       // when it was confirmed
	EndedAt   time.Time
	Reason    string // why it failed as a whole
	Message   string // the same in words
	Tally     Tally  // for reading only; the store brings it
}

// Tally says how far an operation has come.
type Tally struct {
	States   map[ItemState]int
	Failures map[string]int // failed items by reason
}

// Total is the number of items.
func (t Tally) Total() (n int) {
	for _, count := range t.States {
		n += count
	}
	return n
}

// Left is how many items are still to be done.
func (t Tally) Left() int { return t.States[ItemWaiting] + t.States[ItemRunning] }

// Rate gives how many items a running operation does a second on average, and when it will end at that rate; zero while
// that cannot be said.
func (o Operation) Rate(now time.Time) (perSecond float64, end time.Time) {
	finished := o.Tally.States[ItemDone] + o.Tally.States[ItemFailed]
	took := now.Sub(o.StartedAt)
	if !o.EndedAt.IsZero() {
		took = o.EndedAt.Sub(o.StartedAt)
	}
	if o.StartedAt.IsZero() || finished == 0 || took <= 0 {
		return 0, time.Time{}
	}
	perSecond = float64(finished) / took.Seconds()
	if o.State == Running {
		end = now.Add(time.Duration(float64(o.Tally.Left()) / perSecond * float64(time.Second)))
	}
	return perSecond, end
}

// Item is what is done for one participant.
type Item struct {
	ID        uuid.UUID // UUIDv7: items are listed and done in the order of their plan
	Operation uuid.UUID
	Position  int        // from 1; of an import the row of the file, whose first row names the columns
	Object    access.Ref // what it is about; zero when that does not exist yet
	Revision  int64      // of the object when it was planned
	Person    uuid.UUID  // the participant, or Nil when they are not known yet
	Name      string     // of the person; from the plan while they are not known, emptied when the item ends
	Other     uuid.UUID  // another person that it ties to the participant, or Nil
	OtherName string     // for reading only; the store brings it
	Effects   []string   // what will be done, in codes: "create_person"
	Letters   []Letter   // what will be mailed
	Documents []string   // what files will be made, in codes: "issued_pdf"
	Problems  []Problem
	Input     json.RawMessage // what the kind needs to do it; emptied when the item ends

	State     ItemState
	NotBefore time.Time // of a waiting item: not to be tried earlier; of a running one: when its lease ends
	Attempts  int
	Failure
	Result  access.Ref // what came of it
	EndedAt time.Time
}

// Failure says why an item failed or was skipped.
type Failure struct {
	Code    string // a fault.Code
	Reason  string
	Message string
}

// Letter is a message that an item sends.
type Letter struct {
	Kind   access.LetterKind `json:"kind"`
	Person uuid.UUID         `json:"person,omitzero"` // Nil: the participant, who is not known yet
	Name   string            `json:"-"`               // for reading only; the store brings it
}

// Problem is what is wrong with an item, or worth a look.
type Problem struct {
	Column  string `json:"column,omitempty"` // of an import
	Reason  string `json:"reason"`
	Message string `json:"message"`
	Warning bool   `json:"warning,omitempty"` // it is done nevertheless
}

// Refuse adds a problem for which the item is not done.
func (i *Item) Refuse(column, reason, message string) {
	i.Problems = append(i.Problems, Problem{Column: column, Reason: reason, Message: message})
	i.State = ItemSkipped
}

// Warn adds a problem that does not stop the item.
func (i *Item) Warn(column, reason, message string) {
	i.Problems = append(i.Problems, Problem{Column: column, Reason: reason, Message: message, Warning: true})
}

// Filter narrows a list of operations; zero fields do not.
type Filter struct {
	Cohort uuid.UUID
	State  State
	Sight  access.Sight
}

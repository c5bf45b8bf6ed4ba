package access

import (
	"errors"
	"slices"

	"testamur/internal/fault"

	"github.com/google/uuid"
)

//go:generate go run ./genpolicy ../../openapi.yaml policy.gen.go

// Operation is an operationId of the contract.
type Operation string

// Relation is a way in which an actor stands to an object; the contract's x-access names those that permit an operation.
type Relation string

// The relations. Which of them an actor has to an object, Actor.stands says in one place.
const (
	Anyone      Relation = "anyone"      // with or without a name
	Admin       Relation = "admin"       // an administrator of the installation
	Staff       Relation = "staff"       // staff of the object's programme
	Reader      Relation = "reader"      // a token for reading what is finished
	SignedIn    Relation = "signed_in"   // any account, for what is its own
	Self        Relation = "self"        // the person that the object is about
	Participant Relation = "participant" // whose enrolment it is; of certificates, once they are issued
	Assigned    Relation = "assigned"    // assessor of the enrolment, not ended
	Present     Relation = "present"     // takes part in this meeting
	Author      Relation = "author"      // wrote this feedback or note, or it is written in their name
	Signatory   Relation = "signatory"   // is asked to sign this certificate
	Reviewer    Relation = "reviewer"    // is asked what they think of this text before it is signed, or printed elsewhere
)

// Scope narrows what a token may do; the contract's x-scope names the one that an operation needs.
type Scope string

// NoTokens is the scope of operations that are for people alone, whatever a token may do.
const NoTokens Scope = "none"

// ErrRefused is the cause of every fault that the policy answers with, also of those that say that nothing is there.
var ErrRefused = errors.New("refused by the policy")

// Object is what a use case has loaded of the thing that an operation is about: the facts that relations follow from.
type Object struct {
	Kind        string      // as people call it: "certificate"
	Reading     Operation   // who may not do that either is told that it does not exist
	Ref         uuid.UUID   // what a mailed link must be for
	Programme   uuid.UUID   // Nil: it belongs to no programme, so staff of any are staff of it
	Person      uuid.UUID   // whom it is about
	Participant uuid.UUID   // whose enrolment it belongs to
	Assessors   []uuid.UUID // assigned, not ended
	Present     []uuid.UUID // who take part in the meeting
	Mine        bool        // the actor wrote it, or it is written in the actor's name
	Signatories []uuid.UUID // of a certificate that was sent for signing
	Reviewer    uuid.UUID   // who is asked what they think of it
	Unfinished  bool        // nothing was issued: readers and participants do not know of it
}

// Permit answers before anything is loaded whether the actor could carry out the operation on any object at all. It denies
// by default: an operation that the policy does not know is refused. It fails as Unauthenticated when nobody is known to
// be asking, as Forbidden for others: with the reason scope when a token's scopes leave the operation out, with
// proof_needed when the person must first prove again who they are.
func (a Actor) Permit(op Operation) error {
	if !slices.ContainsFunc(policy[op], a.could) {
		return a.refusal()
	}
	if err := a.scoped(op); err != nil {
		return err
	}
	if needsProof[op] && a.Kind == KindAccount && !a.Fresh {
		return refused(fault.Forbidden, "proof_needed", "Prove that it is you first: give your password or passkey again. That holds for five minutes.")
	}
	return nil
}

// PermitOn is Permit for an object that was loaded: an actor who may not even read it is told that it does not exist.
func (a Actor) PermitOn(op Operation, o Object) error {
	if err := a.Permit(op); err != nil {
		return err
	}
	stands := a.stands(o)
	if allowed(op, stands) {
		return nil
	}
	if !allowed(o.Reading, stands) {
		return fault.Missing(o.Kind).Because(ErrRefused)
	}
	return a.refusal()
}

func allowed(op Operation, stands []Relation) bool {
	return slices.ContainsFunc(stands, func(r Relation) bool { return slices.Contains(policy[op], r) })
}

// Stands says whether the actor has one of the relations to the object.
func (a Actor) Stands(o Object, relations ...Relation) bool {
	return slices.ContainsFunc(a.stands(o), func(r Relation) bool { return slices.Contains(relations, r) })
}

// stands gives every relation of the actor to the object. Roles add up.
func (a Actor) stands(o Object) []Relation {
	relations := []Relation{Anyone}
	add := func(r Relation, holds bool) {
		if holds {
			relations = append(relations, r)
		}
	}
	add(Admin, a.Role == RoleAdmin)
	add(Staff, a.staffs(o.Programme))
	add(Reader, a.Role == RoleRead && !o.Unfinished && a.reaches(o.Programme))
	add(SignedIn, a.Kind == KindAccount)
	if a.Kind == KindGuest && (o.Ref == uuid.Nil || o.Ref != a.Guest.ID) {
		return relations
	}
	add(Author, o.Mine)
	if !a.acts() {
		return relations
	}
	add(Self, a.Kind == KindAccount && a.Is(o.Person))
	add(Participant, !o.Unfinished && a.Is(o.Participant))
	add(Assigned, slices.Contains(o.Assessors, a.Person))
	add(Present, slices.Contains(o.Present, a.Person))
	add(Signatory, slices.Contains(o.Signatories, a.Person))
	add(Reviewer, a.Is(o.Reviewer))
	return relations
}

// could says whether the actor has the relation to some object, as far as is known without looking.
func (a Actor) could(r Relation) bool {
	switch r {
	case Anyone:
		return true
	case Admin:
		return a.Role == RoleAdmin
	case Staff:
		return a.staffs(uuid.Nil)
	case Reader:
		return a.Role == RoleRead
	case SignedIn, Self:
		return a.Kind == KindAccount
	case Participant, Present:
		return a.acts() && a.Kind != KindGuest
	case Author:
		return a.Kind != KindAnonymous && a.Kind != ""
	case Assigned, Signatory, Reviewer:
		return a.acts()
	}
	return false
}

func (a Actor) scoped(op Operation) error {
	if a.Kind != KindToken || slices.Contains(policy[op], Anyone) {
		return nil
	}
	scope, known := scopes[op]
	if known && scope != NoTokens && (len(a.Scopes) == 0 || slices.Contains(a.Scopes, scope)) {
		return nil
	}
	return refused(fault.Forbidden, "scope", "This token is not for this. It would need the scope %s.", scope)
}

func (a Actor) refusal() error {
	if a.Kind == KindAnonymous || a.Kind == "" {
		return refused(fault.Unauthenticated, "", "Sign in, or send a valid token.")
	}
	return refused(fault.Forbidden, "", "You may not do this.")
}

func refused(code fault.Code, reason, format string, args ...any) error {
	return fault.New(code, reason, format, args...).Because(ErrRefused)
}

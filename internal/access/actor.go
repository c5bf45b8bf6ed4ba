// Package access says who somebody is and what they may do: people, tokens, actors, the relations that permit an
// operation, and the events that record what was done. It evaluates the policy of the contract; it does not load what the
// policy is about: use cases bring the facts.
package access

import (
	"slices"

	"testamur/internal/fault"

	"github.com/google/uuid"
)

// Role is what a token was made for.
type Role string

// The roles of tokens. They do not include one another: the policy names every one that may do a thing.
const (
	RoleAdmin    Role = "admin"
	RoleStaff    Role = "staff"
	RoleAssessor Role = "assessor" // acts as the person that the token names
	RoleRead     Role = "read"     // reads what is finished, nothing that is being written
)

// ActorKind says what stands behind an Actor.
type ActorKind string

// The kinds of actors.
const (
	KindAnonymous ActorKind = "anonymous"
	KindToken     ActorKind = "token"
	KindSystem    ActorKind = "system" // the command line of the machine, and the demo
)

// Actor is who carries out a use case. Every use case takes one.
type Actor struct {
	Kind   ActorKind
	ID     uuid.UUID // the token's; Nil for others
	Name   string    // as it stands in events
	Role   Role
	Person uuid.UUID // the person that the actor acts as, or Nil
}

// Anonymous is anyone at all.
func Anonymous() Actor { return Actor{Kind: KindAnonymous} }

// System acts with an administrator's rights on the machine itself; name says which command.
func System(name string) Actor { return Actor{Kind: KindSystem, Name: name, Role: RoleAdmin} }

// Is says whether the actor acts as person.
func (a Actor) Is(person uuid.UUID) bool { return a.Person != uuid.Nil && a.Person == person }

// Relation is a way in which an actor stands to an object; the contract's x-access names those that permit an operation.
type Relation string

// The relations. The first five follow from the actor alone; the others are facts that the use case loads.
const (
	Anyone    Relation = "anyone"
	Admin     Relation = "admin"
	Staff     Relation = "staff"
	Reader    Relation = "reader"
	Assessor  Relation = "assessor"  // an assessor of something: may ask, and gets only what is theirs
	Assigned  Relation = "assigned"  // assessor of this enrolment, not ended
	Author    Relation = "author"    // wrote this draft, or it is written in their name
	Signatory Relation = "signatory" // is to sign this certificate
)

//go:generate go run ./genpolicy ../../openapi.yaml policy.gen.go

// Operation is an operationId of the contract.
type Operation string

// held gives the relations that follow from the actor alone.
func (a Actor) held() []Relation {
	switch a.Role {
	case RoleAdmin:
		return []Relation{Anyone, Admin}
	case RoleStaff:
		return []Relation{Anyone, Staff}
	case RoleAssessor:
		return []Relation{Anyone, Assessor}
	case RoleRead:
		return []Relation{Anyone, Reader}
	}
	return []Relation{Anyone}
}

// Permit answers whether the actor, who also holds the given relations to the object, may carry out the operation. It
// denies by default: an operation that the policy does not know is refused. It fails as Unauthenticated when nobody is
// known to be asking, else as Forbidden.
func (a Actor) Permit(op Operation, also ...Relation) error {
	if a.permitted(op, also) {
		return nil
	}
	if a.Kind == KindAnonymous || a.Kind == "" {
		return fault.New(fault.Unauthenticated, "", "Sign in, or send a valid token.")
	}
	return fault.New(fault.Forbidden, "", "You may not do this.")
}

// PermitObject is Permit for one object: an actor to whom the object means nothing is told that it does not exist.
func (a Actor) PermitObject(op Operation, kind string, also ...Relation) error {
	err := a.Permit(op, also...)
	if fault.CodeOf(err) == fault.Forbidden && len(also) == 0 && a.Role == RoleAssessor {
		return fault.Missing(kind)
	}
	return err
}

func (a Actor) permitted(op Operation, also []Relation) bool {
	return slices.ContainsFunc(append(a.held(), also...), func(r Relation) bool { return slices.Contains(policy[op], r) })
}

// Key names the actor for comparing who did what: two calls with the same key came from the same hand.
func (a Actor) Key() string {
	switch {
	case a.ID != uuid.Nil:
		return a.ID.String()
	case a.Name == "":
		return string(a.Kind)
	}
	return string(a.Kind) + ":" + a.Name
}

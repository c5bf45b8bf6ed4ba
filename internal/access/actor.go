// Package access says who somebody is and what they may do: people, tokens, actors, the relations that permit an
// operation, and the events that record what was done. It evaluates the policy of the contract; it does not load what the
// policy is about: use cases bring the facts. How somebody proves who they are is package account.
package access

import (
	"slices"

	"github.com/google/uuid"
)

// Role is what a token was made for, or that an account is an administrator's. All else that people are follows from
// facts: who is staff of a programme, who is assigned, enrolled, named as signatory.
type Role string

// The roles. Those of tokens do not include one another: the policy names every one that may do a thing.
const (
	RoleAdmin    Role = "admin"
	RoleStaff    Role = "staff"
	RoleAssessor Role = "assessor" // a token that acts as the person that it names
	RoleRead     Role = "read"     // reads what is finished, nothing that is being written
)

// ActorKind says what stands behind an Actor.
type ActorKind string

// The kinds of actors.
const (
	KindAnonymous ActorKind = "anonymous"
	KindToken     ActorKind = "token"
	KindAccount   ActorKind = "account" // somebody who signed in
	KindGuest     ActorKind = "guest"   // somebody who followed a mailed link to one object
	KindSystem    ActorKind = "system"  // the command line of the machine, and the demo
)

// Actor is who carries out a use case. Every use case takes one.
type Actor struct {
	Kind   ActorKind
	ID     uuid.UUID // of the token, the session or the link; Nil for others
	Name   string    // as it stands in events
	Role   Role      // of a token; of an account: admin or none
	Person uuid.UUID // the person that the actor is, or Nil
	Powers
}

// Powers is what an actor may do beyond their role. It is read anew with every request and not kept in events.
type Powers struct {
	Programmes []uuid.UUID // whose staff the actor is; for tokens: the programmes that they are for, none means all
	Scopes     []Scope     // of a token; none means all that its role may do
	Guest      Ref         // the one object that a mailed link is for
	Fresh      bool        // proved who they are within the last five minutes
}

// Anonymous is anyone at all.
func Anonymous() Actor { return Actor{Kind: KindAnonymous} }

// System acts with an administrator's rights on the machine itself; name says which command.
func System(name string) Actor { return Actor{Kind: KindSystem, Name: name, Role: RoleAdmin} }

// Is says whether the actor is person.
func (a Actor) Is(person uuid.UUID) bool { return a.Person != uuid.Nil && a.Person == person }

// Recorded gives the actor as events and sign-offs keep one: which hand it was, without what they could do, and of people
// the id alone, since a person can be erased and what is recorded cannot.
func (a Actor) Recorded() Actor {
	a.Powers = Powers{}
	if a.Kind == KindAccount || a.Kind == KindGuest {
		a.Name = ""
	}
	return a
}

// Key names the actor for comparing who did what: two calls with the same key came from the same hand.
func (a Actor) Key() string {
	switch {
	case a.Kind == KindAccount || a.Kind == KindGuest:
		return a.Person.String()
	case a.ID != uuid.Nil:
		return a.ID.String()
	case a.Name == "":
		return string(a.Kind)
	}
	return string(a.Kind) + ":" + a.Name
}

// Hand gives what a draft is known by as its writer's: the person who signed in, or the token.
func (a Actor) Hand() uuid.UUID {
	if a.Kind == KindAccount || a.Kind == KindGuest {
		return a.Person
	}
	return a.ID
}

// acts says whether the relations of the actor's person are the actor's own. A token for staff that names a person only
// says whose hand it is.
func (a Actor) acts() bool {
	return a.Person != uuid.Nil && (a.Kind == KindAccount || a.Kind == KindGuest || a.Role == RoleAssessor)
}

// everywhere says whether a staff or read token is for all programmes.
func (a Actor) everywhere() bool { return a.Kind == KindToken && len(a.Programmes) == 0 }

// staffs says whether the actor is staff: of the given programme, or for Nil of any.
func (a Actor) staffs(programme uuid.UUID) bool {
	switch {
	case a.Kind == KindToken:
		return a.Role == RoleStaff && a.reaches(programme)
	case a.Kind != KindAccount:
		return false
	case programme == uuid.Nil:
		return len(a.Programmes) > 0
	}
	return slices.Contains(a.Programmes, programme)
}

// reaches says whether a token is for the programme.
func (a Actor) reaches(programme uuid.UUID) bool {
	return programme == uuid.Nil || a.everywhere() || slices.Contains(a.Programmes, programme)
}

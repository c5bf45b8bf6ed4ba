package access

import (
	"slices"

	"github.com/google/uuid"
)

// Sight is how far an actor sees in a list: the store adds it to the query, so that what somebody may not know of is
// neither listed nor counted. The parts add up; the zero value sees nothing.
type Sight struct {
	All        bool        // every object
	Programmes []uuid.UUID // every object of these
	Finished   bool        // but of all that only what was issued: a reader's token
	Person     uuid.UUID   // and what this person stands to in one of the relations
	Relations  []Relation
}

// Everything is the sight of the program itself.
func Everything() Sight { return Sight{All: true} }

// See gives how far the actor sees in the lists of an operation. It fails as Permit does.
func (a Actor) See(op Operation) (Sight, error) {
	if err := a.Permit(op); err != nil {
		return Sight{}, err
	}
	var s Sight
	for _, r := range policy[op] {
		if a.could(r) {
			s.add(a, r)
		}
	}
	return s, nil
}

func (s *Sight) add(a Actor, r Relation) {
	switch r {
	case Admin:
		s.All = true
	case Staff, Reader:
		s.All = s.All || a.everywhere()
		s.Programmes = append(s.Programmes, a.Programmes...)
		s.Finished = a.Role == RoleRead
	case Self, Participant, Assigned, Present, Author, Signatory, Reviewer:
		if a.Kind != KindGuest {
			s.Person, s.Relations = a.Person, append(s.Relations, r)
		}
	case Anyone, SignedIn: // these tie nobody to any object
	}
}

// As says whether the person's relation counts.
func (s Sight) As(r Relation) bool { return slices.Contains(s.Relations, r) }

package web

import (
	"slices"

	"testamur/internal/access"
	"testamur/internal/record"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"
)

// idsOf reads ids that a form holds, each once, leaving out what is none.
func idsOf(typed []string) []uuid.UUID {
	var ids []uuid.UUID
	for _, s := range typed {
		if id := idOf(s); id != uuid.Nil && !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	return ids
}

// namedPeople gives people by id, at most as many as a list has, in that order. Unknown ones are left out.
func (p *Pages) namedPeople(c *gin.Context, a access.Actor, ids []uuid.UUID) ([]access.Person, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	list, err := p.Access.ListPeople(c.Request.Context(), a, access.PersonFilter{IDs: ids}, record.Page{Limit: record.MaxPage})
	slices.SortFunc(list.Items, func(x, y access.Person) int { return slices.Index(ids, x.ID) - slices.Index(ids, y.ID) })
	return list.Items, err
}

package store

import (
	"strings"

	"testamur/internal/access"

	"gorm.io/gorm/clause"
)

// ties says for one table how a person is tied to its rows: the condition of each relation, with one parameter for the person.
type ties map[access.Relation]string

// sight narrows a list to what somebody sees. programme is the column that names a row's programme.
func (c *conditions) sight(s access.Sight, programme string, t ties) {
	if s.All {
		return
	}
	var parts []string
	var args []any
	if len(s.Programmes) > 0 {
		parts, args = append(parts, programme+" IN ?"), append(args, s.Programmes)
	}
	for _, r := range s.Relations {
		if condition, ok := t[r]; ok {
			parts, args = append(parts, condition), append(args, s.Person)
		}
	}
	if len(parts) == 0 {
		*c = append(*c, clause.Expr{SQL: "1 = 0"})
		return
	}
	c.and("("+strings.Join(parts, " OR ")+")", args...)
}

package store

import (
	"context"
	"encoding/json"
	"strings"

	"testamur/internal/access"
)

// likely makes words be themselves in a LIKE pattern.
var likely = strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`)

// ForgetInOperations implements personal.Erasures. What an import was given of somebody is found by their name and addresses,
// since they may not be known yet; words of failures can name anybody.
func (s *Store) ForgetInOperations(ctx context.Context, p access.Person) error {
	const forget = "UPDATE operation_items SET input = 'null', name = '', message = '' WHERE "
	statements := []statement{{forget + "person_id = ? OR other_id = ? OR name = ?", []any{p.ID, p.ID, p.Name}}}
	for _, words := range []string{p.Name, p.Email, p.PrivateEmail} {
		if words == "" {
			continue
		}
		quoted, err := json.Marshal(words)
		if err != nil {
			return err
		}
		plain, within := "%"+likely.Replace(words)+"%", "%"+likely.Replace(strings.Trim(string(quoted), `"`))+"%"
		statements = append(statements,
			statement{forget + `message LIKE ? ESCAPE '\' OR input LIKE ? ESCAPE '\'`, []any{plain, within}},
			statement{`UPDATE operation_items SET plan = '{}' WHERE plan LIKE ? ESCAPE '\'`, []any{within}},
			statement{`UPDATE operations SET message = '' WHERE message LIKE ? ESCAPE '\'`, []any{plain}},
		)
	}
	return s.executeAll(ctx, statements...)
}

package store

import (
	"context"
	"encoding/json"
	"slices"
	"strings"

	"testamur/internal/access"
	"testamur/internal/operation"
	"testamur/internal/text"

	"gorm.io/gorm/clause"
)

// ForgetInOperations implements personal.Erasures. Most items name the person by id. What an import was given of somebody who is not
// known yet is found by their name, addresses and external id, each as the whole of a field; words of failures can name anybody, so
// there the same is looked for as whole words.
func (s *Store) ForgetInOperations(ctx context.Context, p access.Person) error {
	return s.Update(ctx, func(ctx context.Context) error {
		const forget = "UPDATE operation_items SET input = 'null', name = '', message = '' WHERE person_id = ? OR other_id = ?"
		if _, err := execute(ctx, s.db(ctx), forget, p.ID, p.ID); err != nil {
			return err
		}
		known := slices.DeleteFunc([]string{p.Name, p.Email, p.PrivateEmail, p.ExternalID}, func(s string) bool { return s == "" })
		if err := s.forgetItems(ctx, known); err != nil {
			return err
		}
		return s.forgetMessages(ctx, known)
	})
}

// forgetItems takes out of items where one of the words is.
func (s *Store) forgetItems(ctx context.Context, known []string) error {
	columns := []string{"name", "plan", "input", "message"}
	condition, args := containing(known, columns...)
	rows, err := of[operationItemRow](ctx, s.db(ctx), clause.Locking{Strength: "UPDATE"}).columns(append(columns, "id")...).where(condition, args...).order("id").find()
	if err != nil {
		return err
	}
	for _, r := range rows {
		if !r.forget(known) {
			continue
		}
		if _, err := of[operationItemRow](ctx, s.db(ctx)).where("id = ?", r.ID).change(r, columns...); err != nil {
			return err
		}
	}
	return nil
}

// forgetMessages is forgetItems for why operations failed as a whole.
func (s *Store) forgetMessages(ctx context.Context, known []string) error {
	condition, args := containing(known, "message")
	rows, err := of[operationRow](ctx, s.db(ctx)).columns("id", "message").where(condition, args...).find()
	if err != nil {
		return err
	}
	for _, r := range rows {
		if !text.Mentions(r.Message, known) {
			continue
		}
		if _, err := execute(ctx, s.db(ctx), "UPDATE operations SET message = '' WHERE id = ?", r.ID); err != nil {
			return err
		}
	}
	return nil
}

// forget says whether the row held any of what is known of somebody, which it then does not any more.
func (r *operationItemRow) forget(known []string) (found bool) {
	if fieldIs(r.Name, known) || holds(r.Input.of, known) {
		r.Name, r.Input.of, found = "", nil, true
	}
	if text.Mentions(r.Message, known) {
		r.Message, found = "", true
	}
	r.Plan.of.Problems = slices.Clone(r.Plan.of.Problems)
	for i, p := range r.Plan.of.Problems {
		if text.Mentions(p.Message, known) {
			r.Plan.of.Problems[i], found = operation.Problem{Column: p.Column, Reason: p.Reason, Warning: p.Warning}, true
		}
	}
	return found
}

// likely makes words be themselves in a LIKE pattern.
var likely = strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`)

// containing gives a condition for rows in which one of the columns contains one of the words, as it is or as JSON has it. Letters
// outside ASCII are compared as the engine does.
func containing(words []string, columns ...string) (condition string, args []any) {
	var or []string
	for _, word := range words {
		patterns := []string{word}
		if quoted, err := json.Marshal(word); err == nil {
			patterns = append(patterns, strings.Trim(string(quoted), `"`))
		}
		for _, pattern := range slices.Compact(patterns) {
			for _, column := range columns {
				or = append(or, "lower("+column+`) LIKE lower(?) ESCAPE '\'`)
				args = append(args, "%"+likely.Replace(pattern)+"%")
			}
		}
	}
	return "(" + strings.Join(or, " OR ") + ")", args
}

func fieldIs(value string, known []string) bool {
	value = strings.TrimSpace(value)
	return slices.ContainsFunc(known, func(k string) bool { return strings.EqualFold(value, k) })
}

// holds says whether a field somewhere in a JSON value is one of those known.
func holds(input json.RawMessage, known []string) bool {
	var v any
	if err := json.Unmarshal(input, &v); err != nil {
		return false // there is none
	}
	return holdsIn(v, known)
}

func holdsIn(v any, known []string) bool {
	switch v := v.(type) {
	case string:
		return fieldIs(v, known)
	case []any:
		return slices.ContainsFunc(v, func(x any) bool { return holdsIn(x, known) })
	case map[string]any:
		for _, x := range v {
			if holdsIn(x, known) {
				return true
			}
		}
	}
	return false
}

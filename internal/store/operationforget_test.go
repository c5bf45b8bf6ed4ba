package store_test

import (
	"encoding/json"
	"testing"
	"time"

	"testamur/internal/access"
	"testamur/internal/operation"
	"testamur/internal/programme"
	"testamur/internal/record"
	"testamur/internal/store"
	"testamur/internal/store/storetest"

	"github.com/google/uuid"
)

func TestErasingSomebodyForgetsThemInOperationsAndNobodyWhoseNameHoldsTheirs(t *testing.T) {
	per := access.PersonFields{Name: "Per", Email: "Per@example.org", ExternalID: "7"}
	row := func(cells string) json.RawMessage { return json.RawMessage(`{"row": 2, "cells": {` + cells + `}}`) }
	cases := map[string]struct {
		item            operation.Item
		input, message  bool // stay
		problem, effect bool
	}{
		"his name":             {operation.Item{Name: "Per", Input: row(`"name": "Per"`)}, false, true, true, true},
		"his address":          {operation.Item{Name: "P.", Input: row(`"name": "P.", "email": "per@EXAMPLE.org"`)}, false, true, true, true},
		"his external id":      {operation.Item{Name: "P.", Input: row(`"name": "P.", "external_id": "7"`)}, false, true, true, true},
		"a longer name":        {operation.Item{Name: "Perseus", Input: row(`"name": "Perseus", "email": "per@example.org.uk", "external_id": "77"`)}, true, true, true, true},
		"words that name him":  {operation.Item{Name: "Bo", Input: row(`"name": "Bo"`), Failure: operation.Failure{Message: "Per has no e-mail address."}}, true, false, true, true},
		"words about another":  {operation.Item{Name: "Bo", Input: row(`"name": "Bo"`), Failure: operation.Failure{Message: "Perseus and Casper declined, 70 %."}}, true, true, true, true},
		"a problem with him":   {operation.Item{Name: "Bo", Input: row(`"name": "Bo"`), Problems: []operation.Problem{{Reason: "no_email", Message: "Nothing is mailed to Per."}}}, true, true, false, true},
		"a problem with other": {operation.Item{Name: "Bo", Input: row(`"name": "Bo"`), Problems: []operation.Problem{{Reason: "no_email", Message: "Nothing is mailed to Perseus."}}}, true, true, true, true},
	}
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx := t.Context()
		p := access.Person{Meta: fresh(), PersonFields: per}
		must(t, s.People().Insert(ctx, p))
		o := anOperation(t, s)
		for name, c := range cases {
			t.Run(name, func(t *testing.T) {
				i := c.item
				i.ID, i.Operation, i.Position, i.State, i.Effects = newID(), o.ID, 1, operation.ItemWaiting, []string{"enrol"}
				must(t, s.InsertItems(ctx, []operation.Item{i}))
				must(t, s.ForgetInOperations(ctx, p))
				list, err := s.Items(ctx, o.ID, "", record.Page{Limit: 1, After: before(i.ID)})
				must(t, err)
				got := list.Items[0]
				equal(t, string(got.Input) != "null" && got.Name != "", c.input)
				equal(t, got.Message == i.Message, c.message)
				equal(t, len(i.Problems) == 0 || got.Problems[0].Message == i.Problems[0].Message, c.problem)
				equal(t, len(got.Problems), len(i.Problems))
				equal(t, len(got.Effects) == 1, c.effect)
			})
		}
	})
}

// anOperation is one under way.
func anOperation(t *testing.T, s *store.Store) operation.Operation {
	t.Helper()
	p := programme.Programme{Meta: fresh()}
	must(t, s.Programmes().Insert(t.Context(), p))
	c := programme.Cohort{Meta: fresh(), ProgrammeID: p.ID}
	must(t, s.Cohorts().Insert(t.Context(), c))
	o := operation.Operation{Meta: fresh(), Kind: "enrol", Programme: p.ID, Cohort: c.ID, State: operation.Running, Plan: record.DigestOf(nil), ExpiresAt: time.Now().UTC()}
	must(t, s.Operations().Insert(t.Context(), o))
	return o
}

// before gives the id that is the next smaller.
func before(id uuid.UUID) uuid.UUID {
	for i := len(id) - 1; ; i-- {
		id[i]--
		if id[i] != 0xff {
			return id
		}
	}
}

package web

import (
	"encoding/json"
	"fmt"
	"slices"

	"testamur/internal/programme"
)

// roster is a file of people, as the page of its dry run shows it: a row each, with what is to be said of every cell.
type roster struct {
	Columns []string // those that hold anything, or lack something
	Rows    []rosterRow
}

// rosterRow is a row of the file, and the answer to it.
type rosterRow struct {
	itemRow
	Cells  []rosterCell
	Whole  []rosterNote // what is said of the row as a whole
	Answer string
	Kind   string // of the answer: "good", "warning" or "fault"
}

// rosterCell is what stands in a cell, and what is said of it.
type rosterCell struct {
	Column, Text string
	Said         []rosterNote
}

// rosterNote is one thing that is said of a row or a cell.
type rosterNote struct {
	Text    string
	Warning bool
}

func newRoster(items []itemRow) (*roster, error) {
	read := make([]programme.RosterRow, len(items))
	used := map[string]bool{}
	for i, item := range items {
		if len(item.Input) > 0 {
			if err := json.Unmarshal(item.Input, &read[i]); err != nil {
				return nil, fmt.Errorf("row of a dry run: %w", err)
			}
		}
		for column := range read[i].Cells {
			used[column] = true
		}
		for _, x := range item.Problems {
			used[x.Column] = true
		}
	}
	r := &roster{Columns: slices.DeleteFunc(programme.RosterColumns(), func(name string) bool { return !used[name] })}
	for i, item := range items {
		r.Rows = append(r.Rows, r.row(item, read[i]))
	}
	return r, nil
}

func (r *roster) row(item itemRow, read programme.RosterRow) rosterRow {
	row := rosterRow{itemRow: item, Cells: make([]rosterCell, len(r.Columns)), Answer: "Good", Kind: "good"}
	for i, column := range r.Columns {
		row.Cells[i] = rosterCell{Column: column, Text: read.Cells[column]}
	}
	for _, x := range item.Problems {
		s := rosterNote{x.Message, x.Warning}
		if i := slices.Index(r.Columns, x.Column); i >= 0 {
			row.Cells[i].Said = append(row.Cells[i].Said, s)
		} else {
			row.Whole = append(row.Whole, s)
		}
		if row.Kind != "fault" {
			row.Answer, row.Kind = "Good, look again", "warning"
		}
		if !x.Warning {
			row.Answer, row.Kind = "Cannot be enrolled", "fault"
		}
	}
	return row
}

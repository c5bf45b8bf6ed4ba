package programme

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"testamur/internal/access"
	"testamur/internal/fault"
	"testamur/internal/operation"
)

// Limits of a roster.
const (
	MaxRosterRows  = operation.MaxItems
	maxRosterNamed = 100 // problems of the head that are named at once
)

// rosterColumns are the columns that a roster may have; what each means stands at access.PersonFields and EnrolmentFields.
var rosterColumns = []string{
	"name", "email", "private_email", "organisation", "job_title", "language", "external_id", "leader_kind", "scale",
}

// RosterColumns gives the names of the columns that a roster may have; only the first must be there.
func RosterColumns() []string { return slices.Clone(rosterColumns) }

// RosterRow is one row of a CSV file of people to be enrolled, as it stands there.
type RosterRow struct {
	Row     int               `json:"row"` // as a spreadsheet counts: the head is 1
	Cells   map[string]string `json:"cells"`
	Surplus bool              `json:"surplus,omitempty"` // it has more cells than the head
	Invite  bool              `json:"invite,omitempty"`  // mail an invitation
}

// readRoster reads a CSV file (RFC 4180) in UTF-8, with or without a byte order mark, with commas or semicolons, whose first row
// names the columns in any order. Rows without anything in them are passed over. It fails as Invalid, at /row/column, when
// this is no table or the head is wrong; and as TooLarge above MaxRosterRows. What stands in the cells is not looked at.
func readRoster(file []byte) ([]RosterRow, error) {
	file = bytes.TrimPrefix(file, []byte("\ufeff"))
	if !utf8.Valid(file) {
		return nil, fault.At("", "encoding", "Save the file as UTF-8.")
	}
	r := roster{csv: csv.NewReader(bytes.NewReader(file))}
	r.csv.Comma, r.csv.FieldsPerRecord = delimiter(file), -1
	head, _, err := r.next()
	if errors.Is(err, io.EOF) {
		return nil, fault.At("", "empty", "The file is empty.")
	}
	if err != nil {
		return nil, err
	}
	columns, err := readHead(head)
	if err != nil {
		return nil, err
	}
	return r.rows(columns)
}

// delimiter gives what the first line separates its names by.
func delimiter(file []byte) rune {
	line, _, _ := bytes.Cut(file, []byte("\n"))
	if bytes.Count(line, []byte(";")) > bytes.Count(line, []byte(",")) {
		return ';'
	}
	return ','
}

func readHead(names []string) ([]string, error) {
	var violations []fault.Violation
	refuse := func(name, reason, format string, args ...any) {
		if len(violations) < maxRosterNamed {
			violations = append(violations, fault.Violation{Pointer: "/1/" + pointerPart(name), Reason: reason, Message: fmt.Sprintf(format, args...)})
		}
	}
	columns, seen := make([]string, len(names)), map[string]bool{}
	for i, name := range names {
		name = strings.ToLower(strings.TrimSpace(name))
		switch {
		case !slices.Contains(rosterColumns, name):
			refuse(name, "unknown_column", "Column %d is none of %s.", i+1, strings.Join(rosterColumns, ", "))
		case seen[name]:
			refuse(name, "duplicate_column", "This column stands there twice.")
		}
		columns[i], seen[name] = name, true
	}
	if !seen["name"] {
		refuse("name", "missing_column", "Name the column that holds the names \"name\".")
	}
	if len(violations) > 0 {
		return nil, fault.Fields(violations)
	}
	return columns, nil
}

// pointerPart writes a name as a part of a JSON pointer (RFC 6901, 3), shortened: it is anything that stood in the file.
func pointerPart(name string) string {
	const most = 100
	if runes := []rune(name); len(runes) > most {
		name = string(runes[:most])
	}
	return strings.NewReplacer("~", "~0", "/", "~1").Replace(name)
}

// roster reads rows and counts them as a spreadsheet does: with empty lines, and a cell of several lines as one row.
type roster struct {
	csv    *csv.Reader
	within int // lines that began within cells
}

func (r *roster) next() (cells []string, row int, err error) {
	cells, err = r.csv.Read()
	if broken, ok := errors.AsType[*csv.ParseError](err); ok {
		return nil, 0, fault.At(fmt.Sprintf("/%d/%d", broken.Line-r.within, broken.Column), "not_csv",
			"Line %d cannot be read at character %d: quotes must be closed, and doubled within quotes.", broken.Line, broken.Column).Because(err)
	}
	if err != nil {
		return nil, 0, err
	}
	line, _ := r.csv.FieldPos(0)
	row = line - r.within
	for _, cell := range cells {
		r.within += strings.Count(cell, "\n")
	}
	return cells, row, nil
}

func (r *roster) rows(columns []string) (rows []RosterRow, err error) {
	for {
		cells, row, err := r.next()
		if errors.Is(err, io.EOF) {
			return rows, nil
		}
		if err != nil {
			return nil, err
		}
		if !slices.ContainsFunc(cells, func(cell string) bool { return strings.TrimSpace(cell) != "" }) {
			continue
		}
		if len(rows) == MaxRosterRows {
			return nil, fault.New(fault.TooLarge, "too_many_rows", "A file may have at most %d rows. Split it.", MaxRosterRows)
		}
		read := RosterRow{Row: row, Cells: map[string]string{}, Surplus: len(cells) > len(columns)}
		for i, cell := range cells[:min(len(cells), len(columns))] {
			if cell != "" {
				read.Cells[columns[i]] = cell
			}
		}
		rows = append(rows, read)
	}
}

// ReadRoster reads a CSV file as readRoster does, for somebody who may plan enrolling from it, and gives its rows as the
// operation takes them; invite has those who are new mailed an invitation.
func (s *Service) ReadRoster(a access.Actor, file []byte, invite bool) ([]json.RawMessage, error) {
	if err := a.Permit(access.OpCreateEnrolmentImport); err != nil {
		return nil, err
	}
	rows, err := readRoster(file)
	if err != nil {
		return nil, err
	}
	inputs := make([]json.RawMessage, len(rows))
	for i, row := range rows {
		row.Invite = invite
		if inputs[i], err = json.Marshal(row); err != nil {
			return nil, fault.New(fault.Internal, "", "A row could not be kept.").Because(err)
		}
	}
	return inputs, nil
}

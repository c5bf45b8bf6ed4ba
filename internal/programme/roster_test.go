package programme_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"testamur/internal/access"
	"testamur/internal/fault"
	"testamur/internal/operation"
	"testamur/internal/programme"

	"github.com/google/go-cmp/cmp"
)

// readRoster gives "row name email" of every row.
func readRoster(t testing.TB, file string) (rows []string, err error) {
	t.Helper()
	inputs, err := (&programme.Service{}).ReadRoster(office, []byte(file), false)
	for _, input := range inputs {
		var row programme.RosterRow
		if err := json.Unmarshal(input, &row); err != nil {
			t.Fatal(err)
		}
		rows = append(rows, strings.TrimSpace(fmt.Sprint(row.Row, " ", row.Cells["name"], " ", row.Cells["email"])))
	}
	return rows, err
}

func TestARosterIsReadAsASpreadsheetShowsIt(t *testing.T) {
	for name, x := range map[string]struct {
		file string
		want []string
	}{
		"commas":                 {"name,email\nAna,ana@example.org\nBen,\n", []string{"2 Ana ana@example.org", "3 Ben"}},
		"semicolons and a mark":  {"\ufeffemail;name\r\nana@example.org;\"Reis; Ana\"\r\n", []string{"2 Reis; Ana ana@example.org"}},
		"any case, any space":    {" Name , EMAIL\nAna,ana@example.org", []string{"2 Ana ana@example.org"}},
		"empty rows are counted": {"name\n\nAna\n\n\nBen\n", []string{"3 Ana", "6 Ben"}},
		"rows of nothing":        {"name,email\n,\n , \nAna,\n", []string{"4 Ana"}},
		"lines within a cell":    {"name,scale\n\"Ana\",\"one\ntwo\"\nBen,\n", []string{"2 Ana", "3 Ben"}},
		"too few cells":          {"name,email\nAna\n", []string{"2 Ana"}},
		"no rows":                {"name\n", nil},
	} {
		t.Run(name, func(t *testing.T) {
			rows, err := readRoster(t, x.file)
			if err != nil || !cmp.Equal(rows, x.want) {
				t.Errorf("%q, %v", rows, err)
			}
		})
	}
}

func TestWhatIsNoRosterIsRefusedAtItsPlace(t *testing.T) {
	for name, x := range map[string]struct{ file, pointer, reason string }{
		"nothing":         {"", "", "empty"},
		"other encodings": {"name\nJos\xe9\n", "", "encoding"},
		"unknown column":  {"name,shoe size\nAna,39\n", "/1/shoe size", "unknown_column"},
		"a column twice":  {"name,name\nAna,Ana\n", "/1/name", "duplicate_column"},
		"no name":         {"email\nana@example.org\n", "/1/name", "missing_column"},
		"an open quote":   {"name,email\nAna,\"ana\nBen,b\n", "/3/", "not_csv"},
		"a stray quote":   {"name,email\nA\"na,x\n", "/2/2", "not_csv"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := readRoster(t, x.file)
			f, ok := errors.AsType[*fault.Error](err)
			if !ok || len(f.Violations) == 0 || f.Violations[0].Reason != x.reason || !strings.HasPrefix(f.Violations[0].Pointer, x.pointer) {
				t.Errorf("%v", err)
			}
		})
	}
}

func TestARosterHasALimit(t *testing.T) {
	if rows, err := readRoster(t, "name\n"+strings.Repeat("Ana\n", programme.MaxRosterRows)); err != nil || len(rows) != programme.MaxRosterRows {
		t.Errorf("%d rows, %v", len(rows), err)
	}
	if _, err := readRoster(t, "name\n"+strings.Repeat("Ana\n", programme.MaxRosterRows+1)); fault.CodeOf(err) != fault.TooLarge {
		t.Errorf("%v", err)
	}
}

// FuzzReadRoster: whatever comes, rows are in order, none is beyond the file's lines, and every refusal names a reason.
func FuzzReadRoster(f *testing.F) {
	for _, file := range []string{"name,email\nAna,ana@example.org\n", "\ufeffname;scale\r\n\"A\"\"na\";\"x\r\ny\"\r\n", "name\n\"", "name\n=1+1\n\n;\n"} {
		f.Add([]byte(file))
	}
	f.Fuzz(func(t *testing.T, file []byte) {
		inputs, err := (&programme.Service{}).ReadRoster(office, file, true)
		if err != nil {
			if e, ok := errors.AsType[*fault.Error](err); !ok || (e.Code != fault.Invalid && e.Code != fault.TooLarge) {
				t.Fatal(err)
			}
			return
		}
		before := 1
		for _, input := range inputs {
			var row programme.RosterRow
			if err := json.Unmarshal(input, &row); err != nil {
				t.Fatal(err)
			}
			if row.Row <= before || len(row.Cells) == 0 && !row.Surplus {
				t.Fatalf("row %d after %d: %v", row.Row, before, row.Cells)
			}
			before = row.Row
		}
		if before > 1+strings.Count(string(file), "\n")+strings.Count(string(file), "\r") {
			t.Fatalf("row %d", before)
		}
	})
}

// planned gives what enrolling from a file would do: "row state effects problems".
func (h *house) planned(file string) (out []string) {
	h.t.Helper()
	inputs := must2(h.ReadRoster(office, []byte(file), true))(h.t)
	for _, i := range must2(h.Kinds()[0].Plan(h.t.Context(), office, operation.Order{Cohort: h.cohort.ID, Programme: h.programme.ID, Inputs: inputs}))(h.t) {
		line := fmt.Sprint(i.Position, " ", i.State, " ", strings.Join(i.Effects, "+"))
		for _, p := range i.Problems {
			line += fmt.Sprintf(" %s:%s", p.Column, p.Reason)
		}
		out = append(out, line)
	}
	return out
}

// must2 gives the value of a call that must succeed.
func must2[T any](v T, err error) func(*testing.T) T {
	return func(t *testing.T) T { return must(t, v, err) }
}

func TestEveryRowSaysWhatItDoesOrWhyNot(t *testing.T) {
	each(t, func(h *house) {
		must2(h.people.CreatePerson(h.t.Context(), office, access.PersonFields{Name: "Known Reis", Email: "Known@example.org", ExternalID: "lms-1"}))(h.t)
		must2(h.people.CreatePerson(h.t.Context(), office, access.PersonFields{Name: "Other Reis", Email: "other@example.org", ExternalID: "lms-2"}))(h.t)
		enrolled := must2(h.people.CreatePerson(h.t.Context(), office, access.PersonFields{Name: "Here Reis", Email: "here@example.org"}))(h.t)
		must2(h.Enrol(h.t.Context(), office, enrolled.ID, programme.EnrolmentFields{CohortID: h.cohort.ID}))(h.t)
		got := h.planned("name,email,external_id,leader_kind\n" +
			"New Reis,new@example.org,,sponsor\n" +
			",x@example.org,,\n" +
			"Bad Reis,no address,,boss\n" +
			"Known Reis,known@example.org,,\n" +
			"Renamed Reis,,lms-2,\n" +
			"Two Reis,other@example.org,lms-1,\n" +
			"Here Reis,here@example.org,,\n" +
			"here reis,,,\n" +
			"Again Reis,NEW@example.org,,\n" +
			"Long Reis,l@example.org,,,surplus\n")
		want := []string{
			"2  create_person+enrol+invite",
			"3 skipped create_person+enrol name:required",
			"4 skipped create_person+enrol email:email leader_kind:not_allowed",
			"5  reuse_person+enrol",
			"6  reuse_person+enrol name:name_differs",
			"7 skipped reuse_person+enrol email:two_people name:name_differs",
			"8 skipped reuse_person+enrol :already_enrolled",
			"9  create_person+enrol name:same_name",
			"10 skipped create_person+enrol+invite email:duplicate_in_file",
			"11 skipped create_person+enrol+invite :surplus_cells",
		}
		if d := cmp.Diff(want, got); d != "" {
			h.t.Error(d)
		}
	})
}

// A head of as many columns as a file can hold is refused as quickly as it is read.
func TestAHeadWithoutEndIsRefusedAtOnce(t *testing.T) {
	head := strings.Repeat("x,", 800_000) + strings.Repeat("name,", 600_000)
	start := time.Now()
	_, err := readRoster(t, head)
	if took := time.Since(start); fault.CodeOf(err) != fault.Invalid || took > 10*time.Second {
		t.Errorf("%v after %v", fault.CodeOf(err), took)
	}
}

package framework

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"testamur/internal/difference"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// edition writes an edition as "G: A B=Name C<A,B; H: D".
func edition(s string) Content {
	c := Content{Framework: Front{Code: "F", Name: "F", Language: "en", Edition: 1, Title: "F"}}
	for group := range strings.SplitSeq(s, ";") {
		code, list, _ := strings.Cut(strings.TrimSpace(group), ":")
		g := Group{Code: code, Name: "Group " + code}
		for word := range strings.FieldsSeq(list) {
			word, from, _ := strings.Cut(word, "<")
			code, name, _ := strings.Cut(word, "=")
			if name == "" {
				name = code
			}
			d := Discipline{Code: code, Name: name, Summary: "About it."}
			if from != "" {
				d.From = strings.Split(from, ",")
			}
			g.Disciplines = append(g.Disciplines, d)
		}
		c.Groups = append(c.Groups, g)
	}
	return c
}

func sentences(c Changes) string { return strings.Join(c.lines(), " ") }

func TestChangesAreWhatAReaderWouldSay(t *testing.T) {
	for name, c := range map[string]struct{ before, after, want string }{
		"nothing":                        {"G: A B", "G: A B", ""},
		"added":                          {"G: A", "G: A B", "B is new."},
		"retired":                        {"G: A B", "G: A", "B was retired."},
		"renamed":                        {"G: A=Old", "G: A=New", "Old is now called New."},
		"renamed with its code":          {"G: A=Old", "G: B=New<A", "Old is now called New."},
		"another code only":              {"G: A=Old", "G: B=Old<A", "Old now has the code B instead of A."},
		"split":                          {"G: A", "G: B<A C<A", "A was split into B and C."},
		"split, and one keeps the code":  {"G: A=Old", "G: A=Narrow B<A", "Old was split into Narrow and B. Old is now called Narrow."},
		"merged":                         {"G: A B", "G: C<A,B", "A and B were merged into C."},
		"merged into one of them":        {"G: A B", "G: A<B", "A and B were merged into A."},
		"split and merged":               {"G: A B", "G: C<A D<A,B", "A was split into C and D. A and B were merged into D."},
		"moved to another group":         {"G: A B; H: C", "G: A; H: C B", "B moved from Group G to Group H."},
		"moved past a neighbour":         {"G: A B C", "G: B C A", "A has another place in the order."},
		"those who made room stay":       {"G: A B C; H: D", "G: D B C; H: A", "D moved from Group H to Group G. A moved from Group G to Group H."},
		"a group is new":                 {"G: A", "G: A; H: B", "Group H is new. B is new."},
		"a group is retired":             {"G: A; H: B", "G: A B", "Group H was retired. B moved from Group H to Group G."},
		"groups change places":           {"G: A; H: B", "H: B; G: A", "Group G has another place in the order."},
		"an origin that never was":       {"G: A", "G: A B<X", "B is new."},
		"renamed and moved":              {"G: A=Old; H: B", "G:; H: B A=New", "Old is now called New. New moved from Group G to Group H."},
		"the same name is no same thing": {"G: A=Same", "G: B=Same", "Same is new. Same was retired."},
	} {
		if got := sentences(Compare(edition(c.before), edition(c.after))); got != c.want {
			t.Errorf("%s: got %q, want %q", name, got, c.want)
		}
	}
}

func TestTheSecondEditionOfTheDemonstrationSplitsOneDisciplineAndRenamesAnother(t *testing.T) {
	changes := Compare(parsed(t, shippedFile), parsed(t, "../../templates/demo/social-learning-leadership-2.yaml"))
	var got []string
	for _, c := range changes {
		if c.Of == OfDiscipline && c.Kind != Reworded {
			got = append(got, c.Sentence())
		}
	}
	want := []string{"Leadership is now called Sharing the lead.", "Boundaries was split into Encounters and Brokering."}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
	note := changes.Note()
	for _, w := range append(want, "*Groups*\n\n- Participation was reworded: the introduction.") {
		if !strings.Contains(note, w) {
			t.Errorf("the note does not say %q:\n%s", w, note)
		}
	}
}

func TestEveryDisciplineIsAccountedForAndEveryWordOfWhatWasReworded(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		before, after := content(t), content(t)
		changes := Compare(before, after)
		ties := tied(before.stems(), after.stems())
		for _, d := range before.Disciplines() {
			gone := len(ties.successors[d.Code]) == 0
			if told := tells(changes, Retired, d.named(), func(c Change) []Named { return c.Before }); told != gone {
				t.Fatalf("%s is gone: %v; told: %v", d.Code, gone, told)
			}
			many := len(ties.successors[d.Code]) > 1
			if told := tells(changes, Split, d.named(), func(c Change) []Named { return c.Before }); told != many {
				t.Fatalf("%s was split: %v; told: %v", d.Code, many, told)
			}
		}
		for _, d := range after.Disciplines() {
			is := len(ties.predecessors[d.Code]) == 0
			if told := tells(changes, Added, d.named(), func(c Change) []Named { return c.After }); told != is {
				t.Fatalf("%s is new: %v; told: %v", d.Code, is, told)
			}
		}
		if same := Compare(after, after); len(same) > 0 && len(selfless(after).Disciplines()) == len(after.Disciplines()) {
			t.Fatalf("an edition differs from itself: %v", sentences(same))
		}
		for _, c := range changes {
			for _, p := range c.Passages {
				if !changed(p) {
					t.Fatalf("%s is told as reworded and is the same", p.Part)
				}
			}
		}
	})
}

func tells(changes Changes, kind Kind, what Named, in func(Change) []Named) bool {
	for _, c := range changes {
		if c.Of != OfDiscipline || c.Kind != kind {
			continue
		}
		if slices.Contains(in(c), what) {
			return true
		}
	}
	return false
}

// selfless leaves out what declares an origin: against itself, such an edition has splits and mergers.
func selfless(c Content) Content {
	var out Content
	for _, g := range c.Groups {
		var kept Group
		for _, d := range g.Disciplines {
			if d.From == nil {
				kept.Disciplines = append(kept.Disciplines, d)
			}
		}
		out.Groups = append(out.Groups, kept)
	}
	return out
}

func changed(p Passage) bool {
	for _, paragraph := range p.Paragraphs {
		if paragraph.Op != difference.Same {
			return true
		}
	}
	return false
}

func TestAsFewAsPossibleAreSaidToHaveMoved(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		before := []string{"A", "B", "C", "D", "E", "F", "G"}
		after := rapid.Permutation(before).Draw(t, "after")
		one := rapid.IntRange(0, len(before)-1).Draw(t, "one")
		taken := append(append([]string{}, before[:one]...), before[one+1:]...)
		at := rapid.IntRange(0, len(taken)).Draw(t, "to")
		put := append(append(append([]string{}, taken[:at]...), before[one]), taken[at:]...)
		if n := len(displaced(before, put)); n > 1 {
			t.Fatalf("one was moved, %d are told", n)
		}
		moved := displaced(before, after)
		var stayed []string
		for _, code := range after {
			if !moved[code] {
				stayed = append(stayed, code)
			}
		}
		for i := 1; i < len(stayed); i++ {
			if stayed[i] < stayed[i-1] {
				t.Fatalf("%v did not keep their order", stayed)
			}
		}
	})
}

func TestADifferenceTellsOfEveryField(t *testing.T) {
	whole := edition("G: A")
	d := &whole.Groups[0].Disciplines[0]
	for _, c := range []struct {
		name   string
		fields any
		silent []string // what an edition is, and where a discipline comes from, is told otherwise
	}{
		{"front", &whole.Framework, []string{"Code", "Language", "Edition"}},
		{"group", &whole.Groups[0], []string{"Code", "Disciplines"}},
		{"discipline", d, []string{"Code", "From"}},
	} {
		v := reflect.ValueOf(c.fields).Elem()
		for i := range v.NumField() {
			name := v.Type().Field(i).Name
			if slices.Contains(c.silent, name) {
				continue
			}
			before := edition("G: A")
			old := reflect.New(v.Field(i).Type()).Elem()
			old.Set(v.Field(i))
			changeField(v.Field(i))
			if len(Compare(before, whole)) == 0 {
				t.Errorf("%s of the %s can change unsaid", name, c.name)
			}
			v.Field(i).Set(old)
		}
	}
}

func changeField(v reflect.Value) {
	if v.Kind() == reflect.String {
		v.SetString("Changed.")
		return
	}
	v.Set(reflect.Append(v, reflect.Zero(v.Type().Elem())))
}

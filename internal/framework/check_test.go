package framework

import (
	"fmt"
	"testing"

	"testamur/internal/fault"
)

func TestAnEditionHasNoMoreThanItsLimits(t *testing.T) {
	wide := edition("G: A")
	for i := range maxEntries {
		wide.Groups = append(wide.Groups, Group{Code: fmt.Sprintf("G%d", i), Name: "Group"})
	}
	long := edition("G: A; H: B")
	for i := range maxDisciplines - 1 {
		long.Groups[0].Disciplines = append(long.Groups[0].Disciplines, Discipline{Code: fmt.Sprintf("D%d", i), Name: "Discipline"})
	}
	twice := edition("G: A; H: A")
	for name, c := range map[string]Content{"groups": wide, "disciplines": long, "a code twice": twice} {
		if _, err := c.Checked(); fault.CodeOf(err) != fault.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestAnEditionIsReadyWhenEveryDisciplineIsWhole(t *testing.T) {
	whole := Discipline{Code: "A", Name: "A", Question: "Why?", Summary: "Because.", GuidingQuestions: []string{"How?"}}
	before := edition("G: X")
	ready := func(d Discipline) int {
		return len(Content{Groups: []Group{{Code: "G", Name: "G", Disciplines: []Discipline{d}}}}.Unready(&before))
	}
	if n := ready(whole); n != 0 {
		t.Errorf("a whole one is not ready: %d", n)
	}
	for name, change := range map[string]func(*Discipline){
		"question":          func(d *Discipline) { d.Question = "" },
		"summary":           func(d *Discipline) { d.Summary = "" },
		"guiding questions": func(d *Discipline) { d.GuidingQuestions = nil },
		"origin":            func(d *Discipline) { d.From = []string{"Y"} },
	} {
		d := whole
		change(&d)
		if n := ready(d); n != 1 {
			t.Errorf("without its %s: %d violations", name, n)
		}
	}
	whole.From = []string{"X"}
	if n := ready(whole); n != 0 {
		t.Errorf("an origin that was there is refused: %d", n)
	}
	if n := len((Content{}).Unready(nil)); n != 1 {
		t.Errorf("an empty edition: %d violations", n)
	}
}

package web

import (
	"fmt"
	"strconv"
	"strings"

	"testamur/internal/framework"
)

// fewChoices is how many disciplines an entry of the log is asked for: who names many says nothing.
const fewChoices = 3

// choiceOf names the question for one of the disciplines of an entry.
func choiceOf(i int) string { return "discipline-" + strconv.Itoa(i+1) }

// askedDisciplines asks which disciplines an entry is about; it does not when there are none. An entry that names more than is asked
// for, or what the edition does not have, keeps them.
func askedDisciplines(f form, disciplines []framework.Discipline, named framework.Codes) []field {
	options := []option{{"", "None"}}
	for _, d := range disciplines {
		options = append(options, option{d.Code, d.Name})
	}
	known := framework.Content{Groups: []framework.Group{{Disciplines: disciplines}}}.Outline().Codes()
	for _, code := range named.Missing(known) {
		options = append(options, option{code, code + " (of another edition)"})
	}
	if len(options) == 1 {
		return nil
	}
	fields := []field{f.Choose(choiceOf(0), "A discipline that this is about", options, "Name one, two or three, or none. They show you over the year where you look, and where not.")}
	for i := 1; i < max(fewChoices, len(named.List())); i++ {
		label := fmt.Sprintf("Discipline %d", i+1)
		if i < fewChoices {
			label = []string{"", "A second discipline", "A third discipline"}[i]
		}
		fields = append(fields, f.Choose(choiceOf(i), label, options))
	}
	return fields
}

// chosenDisciplines are those that were chosen.
func (f form) chosenDisciplines() framework.Codes {
	var codes []string
	for name := range f.Typed {
		if strings.HasPrefix(name, "discipline-") && f.Value(name) != "" {
			codes = append(codes, f.Value(name))
		}
	}
	return framework.CodesOf(codes...)
}

package web

import (
	"fmt"

	"testamur/internal/overview"
)

// todo is a duty as a sentence that leads to where it is done.
type todo struct {
	overview.Duty
	Text string
	Path string // "" where a mailed link leads there
	Hint string
}

// todoWords are the sentences of each kind of duty: for one, and for several of a cohort. The path is completed by the id
// that the kind is about.
var todoWords = map[overview.Kind]struct{ one, several, path, hint string }{
	overview.Sign:     {one: "Sign the certificate of %s", path: "/signing"},
	overview.ReadBack: {one: "See how your words on %s are used", path: "/reviews/%s"},
	overview.Check:    {one: "Check the text about you", path: "/reviews/%s"},
	overview.Confirm:  {one: "Confirm what was taken down in your name about %s", path: "/assessing"},
	overview.Feedback: {one: "Write your feedback on %s", path: "/assessing/%s"},
	overview.Describe: {one: "Describe your project", path: "/my-year"},
	overview.Quote:    {one: "Say whether passages may be quoted in a handbook", path: "/excerpts/%s"},
	overview.Settle:   {one: "Settle what paused the signing of 1 certificate", several: "Settle what paused the signing of %d certificates", path: "/cohorts/%s?step=paused"},
	overview.Remarks:  {one: "Settle the remarks on 1 certificate", several: "Settle the remarks on %d certificates", path: "/cohorts/%s?step=remarks"},
	overview.Issue:    {one: "Issue 1 certificate that is signed", several: "Issue %d certificates that are signed", path: "/cohorts/%s?step=issue"},
	overview.Send:     {one: "Send 1 certificate for signing", several: "Send %d certificates for signing", path: "/cohorts/%s?step=send"},
	overview.Remind:   {one: "1 feedback is late", several: "%d pieces of feedback are late", path: "/cohorts/%s?late=yes"},
	overview.Year:     {one: "Your year", path: "/my-year"},
	overview.Cohort:   {one: "1 participant", several: "%d participants", path: "/cohorts/%s"},
}

func newTodo(d overview.Duty) todo {
	w := todoWords[d.Kind]
	t := todo{Duty: d, Text: w.one, Path: w.path, Hint: w.hint}
	switch about := d.EnrolmentID; {
	case d.Person == "" && d.Count != 1:
		t.Text = fmt.Sprintf(w.several, d.Count)
	case d.Kind == overview.Check:
		t.Path = fmt.Sprintf(w.path, d.RequestID)
	case d.Kind == overview.Quote:
		t.Path = fmt.Sprintf(w.path, d.ExcerptsID)
	case d.Kind == overview.ReadBack:
		t.Text, t.Path = fmt.Sprintf(w.one, d.Person), fmt.Sprintf(w.path, d.RequestID)
	case d.Kind == overview.Sign || d.Kind == overview.Confirm || d.Kind == overview.Feedback:
		t.Text = fmt.Sprintf(w.one, d.Person)
		if d.Kind == overview.Feedback {
			t.Path = fmt.Sprintf(w.path, about)
		}
	}
	if d.Person == "" {
		t.Path = fmt.Sprintf(w.path, d.CohortID)
	}
	return t
}

// IsYear says whether it is somebody's own enrolment.
func (t todo) IsYear() bool { return t.Kind == overview.Year }

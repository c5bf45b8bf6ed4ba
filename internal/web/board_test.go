package web_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"testamur/internal/civil"
	"testamur/internal/programme"
	"testamur/internal/store/storetest"
)

// A cohort of 500 is shown by 100, whoever has late feedback first.
func TestABoardOfManyIsShownByTheHundred(t *testing.T) {
	w := newWorld(t)
	w.staff()
	var last programme.Enrolment
	for i := range 249 {
		e, err := w.programmes.Enrol(t.Context(), office, w.person(fmt.Sprintf("Person %03d", i), "").ID, programme.EnrolmentFields{CohortID: w.enrolment.CohortID})
		w.must(err)
		last = e
	}
	_, err := w.programmes.Assign(t.Context(), office, last.ID, w.other.ID, programme.AssignmentFields{DueOn: civil.Date{Year: 2015, Month: 12, Day: 15}})
	w.must(err)
	w.later(2 * 24 * time.Hour)
	path := "/cohorts/" + w.enrolment.CohortID.String()
	shown := map[string]int{}
	for page, rows := range map[string]int{"": 100, "?page=1": 100, "?page=2": 100, "?page=3": 50, "?page=4": 100, "?page=x": 100, "?step=project": 100, "?step=project&page=3": 49, "?late=yes": 1} {
		body := w.get(path + page).Body.String()
		if n := strings.Count(body, `<tr><th scope="row">`); n != rows {
			t.Errorf("%q shows %d participants, want %d", page, n, rows)
		}
		if first := strings.Index(body, "Person 248"); (page == "" || page == "?page=1") && (first < 0 || first > strings.Index(body, "Person 000")) {
			t.Errorf("%q does not begin with who is late", page)
		}
		if strings.HasPrefix(page, "?page=") && page < "?page=4" {
			shown[page] = strings.Count(body, "Person ")
		}
	}
	if n := shown["?page=1"] + shown["?page=2"] + shown["?page=3"]; n != 249 {
		t.Errorf("%d on three pages, want 249: somebody is on none or on two", n)
	}
	w.says(w.get(path+"?step=project"), http.StatusOK, `href="`+path+`?page=2&amp;step=project"`, "1 to 100 of 249")
}

// Twelve are few enough for a page that is looked at all day; however many take part, it must not take more.
func TestABoardTakesAsManyStatementsHoweverManyTakePart(t *testing.T) {
	asked := storetest.Counted(t)
	w := newWorld(t)
	w.staff()
	path := "/cohorts/" + w.enrolment.CohortID.String()
	one := asked.Of(func() { w.get(path) })
	w.fill(40)
	many := asked.Of(func() { w.says(w.get(path), http.StatusOK) })
	if one == 0 || many > one || many > 12 {
		t.Errorf("it takes %d statements for one and %d for many", one, many)
	}
}

package api_test

import "fmt"

// What the tests know of frameworks: edition 1 of few disciplines, and edition 2, in which ASKING has another name and CROSSING
// became two.

const firstDisciplines = `{"code": "ASKING", "name": "Asking", "question": "Who asks?", "summary": "%[1]s", "guiding_questions": ["Who asked first?"]},
	{"code": "CROSSING", "name": "Crossing", "question": "Where to?", "summary": "Across.", "guiding_questions": ["Who crossed over?"]},
	{"code": "RESTING", "name": "Resting", "question": "When?", "summary": "Now and then.", "guiding_questions": ["Who rested?"]}`

const secondDisciplines = `{"code": "ASKING", "name": "Questioning", "question": "Who asks?", "summary": "%[1]s", "guiding_questions": ["Who asked first?"]},
	{"code": "MEETING", "name": "Meeting", "question": "Whom?", "from": ["CROSSING"], "summary": "There.", "guiding_questions": ["Who met?"]},
	{"code": "CARRYING", "name": "Carrying", "question": "What?", "from": ["CROSSING"], "summary": "Over.", "guiding_questions": ["Who carried it?"]},
	{"code": "RESTING", "name": "Resting", "question": "When?", "summary": "Now and then.", "guiding_questions": ["Who rested?"]}`

// edition is the body that writes an edition; text is the summary of its first discipline.
func edition(code string, number int, text string) string {
	disciplines := firstDisciplines
	if number > 1 {
		disciplines = secondDisciplines
	}
	return fmt.Sprintf(`{"framework": {"code": %q, "name": "Few", "language": "en", "edition": %d, "title": "A few"}, "groups": [{"code": "ALL", "name": "All", "disciplines": [%s]}]}`,
		code, number, fmt.Sprintf(disciplines, text))
}

// addFramework makes a framework without an edition.
func (w *world) addFramework(name, code string) {
	w.make("admin", name, "POST", "/v1/frameworks", fmt.Sprintf(`{"code": %q, "name": "Few"}`, code))
}

// draftEdition writes the next edition of a framework.
func (w *world) draftEdition(framework, code, name string, number int, text string) {
	w.make("admin", name, "POST", "/v1/frameworks/<"+framework+">/editions", "")
	w.make("admin", name, "PUT", "/v1/editions/<"+name+">", edition(code, number, text))
}

// publishEdition publishes what was drafted.
func (w *world) publishEdition(name string) {
	w.make("admin", name, "POST", "/v1/editions/<"+name+">/submit", "")
	w.make("admin", name, "POST", "/v1/editions/<"+name+">/publish", "")
}

// frame gives the programme of the scenarios a framework with a published edition, which its cohort pins.
func (w *world) frame() {
	w.addFramework("framework", "FEW")
	w.draftEdition("framework", "FEW", "edition", 1, "Aloud.")
	w.publishEdition("edition")
	w.make("admin", "programme", "PATCH", "/v1/programmes/<programme>", w.named(`{"framework_id": "<framework>"}`))
	w.make("admin", "cohort", "PUT", "/v1/cohorts/<cohort>/edition", w.named(`{"edition_id": "<edition>"}`))
}

// frameTwice publishes a second edition, too.
func (w *world) frameTwice() {
	w.frame()
	w.draftEdition("framework", "FEW", "second", 2, "Quietly.")
	w.publishEdition("second")
}

// linkTheme has the theme name what the second edition changes, and what it keeps.
func (w *world) linkTheme() {
	w.frameTwice()
	w.make("staff", "theme", "PATCH", "/v1/themes/<theme>", `{"disciplines": ["CROSSING", "ASKING", "RESTING"]}`)
}

package api_test

var noSuch = "0190a1b2-c3d4-7e5f-8a6b-7c8d9e0f1a2b"

var programmeScenarios = []scenario{
	{
		name: "a programme needs only a name", as: "admin", method: "POST", path: "/v1/programmes", body: `{"name": "Coaching"}`,
		status: 201, contains: []string{`"certificate_title":"Certificate"`, `"time_zone":"UTC"`, `"layout":"classic"`, `"serial_prefix":"CERT"`},
		headers: map[string]string{"ETag": `"1"`}, events: []string{"createProgramme"},
	},
	{
		name: "only administrators add programmes", as: "staff", method: "POST", path: "/v1/programmes", body: `{"name": "Coaching"}`,
		status: 403, contains: []string{`"code":"forbidden"`},
	},
	{
		name: "an unknown layout is refused where it stands", as: "admin", method: "POST", path: "/v1/programmes", body: `{"name": "Coaching", "layout": "baroque"}`,
		status: 422, contains: []string{`"pointer":"/layout"`},
	},
	{
		name: "an unknown time zone is refused", as: "admin", method: "POST", path: "/v1/programmes", body: `{"name": "Coaching", "time_zone": "Mars/Olympus"}`,
		status: 422, contains: []string{`"pointer":"/time_zone"`, `"reason":"time_zone"`},
	},
	{
		name: "everyone with a token reads programmes", as: "etta.token", method: "GET", path: "/v1/programmes/<programme>",
		status: 200, contains: []string{`"institution":"Institute"`}, absent: []string{`"about"`},
	},
	{
		name: "null clears and absence keeps", as: "staff", method: "PATCH", path: "/v1/programmes/<programme>", match: "<programme.tag>", body: `{"institution": null, "contact": "office@example.org"}`,
		status: 200, contains: []string{`"contact":"office@example.org"`, `"serial_prefix":"SLL"`}, absent: []string{`"institution"`},
		headers: map[string]string{"ETag": `"2"`}, events: []string{"updateProgramme"},
	},
	{
		name: "a change that changes nothing is no event", as: "staff", method: "PATCH", path: "/v1/programmes/<programme>", match: "<programme.tag>", body: `{"institution": "Institute"}`,
		status: 200, headers: map[string]string{"ETag": `"1"`},
	},
	{
		name: "a name cannot be null", as: "staff", method: "PATCH", path: "/v1/programmes/<programme>", match: "<programme.tag>", body: `{"name": null}`,
		status: 422, contains: []string{`"pointer":"/name"`, `"reason":"null"`},
	},
	{
		name: "an empty change is refused", as: "staff", method: "PATCH", path: "/v1/programmes/<programme>", match: "<programme.tag>", body: `{}`,
		status: 422, contains: []string{`"pointer":""`},
	},
	{
		name: "programmes are listed", as: "read", method: "GET", path: "/v1/programmes?archived=false",
		status: 200, contains: []string{"<programme>"}, absent: []string{"next_cursor"},
	},
	{
		name: "archived ones alone are none", as: "read", method: "GET", path: "/v1/programmes?archived=true",
		status: 200, contains: []string{`"items":[]`},
	},
}

var themeScenarios = []scenario{
	{
		name: "a theme of the catalogue", as: "staff", method: "POST", path: "/v1/themes", body: `{"programme_id": "<programme>", "heading": "Boundary crossing", "position": 2}`,
		status: 201, contains: []string{`"position":2`}, absent: []string{"enrolment_id"}, events: []string{"createTheme"},
	},
	{
		name: "a theme of one participant", as: "staff", method: "POST", path: "/v1/themes", body: `{"programme_id": "<programme>", "enrolment_id": "<enrolment>", "heading": "Pilots"}`,
		status: 201, contains: []string{`"enrolment_id":"<enrolment>"`}, events: []string{"createTheme"},
	},
	{
		name: "a programme that does not exist", as: "staff", method: "POST", path: "/v1/themes", body: `{"programme_id": "` + noSuch + `", "heading": "Pilots"}`,
		status: 404,
	},
	{
		name: "assessors do not write themes", as: "etta.token", method: "POST", path: "/v1/themes", body: `{"programme_id": "<programme>", "heading": "Pilots"}`,
		status: 403,
	},
	{name: "read one", as: "etta.token", method: "GET", path: "/v1/themes/<theme>", status: 200, contains: []string{"Persistence"}},
	{name: "none there", as: "staff", method: "GET", path: "/v1/themes/" + noSuch, status: 404, contains: []string{`"code":"not_found"`}},
	{
		name: "list a catalogue", as: "staff", method: "GET", path: "/v1/themes?programme_id=<programme>",
		status: 200, contains: []string{"<theme>"},
	},
	{
		name: "themes of a participant are hidden from who does not assess them", method: "GET", path: "/v1/themes?enrolment_id=<enrolment>", as: "luis.token",
		status: 404, absent: []string{"Persistence"},
	},
	{
		name: "reword one", as: "staff", method: "PATCH", path: "/v1/themes/<theme>", match: "<theme.tag>", body: `{"heading": "Perseverance"}`,
		status: 200, contains: []string{"Perseverance"}, events: []string{"updateTheme"},
	},
}

var cohortScenarios = []scenario{
	{
		name: "a cohort with its days", as: "staff", method: "POST", path: "/v1/cohorts", body: `{"programme_id": "<programme>", "name": "2016", "starts_on": "2016-01-11", "ends_on": "2016-12-16"}`,
		status: 201, contains: []string{`"starts_on":"2016-01-11"`, `"state":"planned"`}, absent: []string{"panel_on"}, events: []string{"createCohort"},
	},
	{
		name: "it cannot end before it starts", as: "staff", method: "POST", path: "/v1/cohorts", body: `{"programme_id": "<programme>", "name": "2016", "starts_on": "2016-12-16", "ends_on": "2016-01-11"}`,
		status: 422, contains: []string{`"pointer":"/ends_on"`, `"reason":"order"`},
	},
	{
		name: "no 30 February", as: "staff", method: "POST", path: "/v1/cohorts", body: `{"programme_id": "<programme>", "name": "2016", "starts_on": "2016-02-30"}`,
		status: 422, contains: []string{`"pointer":"/starts_on"`, `"reason":"format"`},
	},
	{
		name: "an external id is one cohort's", as: "staff", method: "POST", path: "/v1/cohorts", body: `{"programme_id": "<programme>", "name": "2016", "external_id": "run-1"}`,
		status: 409, contains: []string{`"reason":"duplicate_external_id"`},
	},
	{name: "read one", as: "read", method: "GET", path: "/v1/cohorts/<cohort>", status: 200, headers: map[string]string{"ETag": `"1"`}},
	{name: "find by external id", as: "staff", method: "GET", path: "/v1/cohorts?external_id=run-1", status: 200, contains: []string{"<cohort>"}},
	{name: "find none", as: "staff", method: "GET", path: "/v1/cohorts?external_id=run-2", status: 200, contains: []string{`"items":[]`}},
	{
		name: "closing names whose outcome is open", as: "staff", method: "PATCH", path: "/v1/cohorts/<cohort>", match: "<cohort.tag>", body: `{"state": "closed"}`,
		status: 409, contains: []string{`"reason":"outcomes_open"`, "Ana Reis"},
	},
	{
		name: "no panel any more", as: "staff", method: "PATCH", path: "/v1/cohorts/<cohort>", match: "<cohort.tag>", body: `{"panel_on": null}`,
		status: 200, absent: []string{"panel_on"}, events: []string{"updateCohort"},
	},
	{
		name: "a new external id makes a cohort", as: "staff", method: "PUT", path: "/v1/cohorts/external/run-2", body: `{"programme_id": "<programme>", "name": "2016", "state": "planned"}`,
		status: 201, contains: []string{`"external_id":"run-2"`}, events: []string{"putCohort"},
	},
	{
		name: "a known one changes it", as: "staff", method: "PUT", path: "/v1/cohorts/external/run-1", body: `{"programme_id": "<programme>", "name": "Year one", "state": "running"}`,
		status: 200, contains: []string{`"id":"<cohort>"`, `"name":"Year one"`}, absent: []string{"panel_on"}, events: []string{"putCohort"},
	},
	{
		name: "a synchronisation must say the state", as: "staff", method: "PUT", path: "/v1/cohorts/external/run-1", body: `{"programme_id": "<programme>", "name": "Year one"}`,
		status: 422, contains: []string{`"pointer":"/state"`, `"reason":"required"`},
	},
	{
		name: "a stale put", as: "staff", method: "PUT", path: "/v1/cohorts/external/run-1", match: `"7"`, body: `{"programme_id": "<programme>", "name": "Year one", "state": "running"}`,
		status: 412, contains: []string{`"code":"stale"`},
	},
}

var peopleScenarios = []scenario{
	{
		name: "somebody new", as: "staff", method: "POST", path: "/v1/people", body: `{"name": "  Zoë   Ng ", "email": "zoe@example.org", "language": "PT-br"}`,
		status: 201, contains: []string{`"name":"Zoë Ng"`, `"language":"pt-BR"`}, events: []string{"createPerson"},
	},
	{
		name: "an e-mail address is one person's, in any case", as: "staff", method: "POST", path: "/v1/people", body: `{"name": "Other", "email": "ANA@example.org"}`,
		status: 409, contains: []string{`"reason":"duplicate_email"`, `"pointer":"/email"`},
	},
	{
		name: "no address", as: "staff", method: "POST", path: "/v1/people", body: `{"name": "Other", "email": "nowhere"}`,
		status: 422, contains: []string{`"pointer":"/email"`, `"reason":"email"`},
	},
	{
		name: "a name that turns the reading direction", as: "staff", method: "POST", path: "/v1/people", body: `{"name": "Ana\u202eseiR"}`,
		status: 422, contains: []string{`"pointer":"/name"`, `"reason":"hidden_character"`},
	},
	{
		name: "control characters in a name", as: "staff", method: "POST", path: "/v1/people", body: `{"name": "Ana\u0000Reis"}`,
		status: 422, contains: []string{`"pointer":"/name"`, `"reason":"control_character"`},
	},
	{
		name: "two lines in a name", as: "staff", method: "POST", path: "/v1/people", body: `{"name": "Ana\nReis"}`,
		status: 422, contains: []string{`"pointer":"/name"`, `"reason":"line_break"`},
	},
	{
		name: "half a character", as: "staff", method: "POST", path: "/v1/people", body: `{"name": "Ana \ud800"}`,
		status: 422, contains: []string{`"pointer":"/name"`, `"reason":"control_character"`},
	},
	{
		name: "a name of spaces is no name", as: "staff", method: "POST", path: "/v1/people", body: `{"name": "   "}`,
		status: 422, contains: []string{`"pointer":"/name"`, `"reason":"required"`},
	},
	{
		name: "all that is wrong at once", as: "staff", method: "POST", path: "/v1/people", body: `{"email": 7, "shoe/size": 41}`,
		status: 422, contains: []string{`"pointer":"/name"`, `"pointer":"/email"`, `"reason":"type"`, `"pointer":"/shoe~1size"`, `"reason":"unknown_field"`},
	},
	{name: "read one", as: "read", method: "GET", path: "/v1/people/<ana>", status: 200, contains: []string{"Ana Reis"}},
	{name: "assessors read no addresses", as: "etta.token", method: "GET", path: "/v1/people/<ana>", status: 403, absent: []string{"ana@"}},
	{name: "an id that is none", as: "staff", method: "GET", path: "/v1/people/7", status: 400, contains: []string{`"pointer":"{id}"`}},
	{name: "find by e-mail in any case", as: "staff", method: "GET", path: "/v1/people?email=ANA@example.org", status: 200, contains: []string{"<ana>"}, absent: []string{"<etta>"}},
	{
		name: "a change", as: "staff", method: "PATCH", path: "/v1/people/<ana>", match: "<ana.tag>", body: `{"organisation": "Harbour Trust"}`,
		status: 200, contains: []string{"Harbour Trust", "ana@example.org"}, headers: map[string]string{"ETag": `"2"`}, events: []string{"updatePerson"},
	},
	{
		name: "a stale change", as: "staff", method: "PATCH", path: "/v1/people/<ana>", match: `"9"`, body: `{"organisation": "Harbour Trust"}`,
		status: 412, contains: []string{`"code":"stale"`},
	},
	{
		name: "a put of somebody new", as: "staff", method: "PUT", path: "/v1/people/external/lms%2F42", body: `{"name": "Slash"}`,
		status: 201, contains: []string{`"external_id":"lms/42"`}, events: []string{"putPerson"},
	},
	{
		name: "staff do not move an address that proves who somebody is", as: "staff", method: "PUT", path: "/v1/people/external/lms-ana", body: `{"name": "Ana Reis", "email": "composer@example.org"}`,
		status: 403, contains: []string{`"reason":"address_proves"`},
	},
	{
		name: "a put of somebody known", as: "admin", method: "PUT", path: "/v1/people/external/lms-ana", body: `{"name": "Ana Reis Lopes"}`,
		status: 200, contains: []string{`"id":"<ana>"`}, absent: []string{"ana@example.org"}, events: []string{"putPerson"},
	},
	{
		name: "the same put again is no event", as: "staff", method: "PUT", path: "/v1/people/external/lms-ana", body: `{"name": "Ana Reis", "email": "ana@example.org"}`,
		status: 200, headers: map[string]string{"ETag": `"1"`},
	},
}

var enrolmentScenarios = []scenario{
	{
		name: "enrol somebody", as: "staff", method: "POST", path: "/v1/enrolments", body: `{"cohort_id": "<cohort>", "person_id": "<luis>", "leader_kind": "enabler"}`,
		status: 201, contains: []string{`"state":"active"`, `"leader_kind":"enabler"`, `"person_name":"Luis Reis"`}, events: []string{"createEnrolment"},
	},
	{
		name: "nobody twice", as: "staff", method: "POST", path: "/v1/enrolments", body: `{"cohort_id": "<cohort>", "person_id": "<ana>"}`,
		status: 409, contains: []string{`"reason":"already_enrolled"`},
	},
	{
		name: "nobody unknown", as: "staff", method: "POST", path: "/v1/enrolments", body: `{"cohort_id": "<cohort>", "person_id": "` + noSuch + `"}`,
		status: 422, contains: []string{`"pointer":"/person_id"`, `"reason":"unknown"`},
	},
	{name: "the assessor reads it", as: "etta.token", method: "GET", path: "/v1/enrolments/<enrolment>", status: 200, contains: []string{"Ana Reis"}},
	{name: "another assessor is told that there is none", as: "luis.token", method: "GET", path: "/v1/enrolments/<enrolment>", status: 404, absent: []string{"Ana"}},
	{name: "the assessor lists their own", as: "etta.token", method: "GET", path: "/v1/enrolments", status: 200, contains: []string{"<enrolment>"}},
	{name: "another assessor lists none", as: "luis.token", method: "GET", path: "/v1/enrolments", status: 200, contains: []string{`"items":[]`}},
	{name: "nobody lists another assessor's", as: "luis.token", method: "GET", path: "/v1/enrolments?assessor_id=<etta>", status: 200, contains: []string{`"items":[]`}},
	{
		name: "defer", as: "staff", method: "PATCH", path: "/v1/enrolments/<enrolment>", match: "<enrolment.tag>", body: `{"state": "deferred"}`,
		status: 200, contains: []string{`"state":"deferred"`}, events: []string{"updateEnrolment"},
	},
	{
		name: "no way back to invited", as: "staff", method: "PATCH", path: "/v1/enrolments/<enrolment>", match: "<enrolment.tag>", body: `{"state": "invited"}`,
		status: 409, contains: []string{`"reason":"enrolment_state"`},
	},
	{
		name: "put by an external id with a slash", as: "staff", method: "PUT", path: "/v1/enrolments/external/seat%2F1", body: `{"cohort_id": "<cohort>", "person_id": "<ana>", "state": "active", "scale": "One port"}`,
		status: 200, contains: []string{`"id":"<enrolment>"`, "One port"}, events: []string{"putEnrolment"},
	},
	{
		name: "an enrolment keeps its person", as: "staff", method: "PUT", path: "/v1/enrolments/external/seat%2F1", body: `{"cohort_id": "<cohort>", "person_id": "<luis>", "state": "active"}`,
		status: 422, contains: []string{`"pointer":"/person_id"`},
	},
	{
		name: "put somebody new", as: "staff", method: "PUT", path: "/v1/enrolments/external/seat-2", body: `{"cohort_id": "<cohort>", "person_id": "<luis>", "state": "invited"}`,
		status: 201, contains: []string{`"state":"invited"`}, events: []string{"putEnrolment"},
	},
}

var projectScenarios = []scenario{
	{name: "the assessor reads it", as: "etta.token", method: "GET", path: "/v1/enrolments/<enrolment>/project", status: 200, contains: []string{"Harbour pilots"}},
	{name: "another assessor does not", as: "luis.token", method: "GET", path: "/v1/enrolments/<enrolment>/project", status: 404, absent: []string{"Harbour"}},
	{
		name: "replacing needs If-Match", as: "staff", method: "PUT", path: "/v1/enrolments/<enrolment>/project", body: `{"title": "Tugs"}`,
		status: 428, contains: []string{`"code":"precondition_required"`},
	},
	{
		name: "replacing", as: "staff", method: "PUT", path: "/v1/enrolments/<enrolment>/project", match: "<project.tag>", body: `{"title": "Tugs"}`,
		status: 200, contains: []string{"Tugs"}, absent: []string{"near misses"}, events: []string{"putProject"},
	},
	{
		name: "replacing what somebody else replaced", as: "staff", method: "PUT", path: "/v1/enrolments/<enrolment>/project", match: `"9"`, body: `{"title": "Tugs"}`,
		status: 412,
	},
	{
		name: "creating needs none", as: "staff", method: "PUT", path: "/v1/enrolments/<seat>/project", body: `{"title": "Cranes"}`,
		given: func(w *world) {
			w.make("staff", "seat", "POST", "/v1/enrolments", `{"cohort_id": "<cohort>", "person_id": "<luis>"}`)
		},
		status: 201, contains: []string{"Cranes"}, headers: map[string]string{"Location": "/v1/enrolments/<seat>/project"}, events: []string{"putProject"},
	},
	{name: "the log, to the assessor", as: "etta.token", method: "GET", path: "/v1/enrolments/<enrolment>/log-entries", status: 200, contains: []string{"Twelve came."}},
	{name: "the log, to another", as: "luis.token", method: "GET", path: "/v1/enrolments/<enrolment>/log-entries", status: 404, absent: []string{"Twelve"}},
	{
		name: "add to the log", as: "staff", method: "POST", path: "/v1/enrolments/<enrolment>/log-entries", body: `{"on": "2015-04-01", "text": "One left.\r\n\r\n\r\nNine stayed."}`,
		status: 201, contains: []string{`One left.\n\nNine stayed.`, `"on":"2015-04-01"`}, events: []string{"createLogEntry"},
	},
	{name: "an entry", as: "etta.token", method: "GET", path: "/v1/log-entries/<entry>", status: 200, contains: []string{"Twelve came."}},
	{name: "an entry of somebody else's participant", as: "luis.token", method: "GET", path: "/v1/log-entries/<entry>", status: 404, absent: []string{"Twelve"}},
	{
		name: "archive an entry", as: "staff", method: "PATCH", path: "/v1/log-entries/<entry>", match: "<entry.tag>", body: `{"archived": true}`,
		status: 200, contains: []string{`"archived":true`}, events: []string{"updateLogEntry"},
	},
}

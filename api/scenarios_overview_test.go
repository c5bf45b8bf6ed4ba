package api_test

var overviewScenarios = []scenario{
	{
		name: "what a participant has before them", as: "ana.session", method: "GET", path: "/v1/duties",
		status: 200, contains: []string{`"enrolment_id":"<enrolment>"`, `"participant":"Ana Reis"`, `"kind":"`}, absent: []string{`"kind":"cohort"`},
	},
	{
		name: "what an administrator has before them", given: proposed, as: "rosa.session", method: "GET", path: "/v1/duties",
		status: 200, contains: []string{`"kind":"send"`, `"kind":"cohort"`, `"cohort_id":"<cohort>"`}, absent: []string{`"participant"`},
	},
	{name: "programs have no duties", as: "staff", method: "GET", path: "/v1/duties", status: 403, absent: []string{"items"}},
	{
		name: "a board says who is how far", given: submitted, as: "staff", method: "GET", path: "/v1/cohorts/<cohort>/board",
		status: 200, contains: []string{`"enrolment_id":"<enrolment>"`, `"name":"Ana Reis"`, `"project":"Harbour pilots"`, `"submitted":true`, `"next":"compose"`},
		absent: []string{`"certificate"`},
	},
	{
		name: "with the certificate", given: proposed, as: "staff", method: "GET", path: "/v1/cohorts/<cohort>/board",
		status: 200, contains: []string{`"certificate_id":"<certificate>"`, `"state":"composing"`, `"next":"send"`},
	},
	{
		name: "when it is issued nothing is left to do", given: issued, as: "staff", method: "GET", path: "/v1/cohorts/<cohort>/board",
		status: 200, contains: []string{`"state":"issued"`, `"serial"`, `"next":"done"`},
	},
	{name: "assessors see no board", as: "etta.token", method: "GET", path: "/v1/cohorts/<cohort>/board", status: 403, absent: []string{"Ana"}},
	{name: "of a cohort that does not exist", as: "staff", method: "GET", path: "/v1/cohorts/" + noSuch + "/board", status: 404},
	{name: "people by a part of the name", as: "staff", method: "GET", path: "/v1/people?search=aNA", status: 200, contains: []string{"Ana Reis"}, absent: []string{"Etta"}},
	{name: "people by a part of the address", as: "staff", method: "GET", path: "/v1/people?search=etta@", status: 200, contains: []string{"Etta Reis"}, absent: []string{"Ana"}},
	{name: "what LIKE would take for anything is nothing", as: "staff", method: "GET", path: "/v1/people?search=%25", status: 200, contains: []string{`"items":[]`}},
}

package api_test

// takenDown is a feedback that staff wrote in Etta's name and submitted.
func takenDown(w *world) {
	w.make("staff", "minutes", "POST", "/v1/enrolments/<enrolment>/feedback", `{"assessor_id": "<etta>", "text": "She listens."}`)
	w.make("staff", "minutes", "POST", "/v1/feedback/<minutes>/submit", "")
}

var assignmentScenarios = []scenario{
	{
		name: "assign", as: "staff", method: "POST", path: "/v1/enrolments/<enrolment>/assignments", body: `{"assessor_id": "<luis>", "due_on": "2015-11-30"}`,
		status: 201, contains: []string{`"conflict":"unanswered"`, `"due_on":"2015-11-30"`}, events: []string{"createAssignment"},
	},
	{
		name: "nobody twice", as: "staff", method: "POST", path: "/v1/enrolments/<enrolment>/assignments", body: `{"assessor_id": "<etta>"}`,
		status: 409, contains: []string{`"reason":"already_assigned"`},
	},
	{
		name: "nobody assesses themselves", as: "staff", method: "POST", path: "/v1/enrolments/<enrolment>/assignments", body: `{"assessor_id": "<ana>"}`,
		status: 422, contains: []string{`"reason":"self"`},
	},
	{name: "their own list", as: "etta.token", method: "GET", path: "/v1/assignments", status: 200, contains: []string{"<assignment>"}},
	{name: "another's list is empty", as: "luis.token", method: "GET", path: "/v1/assignments", status: 200, contains: []string{`"items":[]`}},
	{name: "theirs", as: "etta.token", method: "GET", path: "/v1/assignments/<assignment>", status: 200},
	{name: "not theirs", as: "luis.token", method: "GET", path: "/v1/assignments/<assignment>", status: 404},
	{name: "nothing for readers", as: "read", method: "GET", path: "/v1/assignments/<assignment>", status: 403},
	{
		name: "the assessor answers about a conflict", as: "etta.token", method: "PATCH", path: "/v1/assignments/<assignment>", match: "<assignment.tag>", body: `{"conflict": "none"}`,
		status: 200, contains: []string{`"conflict":"none"`}, events: []string{"updateAssignment"},
	},
	{
		name: "the assessor sets no due date", as: "etta.token", method: "PATCH", path: "/v1/assignments/<assignment>", match: "<assignment.tag>", body: `{"due_on": null}`,
		status: 403,
	},
	{
		name: "another assessor cannot even see it", as: "luis.token", method: "PATCH", path: "/v1/assignments/<assignment>", match: "<assignment.tag>", body: `{"conflict": "none"}`,
		status: 404,
	},
}

var feedbackScenarios = []scenario{
	{
		name: "a draft is its author's", as: "etta.token", method: "GET", path: "/v1/feedback/<feedback>",
		status: 200, contains: []string{`"state":"draft"`, `"taken_down":false`}, absent: []string{"submitted_at", "writing_id"},
	},
	{name: "and nobody else's, not even staff's", as: "staff", method: "GET", path: "/v1/feedback/<feedback>", status: 404, absent: []string{"give up"}},
	{name: "nor an administrator's", as: "admin", method: "GET", path: "/v1/feedback/<feedback>", status: 404, absent: []string{"give up"}},
	{name: "nor another assessor's", as: "luis.token", method: "GET", path: "/v1/feedback/<feedback>", status: 404, absent: []string{"give up"}},
	{name: "staff lists no drafts", as: "staff", method: "GET", path: "/v1/feedback?enrolment_id=<enrolment>", status: 200, contains: []string{`"items":[]`}},
	{name: "its author does", as: "etta.token", method: "GET", path: "/v1/feedback?state=draft", status: 200, contains: []string{"<feedback>"}},
	{name: "staff cannot withdraw a draft that they may not know of", as: "staff", method: "POST", path: "/v1/feedback/<feedback>/withdraw", match: "<feedback.tag>", status: 404},
	{
		name: "somebody who is not assigned writes nothing", as: "luis.token", method: "POST", path: "/v1/enrolments/<enrolment>/feedback", body: `{"assessor_id": "<luis>", "text": "Hm."}`,
		status: 404, contains: []string{`"code":"not_found"`},
	},
	{
		name: "nor does staff in their name", as: "staff", method: "POST", path: "/v1/enrolments/<enrolment>/feedback", body: `{"assessor_id": "<luis>", "text": "Hm."}`,
		status: 409, contains: []string{`"reason":"not_assigned"`},
	},
	{
		name: "an assessor writes in no other name", as: "etta.token", method: "POST", path: "/v1/enrolments/<enrolment>/feedback", body: `{"assessor_id": "<luis>", "text": "Hm."}`,
		status: 403,
	},
	{
		name: "staff takes down what an assessor said", as: "staff", method: "POST", path: "/v1/enrolments/<enrolment>/feedback", body: `{"assessor_id": "<etta>", "text": "She listens."}`,
		status: 201, contains: []string{`"taken_down":true`}, events: []string{"createFeedback"},
	},
	{
		name: "change a draft", as: "etta.token", method: "PATCH", path: "/v1/feedback/<feedback>", match: "<feedback.tag>", body: `{"theme_id": null}`,
		status: 200, absent: []string{"theme_id"}, events: []string{"updateFeedback"},
	},
	{
		name: "a theme that does not exist", as: "etta.token", method: "PATCH", path: "/v1/feedback/<feedback>", match: "<feedback.tag>", body: `{"theme_id": "` + noSuch + `"}`,
		status: 422, contains: []string{`"pointer":"/theme_id"`},
	},
	{
		name: "delete a draft", as: "etta.token", method: "DELETE", path: "/v1/feedback/<feedback>", match: "<feedback.tag>",
		status: 204, events: []string{"deleteFeedback"},
	},
	{
		name: "submitted feedback is not deleted", given: submitted, as: "etta.token", method: "DELETE", path: "/v1/feedback/<feedback>", match: "<feedback.tag>",
		status: 409, contains: []string{`"reason":"feedback_state"`},
	},
	{
		name: "submit", as: "etta.token", method: "POST", path: "/v1/feedback/<feedback>/submit", match: "<feedback.tag>",
		status: 200, contains: []string{`"state":"submitted"`, "writing_id", "submitted_at"}, events: []string{"submitFeedback"},
	},
	{name: "submit twice", given: submitted, as: "etta.token", method: "POST", path: "/v1/feedback/<feedback>/submit", match: "<feedback.tag>", status: 409},
	{name: "staff submits for nobody", as: "staff", method: "POST", path: "/v1/feedback/<feedback>/submit", match: "<feedback.tag>", status: 404},
	{name: "staff reads what is submitted", given: submitted, as: "staff", method: "GET", path: "/v1/feedback/<feedback>", status: 200, contains: []string{"give up"}},
	{
		name: "the assessor confirms what was taken down", given: takenDown, as: "etta.token", method: "POST", path: "/v1/feedback/<minutes>/confirm", match: "<minutes.tag>",
		status: 200, contains: []string{"confirmed_at"}, events: []string{"confirmFeedback"},
	},
	{
		name: "nobody confirms for them", given: takenDown, as: "staff", method: "POST", path: "/v1/feedback/<minutes>/confirm", match: "<minutes.tag>",
		status: 403,
	},
	{
		name: "withdraw", given: submitted, as: "etta.token", method: "POST", path: "/v1/feedback/<feedback>/withdraw", match: "<feedback.tag>",
		status: 200, contains: []string{`"state":"withdrawn"`}, events: []string{"withdrawFeedback"},
	},
	{
		name: "not once it is quoted", given: proposed, as: "etta.token", method: "POST", path: "/v1/feedback/<feedback>/withdraw", match: "<feedback.tag>",
		status: 409, contains: []string{`"reason":"quoted"`},
	},
	{
		name: "submitted texts", given: submitted, as: "staff", method: "GET", path: "/v1/feedback/<feedback>/revisions",
		status: 200, contains: []string{`"number":1`, "give up"},
	},
	{name: "not to another assessor", given: submitted, as: "luis.token", method: "GET", path: "/v1/feedback/<feedback>/revisions", status: 404, absent: []string{"give up"}},
}

package web

// said are the sentences for what was just done, by what the address of the page says: "?done=password".
var said = map[string]string{
	"password": "Your password is set. You are signed out everywhere else.",
	"proof":    "You have proved that it is you. That holds for five minutes.",
	"session":  "That session has ended.",
	"address":  "Your name and address are kept.",

	"programme":    "The programme is there. Add a cohort next; everything else can wait.",
	"settings":     "The settings are kept.",
	"archived-yes": "The programme is archived. Nothing new can be begun in it.",
	"archived-no":  "The programme is taken out of the archive.",
	"staff":        "They are staff of this programme now.",
	"unstaffed":    "They are no longer staff of this programme.",
	"theme":        "The theme is in the catalogue.",
	"themes":       "The catalogue is changed.",
	"cohort":       "The cohort is there. Enrol its participants next.",
	"cohort-kept":  "The cohort is kept.",
	"moved":        "The cohort has moved on.",
	"enrolled":     "They are enrolled.",
	"outcome":      "Where they stand is kept.",
	"assigned":     "They are assessor of this participant now.",
	"ended":        "That assignment has ended. What was written stays.",
	"proposed":     "A first composition is there.",
	"person":       "The person is kept.",
	"invited":      "An invitation is on its way. It works for a limited time; inviting again sends another.",
	"account":      "The account is changed.",
	"revoked":      "That token works no longer.",
}

package web

import (
	"context"

	"testamur/internal/access"
	"testamur/internal/certificate"
	"testamur/internal/overview"
	"testamur/internal/record"

	"github.com/google/uuid"
)

// deeds are what staff do to a certificate, by the name in the address.
var deeds = map[string]deed{
	"send": {
		Title: "Send for signing?", Button: "Send for signing", done: "sent",
		may: func(d desk) bool { return d.State == certificate.Composing }, foresee: (*foreseeing).send,
		do: func(ctx context.Context, s *certificate.Service, a access.Actor, d desk, m record.Match, _ *form) error {
			_, err := s.SendForSigning(ctx, a, d.ID, m)
			return err
		},
	},
	"review": {
		Title: "Send for review, and decide afterwards?", Button: "Send for review", done: "reviewing",
		may: func(d desk) bool { return d.State == certificate.Composing && d.isReviewed() }, foresee: (*foreseeing).reviewAlone,
		do: func(ctx context.Context, s *certificate.Service, a access.Actor, d desk, m record.Match, _ *form) error {
			_, err := s.SendForReview(ctx, a, d.ID, m)
			return err
		},
	},
	"deadline": {
		Title: "Wait for answers until another day?", Button: "Move the last day", done: "deadline",
		may: func(d desk) bool { return d.State == certificate.InReview }, foresee: (*foreseeing).deadline,
		ask: func(f form) []group {
			return []group{{Fields: []field{f.Field("deadline_on", "Last day for answers", "date", "off", "Today or later.")}}}
		},
		do: func(ctx context.Context, s *certificate.Service, a access.Actor, d desk, m record.Match, f *form) error {
			on := f.date("deadline_on")
			if err := f.mistyped(); err != nil {
				return err
			}
			_, err := s.SetReviewDeadline(ctx, a, d.ID, m, on)
			return err
		},
	},
	"remind": {
		Title: "Remind those who have not answered?", Button: "Remind them", done: "reminded",
		may: waits, foresee: (*foreseeing).remind,
		do: func(ctx context.Context, s *certificate.Service, a access.Actor, d desk, _ record.Match, _ *form) error {
			remind := s.RemindReviewers
			if d.State == certificate.Signing {
				remind = s.Remind
			}
			_, err := remind(ctx, a, d.ID)
			return err
		},
	},
	"issue": {
		Title: "Issue the certificate?", Button: "Issue 1 certificate", Proof: true, done: "issued",
		may: func(d desk) bool { return d.State == certificate.Signing }, foresee: (*foreseeing).issue,
		do: func(ctx context.Context, s *certificate.Service, a access.Actor, d desk, m record.Match, _ *form) error {
			_, err := s.Issue(ctx, a, d.ID, m)
			return err
		},
	},
	"revise": {
		Title: "Take it back to be revised?", Button: "Take it back", done: "revised",
		may: goesOn, foresee: (*foreseeing).revise,
		do: func(ctx context.Context, s *certificate.Service, a access.Actor, d desk, m record.Match, _ *form) error {
			_, err := s.Revise(ctx, a, d.ID, m)
			return err
		},
	},
	"cancel": {
		Title: "Cancel the certificate?", Button: "Cancel the certificate", done: "cancelled",
		may: func(d desk) bool { return d.Composes() || d.State == certificate.Signing }, foresee: (*foreseeing).cancel,
		do: func(ctx context.Context, s *certificate.Service, a access.Actor, d desk, m record.Match, _ *form) error {
			_, err := s.Cancel(ctx, a, d.ID, m)
			return err
		},
	},
	"correct": {
		Title: "Correct the certificate?", Button: "Begin the correction", done: "correcting",
		may: func(d desk) bool { return d.State == certificate.Issued }, foresee: (*foreseeing).correct,
		ask: func(f form) []group {
			return []group{{Fields: []field{f.Choose("reason_class", "Why it is corrected", reasons[3:], "Anyone who checks the old version reads this.")}}}
		},
		do: func(ctx context.Context, s *certificate.Service, a access.Actor, d desk, m record.Match, f *form) error {
			_, err := s.Correct(ctx, a, d.ID, m, certificate.ReasonClass(f.Value("reason_class")))
			return err
		},
	},
	"revoke": {
		Title: "Revoke the certificate?", Button: "Revoke 1 certificate", Proof: true, done: "withdrawn",
		may: inForce, foresee: (*foreseeing).revoke, ask: askedEnd,
		do: func(ctx context.Context, s *certificate.Service, a access.Actor, d desk, m record.Match, f *form) error {
			_, err := s.Revoke(ctx, a, d.ID, m, certificate.ReasonClass(f.Value("reason_class")), f.Value("note"))
			return err
		},
	},
	"expire": {
		Title: "Set its last day?", Button: "Set the last day", Proof: true, done: "ending",
		may: inForce, foresee: (*foreseeing).expire,
		ask: func(f form) []group {
			return append([]group{{Fields: []field{f.Field("on", "Last day on which it is valid", "date", "off", "Today or later.")}}}, askedEnd(f)...)
		},
		do: func(ctx context.Context, s *certificate.Service, a access.Actor, d desk, m record.Match, f *form) error {
			on := f.date("on")
			if err := f.mistyped(); err != nil {
				return err
			}
			_, err := s.Expire(ctx, a, d.ID, m, on, certificate.ReasonClass(f.Value("reason_class")), f.Value("note"))
			return err
		},
	},
}

// reasons are the public ones for an end of validity; the last three are those for a correction.
var reasons = []option{
	{string(certificate.ReasonError), "It was issued in error"}, {string(certificate.ReasonRequirements), "The requirements were not met"},
	{string(certificate.ReasonHolder), "Its holder asked for it"}, {string(certificate.ReasonCorrection), "Something in it is corrected"},
	{string(certificate.ReasonNameChange), "Its holder’s name changed"}, {string(certificate.ReasonOther), "Another reason"},
}

func askedEnd(f form) []group {
	return []group{{Fields: []field{
		f.Choose("reason_class", "Reason", reasons, "Anyone who checks the certificate reads this."),
		f.Area("note", "What happened", 4, "For the office alone: it is never shown outside."),
	}}}
}

func goesOn(d desk) bool {
	return d.State == certificate.InReview || d.State == certificate.Signing
}

// isReviewed says whether the programme has the text checked before it is signed.
func (d desk) isReviewed() bool {
	return d.Programme.ReadBackDays+d.Programme.ParticipantCheckDays > 0 && (d.IssuedID == uuid.Nil || d.Programme.CorrectionReview)
}

func waits(d desk) bool {
	return goesOn(d) && d.Standing.Paused == 0 && (d.State == certificate.InReview || d.Standing.Approved < d.Standing.Signatories)
}

func inForce(d desk) bool { return d.IssuedID != uuid.Nil && d.State != certificate.Revoked }

// deedOrder is the order in which deeds are offered beside the first.
var deedOrder = []string{"review", "remind", "deadline", "revise", "correct", "expire", "cancel", "revoke"}

// deedNames are what leads to the page before each.
var deedNames = map[string]string{
	"review": "Send for review, and decide afterwards", "deadline": "Wait for answers until another day",
	"send": "Send for signing", "remind": "Remind those who have not answered", "issue": "Issue the certificate", "revise": "Take it back to revise the text",
	"cancel": "Cancel the certificate", "correct": "Correct the certificate", "revoke": "Revoke the certificate", "expire": "Set its last day",
}

// first gives what comes next for staff: a deed, or where on the page something is to be settled.
func (p certificatePage) first() deedLink {
	deed := func(name string) deedLink { return deedLink{deedNames[name], p.Path() + "/do/" + name} }
	switch p.State {
	case certificate.Composing:
		if p.blocked() || len(p.Sections) == 0 {
			return deedLink{"Write the text", p.Path() + "/text"}
		}
		if len(p.Signatories) == 0 {
			return deedLink{"Name who signs", p.Path() + "/signatories"}
		}
		return deed("send")
	case certificate.InReview:
		if len(p.Review.Open) > 0 {
			return deedLink{"Settle the remarks", "#review"}
		}
		return deed("remind")
	case certificate.Signing:
		seat := overview.Seat{Certificate: p.Standing}
		switch seat.Step() {
		case overview.StepPaused:
			return deed("revise")
		case overview.StepIssue:
			return deed("issue")
		default:
			if !p.reaches() {
				return deedLink{"See who has not signed", "#signing"}
			}
			return deed("remind")
		}
	case certificate.Issued:
		return deedLink{"Open the certificate (PDF)", here("versions", p.IssuedID, "/document")}
	case certificate.Revoked, certificate.Cancelled:
	}
	return deedLink{}
}

// reaches says whether a letter could reach any of those who have not answered.
func (p certificatePage) reaches() bool {
	for _, r := range p.Signing {
		if r.Answer.Decision == "" && r.Email != "" {
			return true
		}
	}
	return false
}

func (p certificatePage) blocked() bool {
	for _, f := range p.Findings {
		if f.Blocks() {
			return true
		}
	}
	return false
}

// deeds gives what comes next, and what else can be done.
func (p certificatePage) deeds() (first deedLink, others []deedLink) {
	first = p.first()
	for _, name := range deedOrder {
		link := deedLink{deedNames[name], p.Path() + "/do/" + name}
		if name == "cancel" && p.Corrects() {
			link.Name = "Give up the correction"
		}
		if deeds[name].may(p.desk) && link.Path != first.Path {
			others = append(others, link)
		}
	}
	return first, others
}

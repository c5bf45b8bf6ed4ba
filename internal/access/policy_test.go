package access_test

import (
	"errors"
	"slices"
	"testing"

	"testamur/internal/access"
	"testamur/internal/fault"

	"github.com/google/uuid"
)

var (
	here, there  = uuid.New(), uuid.New() // programmes
	olga, karl   = uuid.New(), uuid.New() // people
	thisFeedback = uuid.New()
)

func token(role access.Role, programmes ...uuid.UUID) access.Actor {
	return access.Actor{Kind: access.KindToken, ID: uuid.New(), Role: role, Powers: access.Powers{Programmes: programmes}}
}

func account(person uuid.UUID, staffOf ...uuid.UUID) access.Actor {
	return access.Actor{Kind: access.KindAccount, ID: uuid.New(), Person: person, Powers: access.Powers{Programmes: staffOf}}
}

func TestPermitDeniesByDefault(t *testing.T) {
	tests := map[string]struct {
		actor access.Actor
		op    access.Operation
		want  fault.Code
	}{
		"an operation that nobody knows":   {token(access.RoleAdmin), "noSuchOperation", fault.Forbidden},
		"nobody":                           {access.Anonymous(), access.OpListPeople, fault.Unauthenticated},
		"the zero actor":                   {access.Actor{}, access.OpListPeople, fault.Unauthenticated},
		"a role that nobody knows":         {token("owner"), access.OpListPeople, fault.Forbidden},
		"an account without any role":      {account(olga), access.OpListPeople, fault.Forbidden},
		"an account's role of staff":       {access.Actor{Kind: access.KindAccount, Person: olga, Role: access.RoleStaff}, access.OpListPeople, fault.Forbidden},
		"a guest, even in staff's clothes": {access.Actor{Kind: access.KindGuest, Person: olga, Powers: access.Powers{Programmes: []uuid.UUID{here}}}, access.OpListPeople, fault.Forbidden},
	}
	for name, c := range tests {
		t.Run(name, func(t *testing.T) {
			err := c.actor.Permit(c.op)
			if fault.CodeOf(err) != c.want || !errors.Is(err, access.ErrRefused) {
				t.Errorf("got %v", err)
			}
		})
	}
}

func TestOnlyWhoStandsToAnObjectMayUseIt(t *testing.T) {
	enrolment := access.Object{
		Kind: "enrolment", Reading: access.OpGetEnrolment, Programme: here, Participant: olga, Assessors: []uuid.UUID{karl},
	}
	issued := access.Object{Kind: "certificate", Reading: access.OpGetCertificate, Ref: thisFeedback, Programme: here, Participant: olga}
	draft := issued
	draft.Unfinished = true
	asked := draft
	asked.Signatories = []uuid.UUID{karl}
	guest := access.Actor{Kind: access.KindGuest, ID: uuid.New(), Person: karl, Powers: access.Powers{Guest: access.Ref{ID: thisFeedback}}}
	elsewhere := guest
	elsewhere.Guest.ID = uuid.New()
	acting := token(access.RoleAssessor)
	acting.Person = karl
	tests := map[string]struct {
		actor  access.Actor
		op     access.Operation
		object access.Object
		want   fault.Code
	}{
		"an administrator":                      {token(access.RoleAdmin), access.OpUpdateEnrolment, enrolment, ""},
		"staff of the programme":                {account(karl, here), access.OpUpdateEnrolment, enrolment, ""},
		"staff of another programme":            {account(uuid.New(), there), access.OpUpdateEnrolment, enrolment, fault.NotFound},
		"a staff token for all programmes":      {token(access.RoleStaff), access.OpUpdateEnrolment, enrolment, ""},
		"a staff token for this one":            {token(access.RoleStaff, here), access.OpUpdateEnrolment, enrolment, ""},
		"a staff token for another":             {token(access.RoleStaff, there), access.OpUpdateEnrolment, enrolment, fault.NotFound},
		"a reading token for another":           {token(access.RoleRead, there), access.OpGetEnrolment, enrolment, fault.NotFound},
		"the participant reads":                 {account(olga), access.OpGetEnrolment, enrolment, ""},
		"the participant writes the project":    {account(olga), access.OpPutProject, enrolment, ""},
		"the participant, who is staff there":   {account(olga, there), access.OpGetEnrolment, enrolment, ""},
		"the participant assigns an assessor":   {account(olga, there), access.OpCreateAssignment, enrolment, fault.Forbidden},
		"the assessor reads":                    {account(karl), access.OpGetProject, enrolment, ""},
		"the assessor writes the project":       {account(karl), access.OpPutProject, enrolment, fault.Forbidden},
		"a token that acts as the assessor":     {acting, access.OpGetProject, enrolment, ""},
		"somebody else":                         {account(uuid.New()), access.OpGetProject, enrolment, fault.NotFound},
		"a draft to the participant":            {account(olga), access.OpGetCertificate, draft, fault.NotFound},
		"an issued one to the participant":      {account(olga), access.OpGetCertificate, issued, ""},
		"a draft to a reading token":            {token(access.RoleRead), access.OpGetCertificate, draft, fault.NotFound},
		"an issued one to a reading token":      {token(access.RoleRead), access.OpGetCertificate, issued, ""},
		"a draft to a signatory":                {account(karl), access.OpGetVersion, draft, fault.NotFound},
		"what was sent, to a signatory":         {account(karl), access.OpGetVersion, asked, ""},
		"what was sent, to the guest of it":     {guest, access.OpGetVersion, asked, ""},
		"what was sent, to another's guest":     {elsewhere, access.OpGetVersion, asked, fault.NotFound},
		"an account without a recent proof":     {account(karl, here), access.OpIssueCertificate, draft, fault.Forbidden},
		"a staff token needs none":              {token(access.RoleStaff), access.OpIssueCertificate, draft, ""},
		"the writer of a feedback":              {account(karl), access.OpUpdateFeedback, access.Object{Kind: "feedback", Reading: access.OpGetFeedback, Mine: true}, ""},
		"staff change nobody's feedback":        {account(karl, here), access.OpUpdateFeedback, access.Object{Kind: "feedback", Reading: access.OpGetFeedback, Programme: here}, fault.Forbidden},
		"an object of no kind that is foreseen": {account(karl), access.OpGetProject, access.Object{}, fault.NotFound},
	}
	for name, c := range tests {
		t.Run(name, func(t *testing.T) {
			if err := c.actor.PermitOn(c.op, c.object); fault.CodeOf(err) != c.want {
				t.Errorf("got %v, want %q", err, c.want)
			}
		})
	}
}

func TestAProofThatIsFreshOpensWhatNeedsOne(t *testing.T) {
	a := account(karl, here)
	if err := a.Permit(access.OpIssueCertificate); fault.ReasonOf(err) != "proof_needed" {
		t.Errorf("without: %v", err)
	}
	a.Fresh = true
	if err := a.Permit(access.OpIssueCertificate); err != nil {
		t.Errorf("with: %v", err)
	}
}

func TestATokenDoesOnlyWhatItsScopesSay(t *testing.T) {
	a := token(access.RoleAdmin)
	a.Scopes = []access.Scope{access.ScopePeopleRead}
	if err := a.Permit(access.OpGetPerson); err != nil {
		t.Errorf("in scope: %v", err)
	}
	for _, op := range []access.Operation{access.OpUpdatePerson, access.OpIssueCertificate, access.OpListEvents} {
		if err := a.Permit(op); fault.ReasonOf(err) != "scope" {
			t.Errorf("%s: %v", op, err)
		}
	}
	if err := token(access.RoleAdmin).Permit(access.OpCreateToken); fault.ReasonOf(err) != "scope" {
		t.Errorf("a token that makes tokens: %v", err)
	}
}

func TestSightAddsUpWhatSomebodyIs(t *testing.T) {
	see := func(a access.Actor, op access.Operation) access.Sight {
		t.Helper()
		s, err := a.See(op)
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	if s := see(token(access.RoleAdmin), access.OpListEnrolments); !s.All {
		t.Error("an administrator sees not all")
	}
	if s := see(token(access.RoleStaff), access.OpListEnrolments); !s.All || s.Finished {
		t.Errorf("a staff token for all programmes: %+v", s)
	}
	if s := see(token(access.RoleRead, here), access.OpListCertificates); s.All || !s.Finished || !slices.Equal(s.Programmes, []uuid.UUID{here}) {
		t.Errorf("a reading token: %+v", s)
	}
	s := see(account(karl, here), access.OpListEnrolments)
	if s.All || !slices.Equal(s.Programmes, []uuid.UUID{here}) || s.Person != karl || !s.As(access.Assigned) || !s.As(access.Participant) {
		t.Errorf("staff here and perhaps assessor elsewhere: %+v", s)
	}
	guest := access.Actor{Kind: access.KindGuest, Person: karl}
	if s, err := guest.See(access.OpListFeedback); err == nil && (s.All || s.Person != uuid.Nil || len(s.Programmes) > 0) {
		t.Errorf("a guest sees a list: %+v", s)
	}
}

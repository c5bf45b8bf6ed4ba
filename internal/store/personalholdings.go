package store

import (
	"context"
	"time"

	"testamur/internal/access"
	"testamur/internal/certificate"
	"testamur/internal/personal"
	"testamur/internal/programme"

	"github.com/google/uuid"
)

// page gives at most limit rows of a table that the condition finds, after the one named.
func page[R any](ctx context.Context, s *Store, after uuid.UUID, limit int, where string, args ...any) ([]R, error) {
	return of[R](ctx, s.db(ctx)).where("id > ?", after).where(where, args...).order("id").limit(limit).find()
}

// EnrolmentsOf implements personal.Holdings.
func (s *Store) EnrolmentsOf(ctx context.Context, person uuid.UUID) ([]personal.Enrolled, error) {
	rows, err := of[enrolmentRow](ctx, s.db(ctx)).where("person_id = ?", person).order("id").find()
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	programmes, err := of[programmeRow](ctx, s.db(ctx)).columns("id", "name").
		where("id IN ?", idsOf(rows, func(r enrolmentRow) uuid.UUID { return r.ProgrammeID })).find()
	if err != nil {
		return nil, err
	}
	cohorts, err := of[cohortRow](ctx, s.db(ctx)).columns("id", "name").
		where("id IN ?", idsOf(rows, func(r enrolmentRow) uuid.UUID { return r.CohortID })).find()
	names := map[uuid.UUID]string{}
	for _, p := range programmes {
		names[p.ID] = p.Name
	}
	for _, c := range cohorts {
		names[c.ID] = c.Name
	}
	return all(rows, func(r enrolmentRow) personal.Enrolled {
		return personal.Enrolled{Enrolment: unpackEnrolment(r), Programme: names[r.ProgrammeID], Cohort: names[r.CohortID]}
	}), err
}

// ProjectsOf implements personal.Holdings.
func (s *Store) ProjectsOf(ctx context.Context, person uuid.UUID) ([]programme.Project, error) {
	rows, err := of[projectRow](ctx, s.db(ctx)).where(ofPerson, person).order("id").find()
	return all(rows, unpackProject), err
}

// ProjectWritings implements personal.Holdings.
func (s *Store) ProjectWritings(ctx context.Context, person, after uuid.UUID, limit int) ([]programme.Writing, error) {
	rows, err := page[writingRow](ctx, s, after, limit, "kind = ? AND "+ofPerson, programme.WritingProject, person)
	return all(rows, unpackWriting), err
}

// LogEntriesOf implements personal.Holdings.
func (s *Store) LogEntriesOf(ctx context.Context, person, after uuid.UUID, limit int) ([]programme.LogEntry, error) {
	rows, err := page[logEntryRow](ctx, s, after, limit, ofPerson, person)
	return all(rows, unpackLogEntry), err
}

// IssuedTo implements personal.Holdings.
func (s *Store) IssuedTo(ctx context.Context, person uuid.UUID) ([]personal.Issued, error) {
	certificates, err := of[certificateRow](ctx, s.db(ctx)).columns("id", "enrolment_id").where(ofPerson, person).find()
	if err != nil {
		return nil, err
	}
	enrolments := map[uuid.UUID]uuid.UUID{}
	for _, c := range certificates {
		enrolments[c.ID] = c.EnrolmentID
	}
	rows, err := of[versionRow](ctx, s.db(ctx)).
		where("certificate_id IN (SELECT id FROM certificates WHERE "+ofPerson+")", person).
		where("issued_at IS NOT NULL AND erased_at IS NULL").order("serial, number, id").find()
	return all(rows, func(r versionRow) personal.Issued {
		return personal.Issued{Version: unpackVersion(r), EnrolmentID: enrolments[r.CertificateID]}
	}), err
}

// MeetingsOf implements personal.Holdings.
func (s *Store) MeetingsOf(ctx context.Context, person, after uuid.UUID, limit int) ([]programme.Meeting, error) {
	rows, err := page[meetingRow](ctx, s, after, limit, "id IN (SELECT meeting_id FROM meeting_people WHERE person_id = ?)", person)
	return all(rows, unpackMeeting), err
}

// NotesOf implements personal.Holdings.
func (s *Store) NotesOf(ctx context.Context, person, after uuid.UUID, limit int) ([]programme.Note, error) {
	rows, err := page[noteRow](ctx, s, after, limit,
		"(author_id = ? OR (shared AND meeting_id IN (SELECT meeting_id FROM meeting_people WHERE person_id = ?)))", person, person)
	return all(rows, unpackNote), err
}

// AssignmentsTo implements personal.Holdings.
func (s *Store) AssignmentsTo(ctx context.Context, person, after uuid.UUID, limit int) ([]programme.Assignment, error) {
	rows, err := page[assignmentRow](ctx, s, after, limit, "assessor_id = ?", person)
	return all(rows, unpackAssignment), err
}

// FeedbackBy implements personal.Holdings. A draft that somebody else takes down in the person's name is that one's alone.
func (s *Store) FeedbackBy(ctx context.Context, person, after uuid.UUID, limit int) ([]personal.Written, error) {
	rows, err := page[feedbackRow](ctx, s, after, limit, "assessor_id = ? AND (state <> ? OR NOT taken_down)", person, programme.FeedbackDraft)
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	writings, err := of[writingRow](ctx, s.db(ctx)).
		where("owner_id IN ?", idsOf(rows, func(r feedbackRow) uuid.UUID { return r.ID })).order("owner_id, number").find()
	states := map[uuid.UUID][]programme.Writing{}
	for _, w := range writings {
		states[w.OwnerID] = append(states[w.OwnerID], unpackWriting(w))
	}
	return all(rows, func(r feedbackRow) personal.Written {
		return personal.Written{Feedback: unpackFeedback(r), Writings: states[r.ID]}
	}), err
}

// signedBy is what the JSON of a signatory holds of their person. Within a name the quotes would be escaped.
func signedBy(person uuid.UUID) string { return `%"person_id":"` + person.String() + `"%` }

// SignOffsBy implements personal.Holdings.
func (s *Store) SignOffsBy(ctx context.Context, person, after uuid.UUID, limit int) ([]personal.Signed, error) {
	rows, err := page[signOffRow](ctx, s, after, limit, "signatory LIKE ?", signedBy(person))
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	versions, err := of[versionRow](ctx, s.db(ctx)).columns("id", "serial", "number").
		where("id IN ?", idsOf(rows, func(r signOffRow) uuid.UUID { return r.VersionID })).find()
	known := map[uuid.UUID]versionRow{}
	for _, v := range versions {
		known[v.ID] = v
	}
	return all(rows, func(r signOffRow) personal.Signed {
		return personal.Signed{SignOff: unpackSignOff(r), Serial: known[r.VersionID].Serial, Number: known[r.VersionID].Number}
	}), err
}

// SignaturesOf implements personal.Holdings.
func (s *Store) SignaturesOf(ctx context.Context, person uuid.UUID) ([]certificate.File, error) {
	const with = "SELECT signature_file_id FROM sign_offs WHERE signature_file_id IS NOT NULL AND signatory "
	rows, err := of[fileRow](ctx, s.db(ctx)).where("purpose = ?", certificate.PurposeSignature).
		where("(id IN ("+with+"LIKE ?) OR (owner = ? AND id NOT IN ("+with+"NOT LIKE ?)))", signedBy(person), person, signedBy(person)).
		order("id").find()
	return all(rows, unpackFile), err
}

// EventsOf implements personal.Holdings.
func (s *Store) EventsOf(ctx context.Context, person uuid.UUID, after int64, limit int) ([]access.Event, error) {
	rows, err := of[eventRow](ctx, s.db(ctx)).where("sequence > ?", after).where(`(actor_person = @person OR object_id = @person
		OR object_id IN (SELECT id FROM enrolments WHERE person_id = @person)
		OR object_id IN (SELECT id FROM projects WHERE enrolment_id IN (SELECT id FROM enrolments WHERE person_id = @person))
		OR object_id IN (SELECT id FROM log_entries WHERE enrolment_id IN (SELECT id FROM enrolments WHERE person_id = @person))
		OR (operation IN @asking AND object_id IN (SELECT excerpt_id FROM excerpt_consents WHERE person_id = @person))
		OR (operation IN @public AND object_id IN
			(SELECT id FROM certificates WHERE issued_id IS NOT NULL AND enrolment_id IN (SELECT id FROM enrolments WHERE person_id = @person))))`,
		map[string]any{"person": person, "public": []access.Operation{access.OpIssueCertificate, access.OpRevokeCertificate},
			"asking": []access.Operation{access.OpAskForExcerpts, access.OpTakeBackExcerpt}}).
		order("sequence").limit(limit).find()
	return all(rows, unpackEvent), err
}

type originRow struct {
	EventID   uuid.UUID
	AccountID uuid.UUID
	At        instant
	Address   string
	Device    string
}

// TableName implements gorm's schema.Tabler.
func (originRow) TableName() string { return "origins" }

// WorkOn implements personal.Holdings.
func (s *Store) WorkOn(ctx context.Context, person, after uuid.UUID, limit int) ([]personal.Worked, error) {
	rows, err := page[operationItemRow](ctx, s, after, limit, "(person_id = ? OR other_id = ?)", person, person)
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	operations, err := of[operationRow](ctx, s.db(ctx)).columns("id", "kind", "state", "cohort_id", "created_at").
		where("id IN ?", idsOf(rows, func(r operationItemRow) uuid.UUID { return r.OperationID })).find()
	by := map[uuid.UUID]operationRow{}
	for _, o := range operations {
		by[o.ID] = o
	}
	return all(rows, func(r operationItemRow) personal.Worked {
		o := unpackOperation(by[r.OperationID])
		return personal.Worked{Item: unpackItem(r), Kind: o.Kind, State: o.State, Cohort: o.Cohort, PlannedAt: o.CreatedAt}
	}), err
}

// OriginsOf implements personal.Holdings.
func (s *Store) OriginsOf(ctx context.Context, person, after uuid.UUID, limit int) ([]personal.Origin, error) {
	rows, err := of[originRow](ctx, s.db(ctx)).where("account_id = ? AND event_id > ?", person, after).order("event_id").limit(limit).find()
	return all(rows, func(r originRow) personal.Origin {
		return personal.Origin{EventID: r.EventID, Address: r.Address, Device: r.Device, At: time.Time(r.At)}
	}), err
}

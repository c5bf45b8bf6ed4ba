package personal

import (
	"encoding/json"
	"time"

	"testamur/internal/access"
	"testamur/internal/account"
	"testamur/internal/certificate"
	"testamur/internal/programme"

	"github.com/google/uuid"
)

// The files of an archive. A field that holds nothing is left out.

type personFile struct {
	ID           uuid.UUID `json:"id"`
	Name         string    `json:"name"`
	Email        string    `json:"email,omitempty"`
	PrivateEmail string    `json:"private_email,omitempty"`
	Organisation string    `json:"organisation,omitempty"`
	JobTitle     string    `json:"job_title,omitempty"`
	Language     string    `json:"language,omitempty"`
	ExternalID   string    `json:"external_id,omitempty"`
	Archived     bool      `json:"archived"`
	CreatedAt    time.Time `json:"created_at"`
	ChangedAt    time.Time `json:"changed_at"`
}

func filePerson(p access.Person) personFile {
	return personFile{
		p.ID, p.Name, p.Email, p.PrivateEmail, p.Organisation, p.JobTitle, p.Language, p.ExternalID, p.Archived, p.CreatedAt, p.ChangedAt,
	}
}

type accountFile struct {
	Email        string        `json:"sign_in_address"`
	Admin        bool          `json:"administrator"`
	HasPassword  bool          `json:"has_password"`
	CreatedAt    time.Time     `json:"created_at"`
	DisabledAt   time.Time     `json:"disabled_at,omitzero"`
	LastSignInAt time.Time     `json:"last_sign_in_at,omitzero"`
	Sessions     []sessionFile `json:"sessions"`
	Passkeys     []passkeyFile `json:"passkeys"`
}

type sessionFile struct {
	ID        uuid.UUID      `json:"id"`
	Method    account.Method `json:"method"`
	CreatedAt time.Time      `json:"created_at"`
	SeenAt    time.Time      `json:"seen_at,omitzero"`
	ExpiresAt time.Time      `json:"expires_at"`
	Address   string         `json:"address,omitempty"`
	Device    string         `json:"device,omitempty"`
}

type passkeyFile struct {
	Name      string    `json:"name"`
	CreatedAt time.Time `json:"created_at"`
	UsedAt    time.Time `json:"last_used_at,omitzero"`
}

// fileAccount leaves out everything that would let another in.
func fileAccount(a account.Account, sessions []account.Session, passkeys []account.Passkey) accountFile {
	f := accountFile{a.Email, a.Admin, a.Password != "", a.CreatedAt, a.DisabledAt, a.LastSignInAt, []sessionFile{}, []passkeyFile{}}
	for _, s := range sessions {
		f.Sessions = append(f.Sessions, sessionFile{s.ID, s.Method, s.CreatedAt, s.SeenAt, s.ExpiresAt, s.Address, s.Device})
	}
	for _, p := range passkeys {
		f.Passkeys = append(f.Passkeys, passkeyFile{p.Name, p.CreatedAt, p.UsedAt})
	}
	return f
}

type enrolmentFile struct {
	ID         uuid.UUID                `json:"id"`
	Programme  string                   `json:"programme"`
	Cohort     string                   `json:"cohort"`
	State      programme.EnrolmentState `json:"state"`
	LeaderKind programme.LeaderKind     `json:"leader_kind,omitempty"`
	Scale      string                   `json:"scale,omitempty"`
	ExternalID string                   `json:"external_id,omitempty"`
	CreatedAt  time.Time                `json:"created_at"`
	ChangedAt  time.Time                `json:"changed_at"`
}

func fileEnrolment(e Enrolled) enrolmentFile {
	return enrolmentFile{e.ID, e.Programme, e.Cohort, e.State, e.LeaderKind, e.Scale, e.ExternalID, e.CreatedAt, e.ChangedAt}
}

type certificateFile struct {
	Serial        string                   `json:"serial"`
	Code          string                   `json:"verification_code"`
	State         certificate.VersionState `json:"state"`
	IssuedAt      time.Time                `json:"issued_at"`
	ExpiresOn     string                   `json:"expires_on,omitempty"`
	EndedAt       time.Time                `json:"ended_at,omitzero"`
	EndReason     certificate.ReasonClass  `json:"reason_class,omitempty"`
	FileDigest    string                   `json:"file_sha256"`
	TextDigest    string                   `json:"text_sha256"`
	VersionDigest string                   `json:"version_sha256"`
	Facts         certificate.Facts        `json:"facts"`
	Content       json.RawMessage          `json:"content"` // what the text digest covers, in its canonical form
}

func fileCertificate(v certificate.Version) certificateFile {
	return certificateFile{
		certificate.PrintedSerial(v.Serial, v.Number), v.Code.String(), v.State, v.IssuedAt, v.ExpiresOn.String(), v.EndedAt, v.EndReason,
		v.File.String(), v.TextDigest.String(), v.VersionDigest.String(), v.Facts, v.Content,
	}
}

type shareLinkFile struct {
	ID            uuid.UUID   `json:"id"`
	CertificateID uuid.UUID   `json:"certificate_id"`
	Sections      []uuid.UUID `json:"sections,omitempty"` // none: the whole text
	WithFile      bool        `json:"with_file"`
	CreatedAt     time.Time   `json:"created_at"`
	ExpiresAt     time.Time   `json:"expires_at"`
	WithdrawnAt   time.Time   `json:"withdrawn_at,omitzero"`
	Opened        int         `json:"opened"`
	OpenedAt      time.Time   `json:"opened_at,omitzero"`
}

func fileShareLink(l certificate.ShareLink) shareLinkFile {
	return shareLinkFile{l.ID, l.CertificateID, l.Sections, l.WithFile, l.CreatedAt, l.ExpiresAt, l.WithdrawnAt, l.Opened, l.OpenedAt}
}

type assignmentFile struct {
	ID           uuid.UUID          `json:"id"`
	EnrolmentID  uuid.UUID          `json:"enrolment_id"`
	DueOn        string             `json:"due_on,omitempty"`
	Conflict     programme.Conflict `json:"conflict"`
	ConflictNote string             `json:"conflict_note,omitempty"`
	Ended        bool               `json:"ended"`
	CreatedAt    time.Time          `json:"created_at"`
}

func fileAssignment(a programme.Assignment) assignmentFile {
	return assignmentFile{a.ID, a.EnrolmentID, a.DueOn.String(), a.Conflict, a.ConflictNote, a.Archived, a.CreatedAt}
}

type meetingFile struct {
	ID       uuid.UUID             `json:"id"`
	CohortID uuid.UUID             `json:"cohort_id"`
	Kind     programme.MeetingKind `json:"kind"`
	On       string                `json:"on"`
}

func fileMeeting(m programme.Meeting) meetingFile {
	return meetingFile{m.ID, m.CohortID, m.Kind, m.On.String()}
}

type noteFile struct {
	ID        uuid.UUID `json:"id"`
	MeetingID uuid.UUID `json:"meeting_id"`
	ByYou     bool      `json:"by_you"`
	Shared    bool      `json:"shared"`
	Text      string    `json:"text"`
	CreatedAt time.Time `json:"created_at"`
	ChangedAt time.Time `json:"changed_at"`
}

func fileNote(n programme.Note, person uuid.UUID) noteFile {
	return noteFile{n.ID, n.MeetingID, n.Author == person, n.Shared, n.Text, n.CreatedAt, n.ChangedAt}
}

type feedbackFile struct {
	ID          uuid.UUID               `json:"id"`
	EnrolmentID uuid.UUID               `json:"enrolment_id"`
	ThemeID     uuid.UUID               `json:"theme_id,omitzero"`
	Disciplines []string                `json:"disciplines,omitempty"` // codes
	State       programme.FeedbackState `json:"state"`
	TakenDown   bool                    `json:"taken_down"`
	ConfirmedAt time.Time               `json:"confirmed_at,omitzero"`
	SubmittedAt time.Time               `json:"submitted_at,omitzero"`
	Text        string                  `json:"text"`
	Revisions   []revisionFile          `json:"revisions"`
}

type revisionFile struct {
	Number int       `json:"number"`
	At     time.Time `json:"at"`
	Text   string    `json:"text"`
}

func fileFeedback(w Written) feedbackFile {
	f := feedbackFile{w.ID, w.EnrolmentID, w.ThemeID, w.Disciplines.List(), w.State, w.TakenDown, w.ConfirmedAt, w.SubmittedAt, w.Text, []revisionFile{}}
	for _, r := range w.Writings {
		f.Revisions = append(f.Revisions, revisionFile{r.Number, r.At, r.Text})
	}
	return f
}

type reviewFile struct {
	ID            uuid.UUID                `json:"id"`
	CertificateID uuid.UUID                `json:"certificate_id"`
	Stage         certificate.ReviewStage  `json:"stage"`
	AskedAt       time.Time                `json:"asked_at"`
	RemindedAt    time.Time                `json:"reminded_at,omitzero"`
	Answer        certificate.ReviewAnswer `json:"answer,omitempty"`
	AnsweredAt    time.Time                `json:"answered_at,omitzero"`
	TextDigest    string                   `json:"text_sha256"`
	Remarks       []remarkFile             `json:"remarks"`
}

type remarkFile struct {
	Kind    certificate.RemarkKind  `json:"kind"`
	Comment string                  `json:"comment,omitempty"`
	Wording string                  `json:"wording,omitempty"`
	State   certificate.RemarkState `json:"state"`
	Reason  string                  `json:"reason,omitempty"`
	At      time.Time               `json:"at"`
}

// fileReview leaves the text out: an assessor's belongs to another, and the participant's is still being written.
func fileReview(q certificate.ReviewRequest) reviewFile {
	f := reviewFile{
		q.ID, q.CertificateID, q.Stage, q.AskedAt, q.RemindedAt, q.Answer, q.AnsweredAt, q.TextDigest.String(), []remarkFile{},
	}
	for _, m := range q.Remarks {
		f.Remarks = append(f.Remarks, remarkFile{m.Kind, m.Comment, m.Wording, m.State, m.Reason, m.At})
	}
	return f
}

type signOffFile struct {
	ID           uuid.UUID            `json:"id"`
	Serial       string               `json:"serial"`
	Name         string               `json:"name"`
	Title        string               `json:"title,omitempty"`
	Organisation string               `json:"organisation,omitempty"`
	Decision     certificate.Decision `json:"decision"`
	Reason       string               `json:"reason,omitempty"`
	Pointer      string               `json:"pointer,omitempty"`
	Suggested    *suggestionFile      `json:"suggested,omitempty"`
	Conflict     programme.Conflict   `json:"conflict,omitempty"`
	Confirmed    bool                 `json:"confirmed"`
	TextDigest   string               `json:"text_sha256"`
	At           time.Time            `json:"at"`
}

// suggestionFile is whom the person suggested in their place.
type suggestionFile struct {
	Name  string `json:"name,omitempty"`
	Email string `json:"email,omitempty"`
}

type readingFile struct {
	CertificateID uuid.UUID `json:"certificate_id"`
	VersionID     uuid.UUID `json:"version_id"`
	At            time.Time `json:"at"`
}

func fileReading(r certificate.Reading) readingFile {
	return readingFile{r.CertificateID, r.VersionID, r.At}
}

func fileSignOff(s Signed) signOffFile {
	f := signOffFile{
		s.ID, certificate.PrintedSerial(s.Serial, s.Number), s.Signatory.Name, s.Signatory.Title, s.Signatory.Organisation,
		s.Decision, s.Reason, s.Pointer, nil, s.Conflict, s.Confirmed, s.TextDigest.String(), s.At,
	}
	if s.Suggested != (certificate.Suggestion{}) {
		f.Suggested = &suggestionFile{s.Suggested.Name, s.Suggested.Email}
	}
	return f
}

type eventFile struct {
	ID         uuid.UUID         `json:"id"`
	At         time.Time         `json:"at"`
	ByYou      bool              `json:"by_you"`
	Operation  access.Operation  `json:"operation"`
	ObjectKind string            `json:"object_kind,omitempty"`
	ObjectID   uuid.UUID         `json:"object_id,omitzero"`
	Detail     map[string]string `json:"detail,omitempty"`
}

func fileEvent(e access.Event, person uuid.UUID) eventFile {
	return eventFile{e.ID, e.At, e.Actor.Is(person), e.Operation, e.Object.Kind, e.Object.ID, e.Detail}
}

type originFile struct {
	EventID uuid.UUID `json:"event_id"`
	Address string    `json:"address"`
	Device  string    `json:"device,omitempty"`
	At      time.Time `json:"at"`
}

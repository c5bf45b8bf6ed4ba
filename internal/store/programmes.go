package store

import (
	"testamur/internal/access"
	"testamur/internal/framework"
	"testamur/internal/programme"
	"testamur/internal/record"

	"github.com/google/uuid"
)

type programmeRow struct {
	Head
	Name                string
	CertificateTitle    string
	Institution         string
	Language            string
	TimeZone            string
	SerialPrefix        string
	Layout              string
	About               string
	Length              string
	Requirements        string
	Contact             string
	RequiredSignOffs    int
	SigningReminderDays int
	LogoFileID          reference
	FrameworkID         reference
	PublishesFramework  bool
	Archived            bool

	ReadBackDays         int
	ParticipantCheckDays int
	ReviewReminderDays   int
	CorrectionReview     bool
}

// TableName implements gorm's schema.Tabler.
func (programmeRow) TableName() string { return "programmes" }

func packProgramme(p programme.Programme) programmeRow {
	return programmeRow{
		Head: headOf(p.Meta), Name: p.Name, CertificateTitle: p.CertificateTitle, Institution: p.Institution,
		Language: p.Language, TimeZone: p.TimeZone, SerialPrefix: p.SerialPrefix, Layout: p.Layout, About: p.About,
		Length: p.Length, Requirements: p.Requirements, Contact: p.Contact, RequiredSignOffs: p.RequiredSignOffs,
		SigningReminderDays: p.SigningReminderDays,
		LogoFileID:          reference(p.LogoFile), FrameworkID: reference(p.FrameworkID), PublishesFramework: p.PublishesFramework, Archived: p.Archived,
		ReadBackDays: p.ReadBackDays, ParticipantCheckDays: p.ParticipantCheckDays, ReviewReminderDays: p.ReviewReminderDays,
		CorrectionReview: p.CorrectionReview,
	}
}

func unpackProgramme(r programmeRow) programme.Programme {
	return programme.Programme{Meta: r.meta(), Fields: programme.Fields{
		Name: r.Name, CertificateTitle: r.CertificateTitle, Institution: r.Institution, Language: r.Language,
		TimeZone: r.TimeZone, SerialPrefix: r.SerialPrefix, Layout: r.Layout, About: r.About, Length: r.Length,
		Requirements: r.Requirements, Contact: r.Contact, RequiredSignOffs: r.RequiredSignOffs,
		SigningReminderDays: r.SigningReminderDays,
		LogoFile:            uuid.UUID(r.LogoFileID), FrameworkID: uuid.UUID(r.FrameworkID), PublishesFramework: r.PublishesFramework, Archived: r.Archived,
		Reviews: programme.Reviews{
			ReadBackDays: r.ReadBackDays, ParticipantCheckDays: r.ParticipantCheckDays, ReviewReminderDays: r.ReviewReminderDays,
			CorrectionReview: r.CorrectionReview,
		},
	}}
}

func filterProgrammes(c *conditions, f programme.Filter) {
	c.archived(f.Archived)
	c.sight(f.Sight, "id", ties{
		access.Participant: "id IN (SELECT programme_id FROM enrolments WHERE person_id = ?)",
		access.Assigned:    "id IN (SELECT programme_id FROM assignments WHERE assessor_id = ? AND NOT archived)",
	})
}

type programmes = table[programme.Programme, programme.Filter, programmeRow, *programme.Programme]

func (s *Store) programmes() programmes {
	return programmes{store: s, kind: "programme", pack: packProgramme, unpack: unpackProgramme, filter: filterProgrammes}
}

// Programmes implements programme.Store.
func (s *Store) Programmes() record.Table[programme.Programme, programme.Filter] {
	return s.programmes()
}

type themeRow struct {
	Head
	ProgrammeID uuid.UUID
	EnrolmentID reference
	Heading     string
	Guidance    string
	Disciplines string
	Position    int
	Archived    bool
}

// TableName implements gorm's schema.Tabler.
func (themeRow) TableName() string { return "themes" }

func packTheme(t programme.Theme) themeRow {
	return themeRow{
		Head: headOf(t.Meta), ProgrammeID: t.ProgrammeID, EnrolmentID: reference(t.EnrolmentID), Heading: t.Heading,
		Guidance: t.Guidance, Disciplines: string(t.Disciplines), Position: t.Position, Archived: t.Archived,
	}
}

func unpackTheme(r themeRow) programme.Theme {
	return programme.Theme{
		Meta: r.meta(), ProgrammeID: r.ProgrammeID, EnrolmentID: uuid.UUID(r.EnrolmentID),
		ThemeFields: programme.ThemeFields{
			Heading: r.Heading, Guidance: r.Guidance, Position: r.Position, Disciplines: framework.Codes(r.Disciplines), Archived: r.Archived,
		},
	}
}

func filterThemes(c *conditions, f programme.ThemeFilter) {
	c.id("programme_id", f.Programme)
	c.and("(enrolment_id IS NULL OR enrolment_id = ?)", reference(f.Enrolment))
	c.archived(f.Archived)
	c.sight(f.Sight, "programme_id", ties{
		access.Participant: "programme_id IN (SELECT programme_id FROM enrolments WHERE person_id = ?)",
		access.Assigned:    "programme_id IN (SELECT programme_id FROM assignments WHERE assessor_id = ? AND NOT archived)",
	})
}

type themes = table[programme.Theme, programme.ThemeFilter, themeRow, *programme.Theme]

func (s *Store) themes() themes {
	return themes{store: s, kind: "theme", pack: packTheme, unpack: unpackTheme, filter: filterThemes}
}

// Themes implements programme.Store.
func (s *Store) Themes() record.Table[programme.Theme, programme.ThemeFilter] { return s.themes() }

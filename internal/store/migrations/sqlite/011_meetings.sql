-- +goose Up

-- Sessions, coachings and panels of a cohort.
CREATE TABLE meetings (
    id           TEXT PRIMARY KEY,
    revision     INTEGER NOT NULL,
    created_at   TEXT NOT NULL,
    changed_at   TEXT NOT NULL,
    cohort_id    TEXT NOT NULL REFERENCES cohorts (id),
    programme_id TEXT NOT NULL REFERENCES programmes (id),
    kind         TEXT NOT NULL,
    held_on      TEXT NOT NULL,
    archived     INTEGER NOT NULL
) STRICT;
CREATE INDEX meetings_cohort ON meetings (cohort_id, id);
CREATE INDEX meetings_programme ON meetings (programme_id, id);

-- Who takes part: participants, by their enrolment, and others.
CREATE TABLE meeting_people (
    meeting_id   TEXT NOT NULL REFERENCES meetings (id),
    person_id    TEXT NOT NULL REFERENCES people (id),
    enrolment_id TEXT REFERENCES enrolments (id),
    position     INTEGER NOT NULL,
    PRIMARY KEY (meeting_id, person_id)
) STRICT;
CREATE INDEX meeting_people_person ON meeting_people (person_id, meeting_id);
CREATE INDEX meeting_people_enrolment ON meeting_people (enrolment_id, meeting_id);

-- A note is its author's alone until it is shared.
CREATE TABLE meeting_notes (
    id           TEXT PRIMARY KEY,
    revision     INTEGER NOT NULL,
    created_at   TEXT NOT NULL,
    changed_at   TEXT NOT NULL,
    meeting_id   TEXT NOT NULL REFERENCES meetings (id),
    programme_id TEXT NOT NULL REFERENCES programmes (id),
    author_id    TEXT, -- a person or a token; null: the system
    text         TEXT NOT NULL,
    shared       INTEGER NOT NULL
) STRICT;
CREATE INDEX meeting_notes_meeting ON meeting_notes (meeting_id, id);
CREATE INDEX meeting_notes_author ON meeting_notes (author_id);

-- At which meeting something was said.
ALTER TABLE feedback ADD COLUMN meeting_id TEXT REFERENCES meetings (id);

-- How differing words on a theme were settled: JSON, a list.
ALTER TABLE certificates ADD COLUMN settlements TEXT NOT NULL DEFAULT '[]';

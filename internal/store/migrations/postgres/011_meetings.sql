-- +goose Up

-- Sessions, coachings and panels of a cohort.
CREATE TABLE meetings (
    id           uuid PRIMARY KEY,
    revision     bigint NOT NULL,
    created_at   timestamptz NOT NULL,
    changed_at   timestamptz NOT NULL,
    cohort_id    uuid NOT NULL REFERENCES cohorts (id),
    programme_id uuid NOT NULL REFERENCES programmes (id),
    kind         text NOT NULL,
    held_on      date NOT NULL,
    archived     boolean NOT NULL
);
CREATE INDEX meetings_cohort ON meetings (cohort_id, id);
CREATE INDEX meetings_programme ON meetings (programme_id, id);

-- Who takes part: participants, by their enrolment, and others.
CREATE TABLE meeting_people (
    meeting_id   uuid NOT NULL REFERENCES meetings (id),
    person_id    uuid NOT NULL REFERENCES people (id),
    enrolment_id uuid REFERENCES enrolments (id),
    position     bigint NOT NULL,
    PRIMARY KEY (meeting_id, person_id)
);
CREATE INDEX meeting_people_person ON meeting_people (person_id, meeting_id);
CREATE INDEX meeting_people_enrolment ON meeting_people (enrolment_id, meeting_id);

-- A note is its author's alone until it is shared.
CREATE TABLE meeting_notes (
    id           uuid PRIMARY KEY,
    revision     bigint NOT NULL,
    created_at   timestamptz NOT NULL,
    changed_at   timestamptz NOT NULL,
    meeting_id   uuid NOT NULL REFERENCES meetings (id),
    programme_id uuid NOT NULL REFERENCES programmes (id),
    author_id    uuid, -- a person or a token; null: the system
    text         text NOT NULL,
    shared       boolean NOT NULL
);
CREATE INDEX meeting_notes_meeting ON meeting_notes (meeting_id, id);
CREATE INDEX meeting_notes_author ON meeting_notes (author_id);

-- At which meeting something was said.
ALTER TABLE feedback ADD COLUMN meeting_id uuid REFERENCES meetings (id);

-- How differing words on a theme were settled: JSON, a list.
ALTER TABLE certificates ADD COLUMN settlements text NOT NULL DEFAULT '[]';

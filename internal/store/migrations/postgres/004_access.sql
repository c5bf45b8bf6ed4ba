-- +goose Up

-- Whose staff somebody is.
CREATE TABLE programme_staff (
    programme_id uuid NOT NULL REFERENCES programmes (id),
    person_id    uuid NOT NULL REFERENCES people (id),
    PRIMARY KEY (programme_id, person_id)
);
CREATE INDEX programme_staff_person ON programme_staff (person_id);

ALTER TABLE tokens ADD COLUMN programmes text NOT NULL DEFAULT '[]'; -- JSON
ALTER TABLE tokens ADD COLUMN scopes text NOT NULL DEFAULT '[]'; -- JSON
ALTER TABLE tokens ADD COLUMN last_used_at timestamptz;

-- Who uploaded it; null for what was there before.
ALTER TABLE files ADD COLUMN owner uuid;

CREATE INDEX events_actor ON events (actor_id, sequence);
CREATE INDEX events_person ON events (actor_person, sequence);
CREATE INDEX events_time ON events (happened_at);
CREATE INDEX signatories_person ON signatories (person_id);

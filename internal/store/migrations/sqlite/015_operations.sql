-- +goose Up

-- Work on whole cohorts. A dry run is one, too, until it is confirmed.
CREATE TABLE operations (
    id           TEXT PRIMARY KEY,
    revision     INTEGER NOT NULL,
    created_at   TEXT NOT NULL,
    changed_at   TEXT NOT NULL,
    kind         TEXT NOT NULL,
    programme_id TEXT NOT NULL REFERENCES programmes (id),
    cohort_id    TEXT NOT NULL REFERENCES cohorts (id),
    state        TEXT NOT NULL,
    actor_kind   TEXT NOT NULL,
    actor_id     TEXT,
    actor_name   TEXT NOT NULL,
    actor_role   TEXT NOT NULL,
    actor_person TEXT,
    options      TEXT NOT NULL, -- JSON
    plan         BLOB NOT NULL, -- SHA-256 of what was shown
    token        BLOB, -- SHA-256 of the secret that confirms it; null once it was confirmed
    expires_at   TEXT NOT NULL,
    started_at   TEXT,
    ended_at     TEXT,
    reason       TEXT NOT NULL,
    message      TEXT NOT NULL
) STRICT;
CREATE INDEX operations_programme ON operations (programme_id, id);
CREATE INDEX operations_cohort ON operations (cohort_id, id);
CREATE INDEX operations_open ON operations (state, id) WHERE state IN ('planned', 'running');

-- What an operation does for one participant. Input and name are emptied when it ended.
CREATE TABLE operation_items (
    id            TEXT PRIMARY KEY,
    operation_id  TEXT NOT NULL REFERENCES operations (id),
    position      INTEGER NOT NULL,
    object_kind   TEXT NOT NULL,
    object_id     TEXT,
    revision      INTEGER NOT NULL, -- of the object, when it was planned
    person_id     TEXT REFERENCES people (id),
    name          TEXT NOT NULL, -- of a person who is not known yet
    other_id      TEXT REFERENCES people (id),
    plan          TEXT NOT NULL, -- JSON
    input         TEXT NOT NULL, -- JSON
    state         TEXT NOT NULL,
    not_before    TEXT, -- of a running one: when its lease ends
    attempts      INTEGER NOT NULL,
    code          TEXT NOT NULL,
    reason        TEXT NOT NULL,
    message       TEXT NOT NULL,
    result_kind   TEXT NOT NULL,
    result_id     TEXT,
    ended_at      TEXT
) STRICT;
CREATE INDEX operation_items_state ON operation_items (operation_id, state, id);
CREATE INDEX operation_items_person ON operation_items (person_id);
CREATE INDEX operation_items_other ON operation_items (other_id);

-- +goose Up

-- Work on whole cohorts. A dry run is one, too, until it is confirmed.
CREATE TABLE operations (
    id           uuid PRIMARY KEY,
    revision     bigint NOT NULL,
    created_at   timestamptz NOT NULL,
    changed_at   timestamptz NOT NULL,
    kind         text NOT NULL,
    programme_id uuid NOT NULL REFERENCES programmes (id),
    cohort_id    uuid NOT NULL REFERENCES cohorts (id),
    state        text NOT NULL,
    actor_kind   text NOT NULL,
    actor_id     uuid,
    actor_name   text NOT NULL,
    actor_role   text NOT NULL,
    actor_person uuid,
    options      text NOT NULL, -- JSON
    plan         bytea NOT NULL, -- SHA-256 of what was shown
    token        bytea, -- SHA-256 of the secret that confirms it; null once it was confirmed
    expires_at   timestamptz NOT NULL,
    started_at   timestamptz,
    ended_at     timestamptz,
    reason       text NOT NULL,
    message      text NOT NULL
);
CREATE INDEX operations_programme ON operations (programme_id, id);
CREATE INDEX operations_cohort ON operations (cohort_id, id);
CREATE INDEX operations_open ON operations (state, id) WHERE state IN ('planned', 'running');

-- What an operation does for one participant. Input and name are emptied when it ended.
CREATE TABLE operation_items (
    id            uuid PRIMARY KEY,
    operation_id  uuid NOT NULL REFERENCES operations (id),
    position      bigint NOT NULL,
    object_kind   text NOT NULL,
    object_id     uuid,
    revision      bigint NOT NULL, -- of the object, when it was planned
    person_id     uuid REFERENCES people (id),
    name          text NOT NULL, -- of a person who is not known yet
    other_id      uuid REFERENCES people (id),
    plan          text NOT NULL, -- JSON
    input         text NOT NULL, -- JSON
    state         text NOT NULL,
    not_before    timestamptz, -- of a running one: when its lease ends
    attempts      bigint NOT NULL,
    code          text NOT NULL,
    reason        text NOT NULL,
    message       text NOT NULL,
    result_kind   text NOT NULL,
    result_id     uuid,
    ended_at      timestamptz
);
CREATE INDEX operation_items_state ON operation_items (operation_id, state, id);
CREATE INDEX operation_items_person ON operation_items (person_id);
CREATE INDEX operation_items_other ON operation_items (other_id);

-- +goose Up

CREATE TABLE people (
    id            uuid PRIMARY KEY,
    revision      bigint NOT NULL,
    created_at    timestamptz NOT NULL,
    changed_at    timestamptz NOT NULL,
    name          text NOT NULL,
    email         text NOT NULL,
    email_key     text, -- email as addresses are compared; null where there is none
    private_email text NOT NULL,
    organisation  text NOT NULL,
    job_title     text NOT NULL,
    language      text NOT NULL,
    external_id   text,
    archived      boolean NOT NULL
);
CREATE UNIQUE INDEX people_email ON people (email_key);
CREATE UNIQUE INDEX people_external_id ON people (external_id);

CREATE TABLE tokens (
    id         uuid PRIMARY KEY,
    revision   bigint NOT NULL,
    created_at timestamptz NOT NULL,
    changed_at timestamptz NOT NULL,
    name       text NOT NULL,
    role       text NOT NULL,
    person_id  uuid REFERENCES people (id),
    hash       bytea NOT NULL,
    hint       text NOT NULL,
    expires_at timestamptz,
    revoked_at timestamptz
);
CREATE UNIQUE INDEX tokens_hash ON tokens (hash);

CREATE TABLE files (
    id         uuid PRIMARY KEY,
    revision   bigint NOT NULL,
    created_at timestamptz NOT NULL,
    changed_at timestamptz NOT NULL,
    purpose    text NOT NULL,
    name       text NOT NULL,
    digest     bytea NOT NULL,
    size       bigint NOT NULL,
    width      bigint NOT NULL,
    height     bigint NOT NULL
);
CREATE INDEX files_purpose ON files (purpose, id);
CREATE INDEX files_digest ON files (digest);

CREATE TABLE programmes (
    id                 uuid PRIMARY KEY,
    revision           bigint NOT NULL,
    created_at         timestamptz NOT NULL,
    changed_at         timestamptz NOT NULL,
    name               text NOT NULL,
    certificate_title  text NOT NULL,
    institution        text NOT NULL,
    language           text NOT NULL,
    time_zone          text NOT NULL,
    serial_prefix      text NOT NULL,
    layout             text NOT NULL,
    about              text NOT NULL,
    length             text NOT NULL,
    requirements       text NOT NULL,
    contact            text NOT NULL,
    required_sign_offs bigint NOT NULL,
    logo_file_id       uuid REFERENCES files (id),
    archived           boolean NOT NULL
);

CREATE TABLE cohorts (
    id           uuid PRIMARY KEY,
    revision     bigint NOT NULL,
    created_at   timestamptz NOT NULL,
    changed_at   timestamptz NOT NULL,
    programme_id uuid NOT NULL REFERENCES programmes (id),
    name         text NOT NULL,
    external_id  text,
    starts_on    date,
    ends_on      date,
    panel_on     date,
    state        text NOT NULL,
    archived     boolean NOT NULL
);
CREATE UNIQUE INDEX cohorts_external_id ON cohorts (external_id);
CREATE INDEX cohorts_programme ON cohorts (programme_id, id);

CREATE TABLE enrolments (
    id           uuid PRIMARY KEY,
    revision     bigint NOT NULL,
    created_at   timestamptz NOT NULL,
    changed_at   timestamptz NOT NULL,
    cohort_id    uuid NOT NULL REFERENCES cohorts (id),
    programme_id uuid NOT NULL REFERENCES programmes (id),
    person_id    uuid NOT NULL REFERENCES people (id),
    external_id  text,
    state        text NOT NULL,
    leader_kind  text NOT NULL,
    scale        text NOT NULL
);
CREATE UNIQUE INDEX enrolments_person ON enrolments (cohort_id, person_id);
CREATE UNIQUE INDEX enrolments_external_id ON enrolments (external_id);
CREATE INDEX enrolments_of_person ON enrolments (person_id, id);
CREATE INDEX enrolments_cohort ON enrolments (cohort_id, id);
CREATE INDEX enrolments_programme ON enrolments (programme_id, id);

CREATE TABLE themes (
    id           uuid PRIMARY KEY,
    revision     bigint NOT NULL,
    created_at   timestamptz NOT NULL,
    changed_at   timestamptz NOT NULL,
    programme_id uuid NOT NULL REFERENCES programmes (id),
    enrolment_id uuid REFERENCES enrolments (id), -- null for the programme's catalogue
    heading      text NOT NULL,
    guidance     text NOT NULL,
    position     bigint NOT NULL,
    archived     boolean NOT NULL
);
CREATE INDEX themes_programme ON themes (programme_id, id);
CREATE INDEX themes_enrolment ON themes (enrolment_id, id);

CREATE TABLE projects (
    id           uuid PRIMARY KEY,
    revision     bigint NOT NULL,
    created_at   timestamptz NOT NULL,
    changed_at   timestamptz NOT NULL,
    enrolment_id uuid NOT NULL REFERENCES enrolments (id),
    programme_id uuid NOT NULL REFERENCES programmes (id),
    title        text NOT NULL,
    context      text NOT NULL,
    aims         text NOT NULL
);
CREATE UNIQUE INDEX projects_enrolment ON projects (enrolment_id);

CREATE TABLE log_entries (
    id           uuid PRIMARY KEY,
    revision     bigint NOT NULL,
    created_at   timestamptz NOT NULL,
    changed_at   timestamptz NOT NULL,
    enrolment_id uuid NOT NULL REFERENCES enrolments (id),
    programme_id uuid NOT NULL REFERENCES programmes (id),
    written_on   date,
    text         text NOT NULL,
    archived     boolean NOT NULL
);
CREATE INDEX log_entries_enrolment ON log_entries (enrolment_id, id);

CREATE TABLE assignments (
    id            uuid PRIMARY KEY,
    revision      bigint NOT NULL,
    created_at    timestamptz NOT NULL,
    changed_at    timestamptz NOT NULL,
    enrolment_id  uuid NOT NULL REFERENCES enrolments (id),
    programme_id  uuid NOT NULL REFERENCES programmes (id),
    assessor_id   uuid NOT NULL REFERENCES people (id),
    due_on        date,
    conflict      text NOT NULL,
    conflict_note text NOT NULL,
    archived      boolean NOT NULL -- ended
);
CREATE UNIQUE INDEX assignments_active ON assignments (enrolment_id, assessor_id) WHERE NOT archived;
CREATE INDEX assignments_enrolment ON assignments (enrolment_id, id);
CREATE INDEX assignments_assessor ON assignments (assessor_id, id);
CREATE INDEX assignments_programme ON assignments (programme_id, id);

CREATE TABLE writings (
    id           uuid PRIMARY KEY,
    kind         text NOT NULL,
    owner_id     uuid NOT NULL, -- a feedback or a project, as kind says
    enrolment_id uuid NOT NULL REFERENCES enrolments (id),
    assessor_id  uuid REFERENCES people (id),
    theme_id     uuid REFERENCES themes (id),
    number       bigint NOT NULL,
    text         text NOT NULL,
    written_at   timestamptz NOT NULL
);
CREATE UNIQUE INDEX writings_number ON writings (owner_id, number);
CREATE INDEX writings_enrolment ON writings (enrolment_id);

CREATE TABLE feedback (
    id           uuid PRIMARY KEY,
    revision     bigint NOT NULL,
    created_at   timestamptz NOT NULL,
    changed_at   timestamptz NOT NULL,
    enrolment_id uuid NOT NULL REFERENCES enrolments (id),
    programme_id uuid NOT NULL REFERENCES programmes (id),
    assessor_id  uuid NOT NULL REFERENCES people (id),
    theme_id     uuid REFERENCES themes (id),
    text         text NOT NULL,
    state        text NOT NULL,
    written_by   uuid, -- whoever held the pen; null for the system itself
    taken_down   boolean NOT NULL,
    confirmed_at timestamptz,
    submitted_at timestamptz,
    writing_id   uuid REFERENCES writings (id)
);
CREATE INDEX feedback_enrolment ON feedback (enrolment_id, id);
CREATE INDEX feedback_assessor ON feedback (assessor_id, id);

CREATE TABLE certificates (
    id              uuid PRIMARY KEY,
    revision        bigint NOT NULL,
    created_at      timestamptz NOT NULL,
    changed_at      timestamptz NOT NULL,
    enrolment_id    uuid NOT NULL REFERENCES enrolments (id),
    programme_id    uuid NOT NULL REFERENCES programmes (id),
    state           text NOT NULL,
    title           text NOT NULL,
    name            text NOT NULL,
    award_date      date,
    expires_on      date,
    serial          text NOT NULL,
    version_id      uuid, -- the latest that was sent for signing
    issued_id       uuid, -- the one in force
    correction_note text NOT NULL,
    composers       text NOT NULL -- JSON
);
CREATE UNIQUE INDEX certificates_one ON certificates (enrolment_id) WHERE state NOT IN ('cancelled', 'revoked');
CREATE INDEX certificates_enrolment ON certificates (enrolment_id, id);
CREATE INDEX certificates_programme ON certificates (programme_id, id);
CREATE INDEX certificates_state ON certificates (state, id);

CREATE TABLE sections (
    id             uuid PRIMARY KEY,
    certificate_id uuid NOT NULL REFERENCES certificates (id),
    position       bigint NOT NULL,
    heading        text NOT NULL,
    theme_id       uuid REFERENCES themes (id)
);
CREATE INDEX sections_certificate ON sections (certificate_id, position);

CREATE TABLE passages (
    id             uuid PRIMARY KEY,
    certificate_id uuid NOT NULL REFERENCES certificates (id),
    section_id     uuid NOT NULL REFERENCES sections (id),
    position       bigint NOT NULL,
    text           text NOT NULL,
    runs_on        boolean NOT NULL
);
CREATE INDEX passages_certificate ON passages (certificate_id, section_id, position);
CREATE INDEX passages_section ON passages (section_id);

CREATE TABLE passage_sources (
    passage_id     uuid NOT NULL REFERENCES passages (id),
    position       bigint NOT NULL,
    certificate_id uuid NOT NULL REFERENCES certificates (id),
    writing_id     uuid NOT NULL REFERENCES writings (id),
    relation       text NOT NULL,
    PRIMARY KEY (passage_id, position)
);
CREATE INDEX passage_sources_certificate ON passage_sources (certificate_id, passage_id, position);
CREATE INDEX passage_sources_writing ON passage_sources (writing_id);

CREATE TABLE signatories (
    id             uuid PRIMARY KEY,
    certificate_id uuid NOT NULL REFERENCES certificates (id),
    position       bigint NOT NULL,
    person_id      uuid NOT NULL REFERENCES people (id),
    name           text NOT NULL,
    title          text NOT NULL,
    organisation   text NOT NULL
);
CREATE INDEX signatories_certificate ON signatories (certificate_id, position);

-- The last number given out for a prefix and a year, whichever programmes share the prefix.
CREATE TABLE serial_counters (
    prefix text NOT NULL,
    year   bigint NOT NULL,
    last   bigint NOT NULL,
    PRIMARY KEY (prefix, year)
);

-- Serial numbers for good: a row is never changed or removed.
CREATE TABLE serials (
    certificate_id uuid PRIMARY KEY REFERENCES certificates (id),
    programme_id   uuid NOT NULL REFERENCES programmes (id),
    serial         text NOT NULL,
    prefix         text NOT NULL,
    year           bigint NOT NULL,
    number         bigint NOT NULL
);
CREATE UNIQUE INDEX serials_serial ON serials (serial);

-- What the public status of a version needs stands before the long columns: a read by code touches one page.
CREATE TABLE versions (
    id                 uuid PRIMARY KEY,
    code               text NOT NULL,
    state              text NOT NULL,
    serial             text NOT NULL,
    number             bigint NOT NULL,
    file               bytea,
    issued_at          timestamptz,
    expires_on         date,
    ended_at           timestamptz,
    end_reason         text NOT NULL,
    erased_at          timestamptz,
    facts              text NOT NULL, -- JSON
    certificate_id     uuid NOT NULL REFERENCES certificates (id),
    programme_id       uuid NOT NULL REFERENCES programmes (id),
    text_digest        bytea,
    provenance_digest  bytea,
    version_digest     bytea,
    logo               bytea,
    required_sign_offs bigint NOT NULL,
    sent_at            timestamptz NOT NULL,
    issuing_until      timestamptz,
    file_size          bigint NOT NULL,
    end_note           text NOT NULL,
    base_file          bytea,
    base_file_id       bytea NOT NULL,
    base_pages         bigint NOT NULL,
    base_layout        text NOT NULL,
    base_layout_hash   text NOT NULL,
    base_fonts_hash    text NOT NULL,
    base_places        text NOT NULL, -- JSON
    signatories        text NOT NULL, -- JSON
    composers          text NOT NULL, -- JSON
    about              text NOT NULL,
    content            bytea,
    provenance         bytea,
    sealed             bytea
);
ALTER TABLE certificates
    ADD FOREIGN KEY (version_id) REFERENCES versions (id),
    ADD FOREIGN KEY (issued_id) REFERENCES versions (id);
CREATE UNIQUE INDEX versions_code ON versions (code);
CREATE INDEX versions_certificate ON versions (certificate_id, sent_at);
CREATE INDEX versions_file ON versions (file);
CREATE INDEX versions_base_file ON versions (base_file);
CREATE INDEX versions_logo ON versions (logo);

CREATE TABLE issued_files (
    digest     bytea PRIMARY KEY,
    version_id uuid NOT NULL REFERENCES versions (id),
    size       bigint NOT NULL,
    issued_at  timestamptz NOT NULL
);

CREATE TABLE sign_offs (
    id                uuid PRIMARY KEY,
    version_id        uuid NOT NULL REFERENCES versions (id),
    signatory_id      uuid NOT NULL,
    signatory         text NOT NULL, -- JSON, as confirmed then
    decision          text NOT NULL,
    reason            text NOT NULL,
    text_digest       bytea,
    signature_file_id uuid REFERENCES files (id),
    signature         bytea,
    recorder_kind     text NOT NULL,
    recorder_id       uuid,
    recorder_name     text NOT NULL,
    recorder_role     text NOT NULL,
    recorder_person   uuid,
    recorded_at       timestamptz NOT NULL
);
CREATE INDEX sign_offs_version ON sign_offs (version_id, recorded_at);
CREATE INDEX sign_offs_signature ON sign_offs (signature);

-- One row. Raising it holds it until commit, so that the sequence of events is the order of commits.
CREATE TABLE event_sequence (
    id   bigint PRIMARY KEY,
    last bigint NOT NULL
);
INSERT INTO event_sequence (id, last) VALUES (1, 0);

CREATE TABLE events (
    sequence     bigint PRIMARY KEY,
    id           uuid NOT NULL,
    happened_at  timestamptz NOT NULL,
    actor_kind   text NOT NULL,
    actor_id     uuid,
    actor_name   text NOT NULL,
    actor_role   text NOT NULL,
    actor_person uuid,
    operation    text NOT NULL,
    object_kind  text NOT NULL,
    object_id    uuid,
    programme_id uuid,
    detail       text NOT NULL -- JSON
);
CREATE UNIQUE INDEX events_id ON events (id);
CREATE INDEX events_programme ON events (programme_id, sequence);
CREATE INDEX events_object ON events (object_id, sequence);
CREATE INDEX events_operation ON events (operation, sequence);

-- +goose StatementBegin
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'events are only ever appended';
END
$$;
-- +goose StatementEnd
CREATE TRIGGER events_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON events
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TABLE idempotency_keys (
    actor         text NOT NULL,
    operation     text NOT NULL,
    value         text NOT NULL,
    request       bytea,
    status        bigint NOT NULL, -- 0: the request still runs
    header        text NOT NULL, -- JSON
    body          bytea,
    running_until timestamptz NOT NULL,
    expires_at    timestamptz NOT NULL,
    PRIMARY KEY (actor, operation, value)
);
CREATE INDEX idempotency_keys_expiry ON idempotency_keys (expires_at);

CREATE TABLE keys (
    id         uuid PRIMARY KEY,
    kind       text NOT NULL,
    der        bytea NOT NULL,
    chain      text NOT NULL, -- JSON
    wrapped    bytea,
    created_at timestamptz NOT NULL,
    retired_at timestamptz
);

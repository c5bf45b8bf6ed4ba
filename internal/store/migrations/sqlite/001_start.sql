-- +goose Up

CREATE TABLE people (
    id            TEXT PRIMARY KEY,
    revision      INTEGER NOT NULL,
    created_at    TEXT NOT NULL,
    changed_at    TEXT NOT NULL,
    name          TEXT NOT NULL,
    email         TEXT NOT NULL,
    email_key     TEXT, -- email as addresses are compared; null where there is none
    private_email TEXT NOT NULL,
    organisation  TEXT NOT NULL,
    job_title     TEXT NOT NULL,
    language      TEXT NOT NULL,
    external_id   TEXT,
    archived      INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX people_email ON people (email_key);
CREATE UNIQUE INDEX people_external_id ON people (external_id);

CREATE TABLE tokens (
    id         TEXT PRIMARY KEY,
    revision   INTEGER NOT NULL,
    created_at TEXT NOT NULL,
    changed_at TEXT NOT NULL,
    name       TEXT NOT NULL,
    role       TEXT NOT NULL,
    person_id  TEXT REFERENCES people (id),
    hash       BLOB NOT NULL,
    hint       TEXT NOT NULL,
    expires_at TEXT,
    revoked_at TEXT
) STRICT;
CREATE UNIQUE INDEX tokens_hash ON tokens (hash);

CREATE TABLE files (
    id         TEXT PRIMARY KEY,
    revision   INTEGER NOT NULL,
    created_at TEXT NOT NULL,
    changed_at TEXT NOT NULL,
    purpose    TEXT NOT NULL,
    name       TEXT NOT NULL,
    digest     BLOB NOT NULL,
    size       INTEGER NOT NULL,
    width      INTEGER NOT NULL,
    height     INTEGER NOT NULL
) STRICT;
CREATE INDEX files_purpose ON files (purpose, id);
CREATE INDEX files_digest ON files (digest);

CREATE TABLE programmes (
    id                 TEXT PRIMARY KEY,
    revision           INTEGER NOT NULL,
    created_at         TEXT NOT NULL,
    changed_at         TEXT NOT NULL,
    name               TEXT NOT NULL,
    certificate_title  TEXT NOT NULL,
    institution        TEXT NOT NULL,
    language           TEXT NOT NULL,
    time_zone          TEXT NOT NULL,
    serial_prefix      TEXT NOT NULL,
    layout             TEXT NOT NULL,
    about              TEXT NOT NULL,
    length             TEXT NOT NULL,
    requirements       TEXT NOT NULL,
    contact            TEXT NOT NULL,
    required_sign_offs INTEGER NOT NULL,
    logo_file_id       TEXT REFERENCES files (id),
    archived           INTEGER NOT NULL
) STRICT;

CREATE TABLE cohorts (
    id           TEXT PRIMARY KEY,
    revision     INTEGER NOT NULL,
    created_at   TEXT NOT NULL,
    changed_at   TEXT NOT NULL,
    programme_id TEXT NOT NULL REFERENCES programmes (id),
    name         TEXT NOT NULL,
    external_id  TEXT,
    starts_on    TEXT,
    ends_on      TEXT,
    panel_on     TEXT,
    state        TEXT NOT NULL,
    archived     INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX cohorts_external_id ON cohorts (external_id);
CREATE INDEX cohorts_programme ON cohorts (programme_id, id);

CREATE TABLE enrolments (
    id           TEXT PRIMARY KEY,
    revision     INTEGER NOT NULL,
    created_at   TEXT NOT NULL,
    changed_at   TEXT NOT NULL,
    cohort_id    TEXT NOT NULL REFERENCES cohorts (id),
    programme_id TEXT NOT NULL REFERENCES programmes (id),
    person_id    TEXT NOT NULL REFERENCES people (id),
    external_id  TEXT,
    state        TEXT NOT NULL,
    leader_kind  TEXT NOT NULL,
    scale        TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX enrolments_person ON enrolments (cohort_id, person_id);
CREATE UNIQUE INDEX enrolments_external_id ON enrolments (external_id);
CREATE INDEX enrolments_of_person ON enrolments (person_id, id);
CREATE INDEX enrolments_cohort ON enrolments (cohort_id, id);
CREATE INDEX enrolments_programme ON enrolments (programme_id, id);

CREATE TABLE themes (
    id           TEXT PRIMARY KEY,
    revision     INTEGER NOT NULL,
    created_at   TEXT NOT NULL,
    changed_at   TEXT NOT NULL,
    programme_id TEXT NOT NULL REFERENCES programmes (id),
    enrolment_id TEXT REFERENCES enrolments (id), -- null for the programme's catalogue
    heading      TEXT NOT NULL,
    guidance     TEXT NOT NULL,
    position     INTEGER NOT NULL,
    archived     INTEGER NOT NULL
) STRICT;
CREATE INDEX themes_programme ON themes (programme_id, id);
CREATE INDEX themes_enrolment ON themes (enrolment_id, id);

CREATE TABLE projects (
    id           TEXT PRIMARY KEY,
    revision     INTEGER NOT NULL,
    created_at   TEXT NOT NULL,
    changed_at   TEXT NOT NULL,
    enrolment_id TEXT NOT NULL REFERENCES enrolments (id),
    programme_id TEXT NOT NULL REFERENCES programmes (id),
    title        TEXT NOT NULL,
    context      TEXT NOT NULL,
    aims         TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX projects_enrolment ON projects (enrolment_id);

CREATE TABLE log_entries (
    id           TEXT PRIMARY KEY,
    revision     INTEGER NOT NULL,
    created_at   TEXT NOT NULL,
    changed_at   TEXT NOT NULL,
    enrolment_id TEXT NOT NULL REFERENCES enrolments (id),
    programme_id TEXT NOT NULL REFERENCES programmes (id),
    written_on   TEXT,
    text         TEXT NOT NULL,
    archived     INTEGER NOT NULL
) STRICT;
CREATE INDEX log_entries_enrolment ON log_entries (enrolment_id, id);

CREATE TABLE assignments (
    id            TEXT PRIMARY KEY,
    revision      INTEGER NOT NULL,
    created_at    TEXT NOT NULL,
    changed_at    TEXT NOT NULL,
    enrolment_id  TEXT NOT NULL REFERENCES enrolments (id),
    programme_id  TEXT NOT NULL REFERENCES programmes (id),
    assessor_id   TEXT NOT NULL REFERENCES people (id),
    due_on        TEXT,
    conflict      TEXT NOT NULL,
    conflict_note TEXT NOT NULL,
    archived      INTEGER NOT NULL -- ended
) STRICT;
CREATE UNIQUE INDEX assignments_active ON assignments (enrolment_id, assessor_id) WHERE NOT archived;
CREATE INDEX assignments_enrolment ON assignments (enrolment_id, id);
CREATE INDEX assignments_assessor ON assignments (assessor_id, id);
CREATE INDEX assignments_programme ON assignments (programme_id, id);

CREATE TABLE writings (
    id           TEXT PRIMARY KEY,
    kind         TEXT NOT NULL,
    owner_id     TEXT NOT NULL, -- a feedback or a project, as kind says
    enrolment_id TEXT NOT NULL REFERENCES enrolments (id),
    assessor_id  TEXT REFERENCES people (id),
    theme_id     TEXT REFERENCES themes (id),
    number       INTEGER NOT NULL,
    text         TEXT NOT NULL,
    written_at   TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX writings_number ON writings (owner_id, number);
CREATE INDEX writings_enrolment ON writings (enrolment_id);

CREATE TABLE feedback (
    id           TEXT PRIMARY KEY,
    revision     INTEGER NOT NULL,
    created_at   TEXT NOT NULL,
    changed_at   TEXT NOT NULL,
    enrolment_id TEXT NOT NULL REFERENCES enrolments (id),
    programme_id TEXT NOT NULL REFERENCES programmes (id),
    assessor_id  TEXT NOT NULL REFERENCES people (id),
    theme_id     TEXT REFERENCES themes (id),
    text         TEXT NOT NULL,
    state        TEXT NOT NULL,
    written_by   TEXT, -- whoever held the pen; null for the system itself
    taken_down   INTEGER NOT NULL,
    confirmed_at TEXT,
    submitted_at TEXT,
    writing_id   TEXT REFERENCES writings (id)
) STRICT;
CREATE INDEX feedback_enrolment ON feedback (enrolment_id, id);
CREATE INDEX feedback_assessor ON feedback (assessor_id, id);

CREATE TABLE certificates (
    id              TEXT PRIMARY KEY,
    revision        INTEGER NOT NULL,
    created_at      TEXT NOT NULL,
    changed_at      TEXT NOT NULL,
    enrolment_id    TEXT NOT NULL REFERENCES enrolments (id),
    programme_id    TEXT NOT NULL REFERENCES programmes (id),
    state           TEXT NOT NULL,
    title           TEXT NOT NULL,
    name            TEXT NOT NULL,
    award_date      TEXT,
    expires_on      TEXT,
    serial          TEXT NOT NULL,
    version_id      TEXT REFERENCES versions (id), -- the latest that was sent for signing
    issued_id       TEXT REFERENCES versions (id), -- the one in force
    correction_note TEXT NOT NULL,
    composers       TEXT NOT NULL -- JSON
) STRICT;
CREATE UNIQUE INDEX certificates_one ON certificates (enrolment_id) WHERE state NOT IN ('cancelled', 'revoked');
CREATE INDEX certificates_enrolment ON certificates (enrolment_id, id);
CREATE INDEX certificates_programme ON certificates (programme_id, id);
CREATE INDEX certificates_state ON certificates (state, id);

CREATE TABLE sections (
    id             TEXT PRIMARY KEY,
    certificate_id TEXT NOT NULL REFERENCES certificates (id),
    position       INTEGER NOT NULL,
    heading        TEXT NOT NULL,
    theme_id       TEXT REFERENCES themes (id)
) STRICT;
CREATE INDEX sections_certificate ON sections (certificate_id, position);

CREATE TABLE passages (
    id             TEXT PRIMARY KEY,
    certificate_id TEXT NOT NULL REFERENCES certificates (id),
    section_id     TEXT NOT NULL REFERENCES sections (id),
    position       INTEGER NOT NULL,
    text           TEXT NOT NULL,
    runs_on        INTEGER NOT NULL
) STRICT;
CREATE INDEX passages_certificate ON passages (certificate_id, section_id, position);
CREATE INDEX passages_section ON passages (section_id);

CREATE TABLE passage_sources (
    passage_id     TEXT NOT NULL REFERENCES passages (id),
    position       INTEGER NOT NULL,
    certificate_id TEXT NOT NULL REFERENCES certificates (id),
    writing_id     TEXT NOT NULL REFERENCES writings (id),
    relation       TEXT NOT NULL,
    PRIMARY KEY (passage_id, position)
) STRICT;
CREATE INDEX passage_sources_certificate ON passage_sources (certificate_id, passage_id, position);
CREATE INDEX passage_sources_writing ON passage_sources (writing_id);

CREATE TABLE signatories (
    id             TEXT PRIMARY KEY,
    certificate_id TEXT NOT NULL REFERENCES certificates (id),
    position       INTEGER NOT NULL,
    person_id      TEXT NOT NULL REFERENCES people (id),
    name           TEXT NOT NULL,
    title          TEXT NOT NULL,
    organisation   TEXT NOT NULL
) STRICT;
CREATE INDEX signatories_certificate ON signatories (certificate_id, position);

-- The last number given out for a prefix and a year, whichever programmes share the prefix.
CREATE TABLE serial_counters (
    prefix TEXT NOT NULL,
    year   INTEGER NOT NULL,
    last   INTEGER NOT NULL,
    PRIMARY KEY (prefix, year)
) STRICT;

-- Serial numbers for good: a row is never changed or removed.
CREATE TABLE serials (
    certificate_id TEXT PRIMARY KEY REFERENCES certificates (id),
    programme_id   TEXT NOT NULL REFERENCES programmes (id),
    serial         TEXT NOT NULL,
    prefix         TEXT NOT NULL,
    year           INTEGER NOT NULL,
    number         INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX serials_serial ON serials (serial);

-- What the public status of a version needs stands before the long columns: a read by code touches one page.
CREATE TABLE versions (
    id                 TEXT PRIMARY KEY,
    code               TEXT NOT NULL,
    state              TEXT NOT NULL,
    serial             TEXT NOT NULL,
    number             INTEGER NOT NULL,
    file               BLOB,
    issued_at          TEXT,
    expires_on         TEXT,
    ended_at           TEXT,
    end_reason         TEXT NOT NULL,
    erased_at          TEXT,
    facts              TEXT NOT NULL, -- JSON
    certificate_id     TEXT NOT NULL REFERENCES certificates (id),
    programme_id       TEXT NOT NULL REFERENCES programmes (id),
    text_digest        BLOB,
    provenance_digest  BLOB,
    version_digest     BLOB,
    logo               BLOB,
    required_sign_offs INTEGER NOT NULL,
    sent_at            TEXT NOT NULL,
    issuing_until      TEXT,
    file_size          INTEGER NOT NULL,
    end_note           TEXT NOT NULL,
    base_file          BLOB,
    base_file_id       BLOB NOT NULL,
    base_pages         INTEGER NOT NULL,
    base_layout        TEXT NOT NULL,
    base_layout_hash   TEXT NOT NULL,
    base_fonts_hash    TEXT NOT NULL,
    base_places        TEXT NOT NULL, -- JSON
    signatories        TEXT NOT NULL, -- JSON
    composers          TEXT NOT NULL, -- JSON
    about              TEXT NOT NULL,
    content            BLOB,
    provenance         BLOB,
    sealed             BLOB
) STRICT;
CREATE UNIQUE INDEX versions_code ON versions (code);
CREATE INDEX versions_certificate ON versions (certificate_id, sent_at);
CREATE INDEX versions_file ON versions (file);
CREATE INDEX versions_base_file ON versions (base_file);
CREATE INDEX versions_logo ON versions (logo);

CREATE TABLE issued_files (
    digest     BLOB PRIMARY KEY,
    version_id TEXT NOT NULL REFERENCES versions (id),
    size       INTEGER NOT NULL,
    issued_at  TEXT NOT NULL
) STRICT;

CREATE TABLE sign_offs (
    id                TEXT PRIMARY KEY,
    version_id        TEXT NOT NULL REFERENCES versions (id),
    signatory_id      TEXT NOT NULL,
    signatory         TEXT NOT NULL, -- JSON, as confirmed then
    decision          TEXT NOT NULL,
    reason            TEXT NOT NULL,
    text_digest       BLOB,
    signature_file_id TEXT REFERENCES files (id),
    signature         BLOB,
    recorder_kind     TEXT NOT NULL,
    recorder_id       TEXT,
    recorder_name     TEXT NOT NULL,
    recorder_role     TEXT NOT NULL,
    recorder_person   TEXT,
    recorded_at       TEXT NOT NULL
) STRICT;
CREATE INDEX sign_offs_version ON sign_offs (version_id, recorded_at);
CREATE INDEX sign_offs_signature ON sign_offs (signature);

-- One row. Raising it holds it until commit, so that the sequence of events is the order of commits.
CREATE TABLE event_sequence (
    id   INTEGER PRIMARY KEY,
    last INTEGER NOT NULL
) STRICT;
INSERT INTO event_sequence (id, last) VALUES (1, 0);

CREATE TABLE events (
    sequence     INTEGER PRIMARY KEY,
    id           TEXT NOT NULL,
    happened_at  TEXT NOT NULL,
    actor_kind   TEXT NOT NULL,
    actor_id     TEXT,
    actor_name   TEXT NOT NULL,
    actor_role   TEXT NOT NULL,
    actor_person TEXT,
    operation    TEXT NOT NULL,
    object_kind  TEXT NOT NULL,
    object_id    TEXT,
    programme_id TEXT,
    detail       TEXT NOT NULL -- JSON
) STRICT;
CREATE UNIQUE INDEX events_id ON events (id);
CREATE INDEX events_programme ON events (programme_id, sequence);
CREATE INDEX events_object ON events (object_id, sequence);
CREATE INDEX events_operation ON events (operation, sequence);

-- +goose StatementBegin
CREATE TRIGGER events_no_update BEFORE UPDATE ON events
BEGIN
    SELECT RAISE(ABORT, 'events are only ever appended');
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER events_no_delete BEFORE DELETE ON events
BEGIN
    SELECT RAISE(ABORT, 'events are only ever appended');
END;
-- +goose StatementEnd

CREATE TABLE idempotency_keys (
    actor         TEXT NOT NULL,
    operation     TEXT NOT NULL,
    value         TEXT NOT NULL,
    request       BLOB,
    status        INTEGER NOT NULL, -- 0: the request still runs
    header        TEXT NOT NULL, -- JSON
    body          BLOB,
    running_until TEXT NOT NULL,
    expires_at    TEXT NOT NULL,
    PRIMARY KEY (actor, operation, value)
) STRICT;
CREATE INDEX idempotency_keys_expiry ON idempotency_keys (expires_at);

CREATE TABLE keys (
    id         TEXT PRIMARY KEY,
    kind       TEXT NOT NULL,
    der        BLOB NOT NULL,
    chain      TEXT NOT NULL, -- JSON
    wrapped    BLOB,
    created_at TEXT NOT NULL,
    retired_at TEXT
) STRICT;

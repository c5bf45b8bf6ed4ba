-- +goose Up

-- Whether the handbook of an edition shows passages of certificates; without a row it does not.
CREATE TABLE excerpt_settings (
    edition_id TEXT PRIMARY KEY REFERENCES editions (id),
    shown      INTEGER NOT NULL
) STRICT;

-- A passage of a certificate that people were asked to have printed, without names, in the handbook of an edition.
CREATE TABLE excerpts (
    id             TEXT PRIMARY KEY,
    edition_id     TEXT NOT NULL REFERENCES editions (id),
    discipline     TEXT NOT NULL,
    programme_id   TEXT NOT NULL REFERENCES programmes (id),
    certificate_id TEXT NOT NULL REFERENCES certificates (id),
    version_id     TEXT NOT NULL REFERENCES versions (id),
    passage_id     TEXT NOT NULL,
    wording        BLOB NOT NULL, -- canonical bytes of what they agree to
    digest         BLOB NOT NULL,
    asked_at       TEXT NOT NULL,
    taken_back_at  TEXT
) STRICT;
CREATE UNIQUE INDEX excerpts_passage ON excerpts (edition_id, version_id, passage_id);
CREATE INDEX excerpts_edition ON excerpts (edition_id, id);
CREATE INDEX excerpts_certificate ON excerpts (certificate_id);

-- All that one person is asked about one handbook.
CREATE TABLE excerpt_requests (
    id         TEXT PRIMARY KEY,
    edition_id TEXT NOT NULL REFERENCES editions (id),
    person_id  TEXT NOT NULL REFERENCES people (id),
    asked_at   TEXT NOT NULL, -- last
    mailed     INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX excerpt_requests_one ON excerpt_requests (edition_id, person_id);
CREATE INDEX excerpt_requests_person ON excerpt_requests (person_id, id);

CREATE TABLE excerpt_consents (
    excerpt_id  TEXT NOT NULL REFERENCES excerpts (id),
    request_id  TEXT NOT NULL REFERENCES excerpt_requests (id),
    person_id   TEXT NOT NULL REFERENCES people (id),
    part        TEXT NOT NULL, -- whom the passage is about, or whose words it draws on
    answer      TEXT NOT NULL, -- empty until there is one
    digest      BLOB, -- of the wording that was answered to
    answered_at TEXT,
    PRIMARY KEY (excerpt_id, person_id)
) STRICT;
CREATE INDEX excerpt_consents_request ON excerpt_consents (request_id);
CREATE INDEX excerpt_consents_person ON excerpt_consents (person_id, excerpt_id);

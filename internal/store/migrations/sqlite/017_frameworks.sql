-- +goose Up

CREATE TABLE frameworks (
    id         TEXT PRIMARY KEY,
    revision   INTEGER NOT NULL,
    created_at TEXT NOT NULL,
    changed_at TEXT NOT NULL,
    code       TEXT NOT NULL,
    name       TEXT NOT NULL,
    language   TEXT NOT NULL,
    archived   INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX frameworks_code ON frameworks (code);

CREATE TABLE editions (
    id           TEXT PRIMARY KEY,
    revision     INTEGER NOT NULL,
    created_at   TEXT NOT NULL,
    changed_at   TEXT NOT NULL,
    framework_id TEXT NOT NULL REFERENCES frameworks (id),
    number       INTEGER NOT NULL,
    state        TEXT NOT NULL,
    published_at TEXT,
    code         TEXT NOT NULL, -- these as they stood when it was published
    name         TEXT NOT NULL,
    language     TEXT NOT NULL,
    title        TEXT NOT NULL,
    introduction TEXT NOT NULL,
    how_to_use   TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX editions_number ON editions (framework_id, number);
CREATE UNIQUE INDEX editions_open ON editions (framework_id) WHERE state <> 'published';

CREATE TABLE edition_groups (
    edition_id   TEXT NOT NULL REFERENCES editions (id),
    position     INTEGER NOT NULL,
    code         TEXT NOT NULL,
    name         TEXT NOT NULL,
    introduction TEXT NOT NULL,
    PRIMARY KEY (edition_id, position)
) STRICT;

CREATE TABLE edition_disciplines (
    edition_id     TEXT NOT NULL REFERENCES editions (id),
    position       INTEGER NOT NULL,
    group_position INTEGER NOT NULL,
    code           TEXT NOT NULL,
    name           TEXT NOT NULL,
    question       TEXT NOT NULL,
    origins        TEXT NOT NULL, -- codes of the edition before, with a space between
    summary        TEXT NOT NULL,
    parts          TEXT NOT NULL, -- JSON
    PRIMARY KEY (edition_id, position)
) STRICT;

-- A published edition never changes.
-- +goose StatementBegin
CREATE TRIGGER editions_no_update BEFORE UPDATE ON editions WHEN OLD.state = 'published'
BEGIN
    SELECT RAISE(ABORT, 'a published edition never changes');
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER editions_no_delete BEFORE DELETE ON editions WHEN OLD.state = 'published'
BEGIN
    SELECT RAISE(ABORT, 'a published edition never changes');
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER edition_groups_no_insert BEFORE INSERT ON edition_groups
WHEN EXISTS (SELECT 1 FROM editions WHERE id = NEW.edition_id AND state = 'published')
BEGIN
    SELECT RAISE(ABORT, 'a published edition never changes');
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER edition_groups_no_update BEFORE UPDATE ON edition_groups
WHEN EXISTS (SELECT 1 FROM editions WHERE id IN (OLD.edition_id, NEW.edition_id) AND state = 'published')
BEGIN
    SELECT RAISE(ABORT, 'a published edition never changes');
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER edition_groups_no_delete BEFORE DELETE ON edition_groups
WHEN EXISTS (SELECT 1 FROM editions WHERE id = OLD.edition_id AND state = 'published')
BEGIN
    SELECT RAISE(ABORT, 'a published edition never changes');
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER edition_disciplines_no_insert BEFORE INSERT ON edition_disciplines
WHEN EXISTS (SELECT 1 FROM editions WHERE id = NEW.edition_id AND state = 'published')
BEGIN
    SELECT RAISE(ABORT, 'a published edition never changes');
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER edition_disciplines_no_update BEFORE UPDATE ON edition_disciplines
WHEN EXISTS (SELECT 1 FROM editions WHERE id IN (OLD.edition_id, NEW.edition_id) AND state = 'published')
BEGIN
    SELECT RAISE(ABORT, 'a published edition never changes');
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER edition_disciplines_no_delete BEFORE DELETE ON edition_disciplines
WHEN EXISTS (SELECT 1 FROM editions WHERE id = OLD.edition_id AND state = 'published')
BEGIN
    SELECT RAISE(ABORT, 'a published edition never changes');
END;
-- +goose StatementEnd

ALTER TABLE programmes ADD COLUMN framework_id TEXT REFERENCES frameworks (id);
ALTER TABLE programmes ADD COLUMN publishes_framework INTEGER NOT NULL DEFAULT 0; -- anyone may read its published editions
CREATE INDEX programmes_framework ON programmes (framework_id);
ALTER TABLE cohorts ADD COLUMN edition_id TEXT REFERENCES editions (id);
CREATE INDEX cohorts_edition ON cohorts (edition_id);

-- Codes of disciplines, sorted, with a space between.
ALTER TABLE themes ADD COLUMN disciplines TEXT NOT NULL DEFAULT '';
ALTER TABLE log_entries ADD COLUMN disciplines TEXT NOT NULL DEFAULT '';
ALTER TABLE feedback ADD COLUMN disciplines TEXT NOT NULL DEFAULT '';

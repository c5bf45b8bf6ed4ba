-- +goose Up

-- Who was erased. Until an erasure is finished the database's own files may still hold what was deleted.
CREATE TABLE erasures (
    person_id   TEXT PRIMARY KEY REFERENCES people (id),
    erased_at   TEXT NOT NULL,
    finished_at TEXT
) STRICT;
CREATE INDEX erasures_unfinished ON erasures (person_id) WHERE finished_at IS NULL;

-- Files that are to be removed as soon as the transaction that says so is committed.
CREATE TABLE doomed_files (
    digest BLOB PRIMARY KEY
) STRICT;

-- +goose Up

ALTER TABLE programmes ADD COLUMN signing_reminder_days INTEGER NOT NULL DEFAULT 7; -- 0: nobody is reminded

ALTER TABLE versions ADD COLUMN sent_by TEXT; -- the person who sent it for signing
ALTER TABLE versions ADD COLUMN remind_at TEXT; -- when its signatories are reminded next
ALTER TABLE versions ADD COLUMN reminders INTEGER NOT NULL DEFAULT 0; -- by the clock, so far
ALTER TABLE versions ADD COLUMN reminded_at TEXT; -- by the clock or by hand
CREATE INDEX versions_remind ON versions (remind_at) WHERE state = 'signing';

ALTER TABLE sign_offs ADD COLUMN pointer TEXT NOT NULL DEFAULT ''; -- what of the text should change
ALTER TABLE sign_offs ADD COLUMN suggested TEXT NOT NULL DEFAULT '{"name":"","email":"","person_id":"00000000-0000-0000-0000-000000000000"}'; -- JSON: who should sign instead
ALTER TABLE sign_offs ADD COLUMN conflict TEXT NOT NULL DEFAULT ''; -- of interest
ALTER TABLE sign_offs ADD COLUMN confirmed INTEGER NOT NULL DEFAULT 0; -- the signatory confirmed how they are printed

-- What each signatory read, and when last.
CREATE TABLE readings (
    version_id     TEXT NOT NULL REFERENCES versions (id),
    person_id      TEXT NOT NULL REFERENCES people (id),
    certificate_id TEXT NOT NULL REFERENCES certificates (id),
    read_at        TEXT NOT NULL,
    PRIMARY KEY (version_id, person_id)
) STRICT;
CREATE INDEX readings_person ON readings (person_id, certificate_id);

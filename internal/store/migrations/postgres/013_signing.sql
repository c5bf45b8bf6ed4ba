-- +goose Up

ALTER TABLE programmes ADD COLUMN signing_reminder_days bigint NOT NULL DEFAULT 7; -- 0: nobody is reminded

ALTER TABLE versions ADD COLUMN sent_by uuid; -- the person who sent it for signing
ALTER TABLE versions ADD COLUMN remind_at timestamptz; -- when its signatories are reminded next
ALTER TABLE versions ADD COLUMN reminders bigint NOT NULL DEFAULT 0; -- by the clock, so far
ALTER TABLE versions ADD COLUMN reminded_at timestamptz; -- by the clock or by hand
CREATE INDEX versions_remind ON versions (remind_at) WHERE state = 'signing';

ALTER TABLE sign_offs ADD COLUMN pointer text NOT NULL DEFAULT ''; -- what of the text should change
ALTER TABLE sign_offs ADD COLUMN suggested text NOT NULL DEFAULT '{"name":"","email":"","person_id":"00000000-0000-0000-0000-000000000000"}'; -- JSON: who should sign instead
ALTER TABLE sign_offs ADD COLUMN conflict text NOT NULL DEFAULT ''; -- of interest
ALTER TABLE sign_offs ADD COLUMN confirmed boolean NOT NULL DEFAULT false; -- the signatory confirmed how they are printed

-- What each signatory read, and when last.
CREATE TABLE readings (
    version_id     uuid NOT NULL REFERENCES versions (id),
    person_id      uuid NOT NULL REFERENCES people (id),
    certificate_id uuid NOT NULL REFERENCES certificates (id),
    read_at        timestamptz NOT NULL,
    PRIMARY KEY (version_id, person_id)
);
CREATE INDEX readings_person ON readings (person_id, certificate_id);

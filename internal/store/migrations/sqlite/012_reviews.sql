-- +goose Up

-- What a certificate goes through between composing and signing. Programmes from before ask for nothing of it.
ALTER TABLE programmes ADD COLUMN read_back_days INTEGER NOT NULL DEFAULT 0;
ALTER TABLE programmes ADD COLUMN participant_check_days INTEGER NOT NULL DEFAULT 0;
ALTER TABLE programmes ADD COLUMN review_reminder_days INTEGER NOT NULL DEFAULT 2;
ALTER TABLE programmes ADD COLUMN correction_review INTEGER NOT NULL DEFAULT 1;

-- A certificate is reviewed again when its text is sent for it again.
CREATE TABLE reviews (
    id             TEXT PRIMARY KEY,
    certificate_id TEXT NOT NULL REFERENCES certificates (id),
    number         INTEGER NOT NULL,
    stage          TEXT NOT NULL,
    then_sign      INTEGER NOT NULL, -- when it passes, the text is sent for signing
    opener_kind    TEXT NOT NULL,
    opener_id      TEXT,
    opener_name    TEXT NOT NULL,
    opener_person  TEXT,
    opened_at      TEXT NOT NULL,
    deadline_on    TEXT,
    deadline_at    TEXT,
    remind_at      TEXT,
    outcome        TEXT NOT NULL, -- empty while it runs
    closed_at      TEXT,
    content        BLOB, -- canonical bytes of what passed
    text_digest    BLOB,
    trouble        TEXT NOT NULL, -- why it could not be sent for signing
    tried_at       TEXT
) STRICT;
CREATE INDEX reviews_certificate ON reviews (certificate_id, number);
CREATE INDEX reviews_running ON reviews (deadline_at) WHERE outcome = '';
CREATE INDEX reviews_going_on ON reviews (tried_at) WHERE then_sign;

CREATE TABLE review_requests (
    id             TEXT PRIMARY KEY,
    review_id      TEXT NOT NULL REFERENCES reviews (id),
    certificate_id TEXT NOT NULL REFERENCES certificates (id),
    person_id      TEXT NOT NULL REFERENCES people (id),
    stage          TEXT NOT NULL,
    shown          BLOB NOT NULL, -- canonical bytes of what the person is asked about
    text_digest    BLOB NOT NULL,
    shown_before   BLOB, -- what they answered to, when they are asked again
    mailed         INTEGER NOT NULL,
    asked_at       TEXT NOT NULL,
    reminded_at    TEXT,
    answer         TEXT NOT NULL,
    answered_at    TEXT,
    voided_at      TEXT
) STRICT;
CREATE INDEX review_requests_review ON review_requests (review_id, id);
CREATE INDEX review_requests_certificate ON review_requests (certificate_id);
CREATE INDEX review_requests_person ON review_requests (person_id, id);

CREATE TABLE review_remarks (
    id             TEXT PRIMARY KEY,
    review_id      TEXT NOT NULL REFERENCES reviews (id),
    request_id     TEXT NOT NULL REFERENCES review_requests (id),
    certificate_id TEXT NOT NULL REFERENCES certificates (id),
    person_id      TEXT NOT NULL REFERENCES people (id),
    passage_id     TEXT, -- null: the text as a whole
    kind           TEXT NOT NULL,
    passage        TEXT NOT NULL, -- as it read then
    comment        TEXT NOT NULL,
    wording        TEXT NOT NULL, -- proposed
    state          TEXT NOT NULL,
    reason         TEXT NOT NULL, -- of staff who went on over it
    made_at        TEXT NOT NULL,
    settled_at     TEXT
) STRICT;
CREATE INDEX review_remarks_review ON review_remarks (review_id, id);
CREATE INDEX review_remarks_certificate ON review_remarks (certificate_id);
CREATE INDEX review_remarks_person ON review_remarks (person_id, id);

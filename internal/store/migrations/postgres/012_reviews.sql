-- +goose Up

-- What a certificate goes through between composing and signing. Programmes from before ask for nothing of it.
ALTER TABLE programmes ADD COLUMN read_back_days bigint NOT NULL DEFAULT 0;
ALTER TABLE programmes ADD COLUMN participant_check_days bigint NOT NULL DEFAULT 0;
ALTER TABLE programmes ADD COLUMN review_reminder_days bigint NOT NULL DEFAULT 2;
ALTER TABLE programmes ADD COLUMN correction_review boolean NOT NULL DEFAULT true;

-- A certificate is reviewed again when its text is sent for it again.
CREATE TABLE reviews (
    id             uuid PRIMARY KEY,
    certificate_id uuid NOT NULL REFERENCES certificates (id),
    number         bigint NOT NULL,
    stage          text NOT NULL,
    then_sign      boolean NOT NULL, -- when it passes, the text is sent for signing
    opener_kind    text NOT NULL,
    opener_id      uuid,
    opener_name    text NOT NULL,
    opener_person  uuid,
    opened_at      timestamptz NOT NULL,
    deadline_on    date,
    deadline_at    timestamptz,
    remind_at      timestamptz,
    outcome        text NOT NULL, -- empty while it runs
    closed_at      timestamptz,
    content        bytea, -- canonical bytes of what passed
    text_digest    bytea,
    trouble        text NOT NULL, -- why it could not be sent for signing
    tried_at       timestamptz
);
CREATE INDEX reviews_certificate ON reviews (certificate_id, number);
CREATE INDEX reviews_running ON reviews (deadline_at) WHERE outcome = '';
CREATE INDEX reviews_going_on ON reviews (tried_at) WHERE then_sign;

CREATE TABLE review_requests (
    id             uuid PRIMARY KEY,
    review_id      uuid NOT NULL REFERENCES reviews (id),
    certificate_id uuid NOT NULL REFERENCES certificates (id),
    person_id      uuid NOT NULL REFERENCES people (id),
    stage          text NOT NULL,
    shown          bytea NOT NULL, -- canonical bytes of what the person is asked about
    text_digest    bytea NOT NULL,
    shown_before   bytea, -- what they answered to, when they are asked again
    mailed         boolean NOT NULL,
    asked_at       timestamptz NOT NULL,
    reminded_at    timestamptz,
    answer         text NOT NULL,
    answered_at    timestamptz,
    voided_at      timestamptz
);
CREATE INDEX review_requests_review ON review_requests (review_id, id);
CREATE INDEX review_requests_certificate ON review_requests (certificate_id);
CREATE INDEX review_requests_person ON review_requests (person_id, id);

CREATE TABLE review_remarks (
    id             uuid PRIMARY KEY,
    review_id      uuid NOT NULL REFERENCES reviews (id),
    request_id     uuid NOT NULL REFERENCES review_requests (id),
    certificate_id uuid NOT NULL REFERENCES certificates (id),
    person_id      uuid NOT NULL REFERENCES people (id),
    passage_id     uuid, -- null: the text as a whole
    kind           text NOT NULL,
    passage        text NOT NULL, -- as it read then
    comment        text NOT NULL,
    wording        text NOT NULL, -- proposed
    state          text NOT NULL,
    reason         text NOT NULL, -- of staff who went on over it
    made_at        timestamptz NOT NULL,
    settled_at     timestamptz
);
CREATE INDEX review_remarks_review ON review_remarks (review_id, id);
CREATE INDEX review_remarks_certificate ON review_remarks (certificate_id);
CREATE INDEX review_remarks_person ON review_remarks (person_id, id);

-- +goose Up

-- Letters to be sent. What a letter says holds links and codes that let people in, so it is emptied when the letter is
-- sent or given up.
CREATE TABLE outbox (
    id           uuid PRIMARY KEY,
    kind         text NOT NULL,
    recipient    text NOT NULL,
    name         text NOT NULL,
    language     text NOT NULL,
    person_id    uuid REFERENCES people (id),
    data         text NOT NULL, -- JSON
    posted_at    timestamptz NOT NULL,
    due_at       timestamptz NOT NULL,
    attempts     bigint NOT NULL, -- claims, whatever became of them
    leased_until timestamptz, -- somebody is sending it
    sent_at      timestamptz,
    failed_at    timestamptz, -- given up
    last_error   text NOT NULL
);
CREATE INDEX outbox_unsent ON outbox (due_at) WHERE sent_at IS NULL;

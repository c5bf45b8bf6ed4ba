-- +goose Up

-- Letters to be sent. What a letter says holds links and codes that let people in, so it is emptied when the letter is
-- sent or given up.
CREATE TABLE outbox (
    id           TEXT PRIMARY KEY,
    kind         TEXT NOT NULL,
    recipient    TEXT NOT NULL,
    name         TEXT NOT NULL,
    language     TEXT NOT NULL,
    person_id    TEXT REFERENCES people (id),
    data         TEXT NOT NULL, -- JSON
    posted_at    TEXT NOT NULL,
    due_at       TEXT NOT NULL,
    attempts     INTEGER NOT NULL, -- claims, whatever became of them
    leased_until TEXT, -- somebody is sending it
    sent_at      TEXT,
    failed_at    TEXT, -- given up
    last_error   TEXT NOT NULL
) STRICT;
CREATE INDEX outbox_unsent ON outbox (due_at) WHERE sent_at IS NULL;

-- +goose Up

-- How people prove who they are. Secrets are stored as hashes alone.
CREATE TABLE accounts (
    id              TEXT PRIMARY KEY REFERENCES people (id),
    revision        INTEGER NOT NULL,
    created_at      TEXT NOT NULL,
    changed_at      TEXT NOT NULL,
    email           TEXT NOT NULL,
    email_key       TEXT, -- email as addresses are compared; null where there is none
    password        TEXT NOT NULL, -- PHC string, or empty
    admin           INTEGER NOT NULL,
    disabled_at     TEXT,
    last_sign_in_at TEXT
) STRICT;
CREATE UNIQUE INDEX accounts_email ON accounts (email_key);

-- A session that ends is removed.
CREATE TABLE sessions (
    id         TEXT PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES accounts (id),
    method     TEXT NOT NULL,
    hash       BLOB NOT NULL,
    created_at TEXT NOT NULL,
    seen_at    TEXT NOT NULL,
    expires_at TEXT NOT NULL,
    proven_at  TEXT,
    address    TEXT NOT NULL,
    device     TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX sessions_hash ON sessions (hash);
CREATE INDEX sessions_account ON sessions (account_id);

CREATE TABLE links (
    id          TEXT PRIMARY KEY,
    purpose     TEXT NOT NULL,
    person_id   TEXT REFERENCES people (id),
    object_kind TEXT NOT NULL,
    object_id   TEXT,
    hash        BLOB NOT NULL,
    created_at  TEXT NOT NULL,
    expires_at  TEXT NOT NULL,
    ended_at    TEXT -- used, replaced, taken back or expired
) STRICT;
CREATE UNIQUE INDEX links_hash ON links (hash);
CREATE INDEX links_person ON links (person_id);
CREATE INDEX links_object ON links (object_id);

-- The one code of a guest's link that can be typed in now.
CREATE TABLE codes (
    link_id     TEXT PRIMARY KEY REFERENCES links (id),
    object_kind TEXT NOT NULL,
    object_id   TEXT,
    salt        BLOB NOT NULL,
    hash        BLOB NOT NULL,
    tries       INTEGER NOT NULL,
    created_at  TEXT NOT NULL,
    expires_at  TEXT NOT NULL
) STRICT;

CREATE TABLE passkeys (
    id            TEXT PRIMARY KEY,
    account_id    TEXT NOT NULL REFERENCES accounts (id),
    name          TEXT NOT NULL,
    credential_id BLOB NOT NULL,
    credential    BLOB NOT NULL, -- JSON
    created_at    TEXT NOT NULL,
    used_at       TEXT
) STRICT;
CREATE UNIQUE INDEX passkeys_credential ON passkeys (credential_id);
CREATE INDEX passkeys_account ON passkeys (account_id);

-- What browsers were asked to sign.
CREATE TABLE challenges (
    id         TEXT PRIMARY KEY,
    ceremony   TEXT NOT NULL,
    session_id TEXT, -- who asked; null when signing in
    data       BLOB NOT NULL, -- JSON
    created_at TEXT NOT NULL,
    expires_at TEXT NOT NULL
) STRICT;

-- Token buckets. The key is a hash: no address stands here.
CREATE TABLE throttles (
    key   BLOB PRIMARY KEY,
    saved INTEGER NOT NULL, -- microseconds that can be spent
    at    TEXT NOT NULL
) STRICT;

-- Requests for links and refused sign-ins, until they are settled.
CREATE TABLE attempts (
    id         TEXT PRIMARY KEY,
    what       TEXT NOT NULL,
    account_id TEXT,
    method     TEXT NOT NULL,
    reason     TEXT NOT NULL,
    at         TEXT NOT NULL,
    address    TEXT NOT NULL,
    device     TEXT NOT NULL
) STRICT;

-- Where events came from; events stay, this is erased.
CREATE TABLE origins (
    event_id   TEXT PRIMARY KEY,
    account_id TEXT NOT NULL,
    at         TEXT NOT NULL,
    address    TEXT NOT NULL,
    device     TEXT NOT NULL
) STRICT;
CREATE INDEX origins_account ON origins (account_id, event_id);
CREATE INDEX origins_time ON origins (at);

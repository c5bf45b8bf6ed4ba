-- +goose Up

-- How people prove who they are. Secrets are stored as hashes alone.
CREATE TABLE accounts (
    id              uuid PRIMARY KEY REFERENCES people (id),
    revision        bigint NOT NULL,
    created_at      timestamptz NOT NULL,
    changed_at      timestamptz NOT NULL,
    email           text NOT NULL,
    email_key       text, -- email as addresses are compared; null where there is none
    password        text NOT NULL, -- PHC string, or empty
    admin           boolean NOT NULL,
    disabled_at     timestamptz,
    last_sign_in_at timestamptz
);
CREATE UNIQUE INDEX accounts_email ON accounts (email_key);

-- A session that ends is removed.
CREATE TABLE sessions (
    id         uuid PRIMARY KEY,
    account_id uuid NOT NULL REFERENCES accounts (id),
    method     text NOT NULL,
    hash       bytea NOT NULL,
    created_at timestamptz NOT NULL,
    seen_at    timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    proven_at  timestamptz,
    address    text NOT NULL,
    device     text NOT NULL
);
CREATE UNIQUE INDEX sessions_hash ON sessions (hash);
CREATE INDEX sessions_account ON sessions (account_id);

CREATE TABLE links (
    id          uuid PRIMARY KEY,
    purpose     text NOT NULL,
    person_id   uuid REFERENCES people (id),
    object_kind text NOT NULL,
    object_id   uuid,
    hash        bytea NOT NULL,
    created_at  timestamptz NOT NULL,
    expires_at  timestamptz NOT NULL,
    ended_at    timestamptz -- used, replaced, taken back or expired
);
CREATE UNIQUE INDEX links_hash ON links (hash);
CREATE INDEX links_person ON links (person_id);
CREATE INDEX links_object ON links (object_id);

-- The one code of a guest's link that can be typed in now.
CREATE TABLE codes (
    link_id     uuid PRIMARY KEY REFERENCES links (id),
    object_kind text NOT NULL,
    object_id   uuid,
    salt        bytea NOT NULL,
    hash        bytea NOT NULL,
    tries       bigint NOT NULL,
    created_at  timestamptz NOT NULL,
    expires_at  timestamptz NOT NULL
);

CREATE TABLE passkeys (
    id            uuid PRIMARY KEY,
    account_id    uuid NOT NULL REFERENCES accounts (id),
    name          text NOT NULL,
    credential_id bytea NOT NULL,
    credential    bytea NOT NULL, -- JSON
    created_at    timestamptz NOT NULL,
    used_at       timestamptz
);
CREATE UNIQUE INDEX passkeys_credential ON passkeys (credential_id);
CREATE INDEX passkeys_account ON passkeys (account_id);

-- What browsers were asked to sign.
CREATE TABLE challenges (
    id         uuid PRIMARY KEY,
    ceremony   text NOT NULL,
    session_id uuid, -- who asked; null when signing in
    data       bytea NOT NULL, -- JSON
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL
);

-- Token buckets. The key is a hash: no address stands here.
CREATE TABLE throttles (
    key   bytea PRIMARY KEY,
    saved bigint NOT NULL, -- microseconds that can be spent
    at    timestamptz NOT NULL
);

-- Requests for links and refused sign-ins, until they are settled.
CREATE TABLE attempts (
    id         uuid PRIMARY KEY,
    what       text NOT NULL,
    account_id uuid,
    method     text NOT NULL,
    reason     text NOT NULL,
    at         timestamptz NOT NULL,
    address    text NOT NULL,
    device     text NOT NULL
);

-- Where events came from; events stay, this is erased.
CREATE TABLE origins (
    event_id   uuid PRIMARY KEY,
    account_id uuid NOT NULL,
    at         timestamptz NOT NULL,
    address    text NOT NULL,
    device     text NOT NULL
);
CREATE INDEX origins_account ON origins (account_id, event_id);
CREATE INDEX origins_time ON origins (at);

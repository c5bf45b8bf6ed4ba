-- +goose Up

-- Links by which participants show their certificates to whom they like. Who opens them is not kept.
CREATE TABLE share_links (
    id             TEXT PRIMARY KEY,
    revision       INTEGER NOT NULL,
    created_at     TEXT NOT NULL,
    changed_at     TEXT NOT NULL,
    certificate_id TEXT NOT NULL REFERENCES certificates (id),
    version_id     TEXT NOT NULL REFERENCES versions (id), -- that its maker chose from
    sections       TEXT NOT NULL, -- JSON; null: all
    with_file      INTEGER NOT NULL,
    hash           BLOB NOT NULL, -- SHA-256 of the secret
    expires_at     TEXT NOT NULL,
    withdrawn_at   TEXT,
    opened         INTEGER NOT NULL,
    opened_at      TEXT
) STRICT;
CREATE UNIQUE INDEX share_links_hash ON share_links (hash);
CREATE INDEX share_links_certificate ON share_links (certificate_id, id);

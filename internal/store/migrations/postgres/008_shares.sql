-- +goose Up

-- Links by which participants show their certificates to whom they like. Who opens them is not kept.
CREATE TABLE share_links (
    id             uuid PRIMARY KEY,
    revision       bigint NOT NULL,
    created_at     timestamptz NOT NULL,
    changed_at     timestamptz NOT NULL,
    certificate_id uuid NOT NULL REFERENCES certificates (id),
    version_id     uuid NOT NULL REFERENCES versions (id), -- that its maker chose from
    sections       text NOT NULL, -- JSON; null: all
    with_file      boolean NOT NULL,
    hash           bytea NOT NULL, -- SHA-256 of the secret
    expires_at     timestamptz NOT NULL,
    withdrawn_at   timestamptz,
    opened         bigint NOT NULL,
    opened_at      timestamptz
);
CREATE UNIQUE INDEX share_links_hash ON share_links (hash);
CREATE INDEX share_links_certificate ON share_links (certificate_id, id);

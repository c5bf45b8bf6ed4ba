-- +goose Up

-- How often the lease of an item ended without an answer: its server died, or was out of reach for so long.
ALTER TABLE operation_items ADD COLUMN lost INTEGER NOT NULL DEFAULT 0;

-- +goose Up

-- How many wrong codes were typed in by whoever follows a link of a guest, over all codes.
ALTER TABLE links ADD COLUMN misses bigint NOT NULL DEFAULT 0;

-- +goose Up

-- When the certificate of the authority ends that made the file's newest document timestamp; null without one.
ALTER TABLE issued_files ADD COLUMN stamped_until timestamptz;
CREATE INDEX issued_files_version ON issued_files (version_id);

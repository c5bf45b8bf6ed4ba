-- +goose Up

-- By which words sentences stand in which texts: a certificate's composition, or the latest text of a feedback.
CREATE TABLE sentences (
    owner_id     uuid NOT NULL, -- a certificate or a feedback, as kind says
    kind         text NOT NULL,
    enrolment_id uuid NOT NULL REFERENCES enrolments (id),
    digest       bytea NOT NULL,
    PRIMARY KEY (owner_id, digest)
);
CREATE INDEX sentences_digest ON sentences (digest);
CREATE INDEX sentences_enrolment ON sentences (enrolment_id);

-- Texts whose sentences are not known yet. Migrating goes on by finding them, and empties this.
CREATE TABLE unread_texts (
    owner_id uuid PRIMARY KEY,
    kind     text NOT NULL
);
INSERT INTO unread_texts (owner_id, kind) SELECT id, 'certificate' FROM certificates;
INSERT INTO unread_texts (owner_id, kind) SELECT id, 'feedback' FROM feedback WHERE writing_id IS NOT NULL;

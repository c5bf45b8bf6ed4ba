-- +goose Up

CREATE TABLE frameworks (
    id         uuid PRIMARY KEY,
    revision   bigint NOT NULL,
    created_at timestamptz NOT NULL,
    changed_at timestamptz NOT NULL,
    code       text NOT NULL,
    name       text NOT NULL,
    language   text NOT NULL,
    archived   boolean NOT NULL
);
CREATE UNIQUE INDEX frameworks_code ON frameworks (code);

CREATE TABLE editions (
    id           uuid PRIMARY KEY,
    revision     bigint NOT NULL,
    created_at   timestamptz NOT NULL,
    changed_at   timestamptz NOT NULL,
    framework_id uuid NOT NULL REFERENCES frameworks (id),
    number       bigint NOT NULL,
    state        text NOT NULL,
    published_at timestamptz,
    code         text NOT NULL, -- these as they stood when it was published
    name         text NOT NULL,
    language     text NOT NULL,
    title        text NOT NULL,
    introduction text NOT NULL,
    how_to_use   text NOT NULL
);
CREATE UNIQUE INDEX editions_number ON editions (framework_id, number);
CREATE UNIQUE INDEX editions_open ON editions (framework_id) WHERE state <> 'published';

CREATE TABLE edition_groups (
    edition_id   uuid NOT NULL REFERENCES editions (id),
    position     bigint NOT NULL,
    code         text NOT NULL,
    name         text NOT NULL,
    introduction text NOT NULL,
    PRIMARY KEY (edition_id, position)
);

CREATE TABLE edition_disciplines (
    edition_id     uuid NOT NULL REFERENCES editions (id),
    position       bigint NOT NULL,
    group_position bigint NOT NULL,
    code           text NOT NULL,
    name           text NOT NULL,
    question       text NOT NULL,
    origins        text NOT NULL, -- codes of the edition before, with a space between
    summary        text NOT NULL,
    parts          text NOT NULL, -- JSON
    PRIMARY KEY (edition_id, position)
);

-- A published edition never changes.
-- +goose StatementBegin
CREATE FUNCTION refuse_published() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a published edition never changes';
END
$$;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE FUNCTION refuse_part_of_published() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' AND EXISTS (SELECT 1 FROM editions WHERE id = OLD.edition_id AND state = 'published') THEN
        RAISE EXCEPTION 'a published edition never changes';
    END IF;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    IF EXISTS (SELECT 1 FROM editions WHERE id = NEW.edition_id AND state = 'published') THEN
        RAISE EXCEPTION 'a published edition never changes';
    END IF;
    RETURN NEW;
END
$$;
-- +goose StatementEnd
CREATE TRIGGER editions_no_change BEFORE UPDATE OR DELETE ON editions
    FOR EACH ROW WHEN (OLD.state = 'published') EXECUTE FUNCTION refuse_published();
CREATE TRIGGER edition_groups_no_change BEFORE INSERT OR UPDATE OR DELETE ON edition_groups
    FOR EACH ROW EXECUTE FUNCTION refuse_part_of_published();
CREATE TRIGGER edition_disciplines_no_change BEFORE INSERT OR UPDATE OR DELETE ON edition_disciplines
    FOR EACH ROW EXECUTE FUNCTION refuse_part_of_published();

ALTER TABLE programmes ADD COLUMN framework_id uuid REFERENCES frameworks (id);
ALTER TABLE programmes ADD COLUMN publishes_framework boolean NOT NULL DEFAULT false; -- anyone may read its published editions
CREATE INDEX programmes_framework ON programmes (framework_id);
ALTER TABLE cohorts ADD COLUMN edition_id uuid REFERENCES editions (id);
CREATE INDEX cohorts_edition ON cohorts (edition_id);

-- Codes of disciplines, sorted, with a space between.
ALTER TABLE themes ADD COLUMN disciplines text NOT NULL DEFAULT '';
ALTER TABLE log_entries ADD COLUMN disciplines text NOT NULL DEFAULT '';
ALTER TABLE feedback ADD COLUMN disciplines text NOT NULL DEFAULT '';

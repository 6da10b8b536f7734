-- Two records of which somebody has decided that they are two people; the lower id first.
CREATE TABLE person_apart (
    first_id        UUID NOT NULL REFERENCES person (id),
    second_id       UUID NOT NULL REFERENCES person (id),
    -- In somebody's own words, sealed.
    reason          BYTEA NOT NULL,
    decided_by      TEXT NOT NULL,
    decided_at      TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (first_id, second_id),
    CHECK (first_id < second_id)
);
CREATE INDEX person_apart_second ON person_apart (second_id);

-- The person that this record has become part of.
ALTER TABLE person ADD COLUMN merged_into UUID REFERENCES person (id);
CREATE INDEX person_merged ON person (merged_into) WHERE merged_into IS NOT NULL;

-- Two records that somebody has made one. A merge is undone in the opposite order.
CREATE TABLE person_merge (
    id              UUID PRIMARY KEY NOT NULL,
    kept_id         UUID NOT NULL REFERENCES person (id),
    merged_id       UUID NOT NULL REFERENCES person (id),
    number          BIGINT NOT NULL,
    -- In somebody's own words, and how both were before and after: sealed.
    reason          BYTEA NOT NULL,
    was             BYTEA NOT NULL,
    merged_by       TEXT NOT NULL,
    merged_at       TIMESTAMPTZ NOT NULL,
    undo_reason     BYTEA,
    undone_by       TEXT,
    undone_at       TIMESTAMPTZ,
    UNIQUE (kept_id, number),
    CHECK (kept_id <> merged_id),
    CHECK ((undone_by IS NULL) = (undone_at IS NULL)),
    CHECK ((undo_reason IS NULL) = (undone_at IS NULL))
);
CREATE UNIQUE INDEX person_merge_open ON person_merge (merged_id) WHERE undone_at IS NULL;

-- What went over, so that it can go back.
CREATE TABLE person_merge_row (
    merge_id        UUID NOT NULL REFERENCES person_merge (id),
    thing           TEXT NOT NULL,
    row_id          UUID,
    row_key         TEXT,
    CHECK ((row_id IS NULL) <> (row_key IS NULL))
);
CREATE INDEX person_merge_row_of ON person_merge_row (merge_id, thing);

-- Whether a code is in use is asked for every row of a register that is taken back.
CREATE INDEX person_of_workplace ON person (workplace) WHERE workplace IS NOT NULL;
CREATE INDEX person_of_programme ON person (programme) WHERE programme IS NOT NULL;
CREATE INDEX application_of_workplace ON application (workplace) WHERE workplace IS NOT NULL;
CREATE INDEX application_of_programme ON application (programme) WHERE programme IS NOT NULL;

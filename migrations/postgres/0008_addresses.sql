-- Calendars that are fetched: where from, and how it goes.

-- An address of a programme's timetable or of a person's calendar. What has been read stands in
-- busy_source.
CREATE TABLE busy_address (
    id            UUID PRIMARY KEY NOT NULL,
    programme     TEXT REFERENCES programme (code),
    person_id     UUID REFERENCES person (id),
    -- The address, and what the server said to ask with next time: sealed, for who has the address
    -- reads the calendar.
    sealed        BYTEA NOT NULL,
    -- When the server was last asked, when it last gave the calendar or said that it is unchanged,
    -- and when there last was anything new in it.
    tried_at      TIMESTAMPTZ NOT NULL,
    read_at       TIMESTAMPTZ NOT NULL,
    changed_at    TIMESTAMPTZ NOT NULL,
    -- What went wrong the last time (JSON), and how many times in a row.
    failure       TEXT,
    failures      BIGINT NOT NULL DEFAULT 0 CHECK (failures >= 0),
    -- When to come again; nothing where the owner has ended the address.
    due_at        TIMESTAMPTZ,
    -- Until when one instance has it to itself.
    lease_until   TIMESTAMPTZ NOT NULL,
    created_at    TIMESTAMPTZ NOT NULL,
    revision      BIGINT NOT NULL DEFAULT 1,
    CHECK ((programme IS NULL) <> (person_id IS NULL)),
    CHECK ((failure IS NULL) = (failures = 0))
);
CREATE UNIQUE INDEX busy_address_programme ON busy_address (programme) WHERE programme IS NOT NULL;
CREATE UNIQUE INDEX busy_address_person ON busy_address (person_id) WHERE person_id IS NOT NULL;
CREATE INDEX busy_address_due ON busy_address (due_at) WHERE due_at IS NOT NULL;

-- Calendars that are fetched: where from, and how it goes.

-- An address of a programme's timetable or of a person's calendar. What has been read stands in
-- busy_source.
CREATE TABLE busy_address (
    id            BLOB PRIMARY KEY NOT NULL,
    programme     TEXT REFERENCES programme (code),
    person_id     BLOB REFERENCES person (id),
    -- The address, and what the server said to ask with next time: sealed, for who has the address
    -- reads the calendar.
    sealed        BLOB NOT NULL,
    -- When the server was last asked, when it last gave the calendar or said that it is unchanged,
    -- and when there last was anything new in it.
    tried_at      INTEGER NOT NULL,
    read_at       INTEGER NOT NULL,
    changed_at    INTEGER NOT NULL,
    -- What went wrong the last time (JSON), and how many times in a row.
    failure       TEXT,
    failures      INTEGER NOT NULL DEFAULT 0 CHECK (failures >= 0),
    -- When to come again; nothing where the owner has ended the address.
    due_at        INTEGER,
    -- Until when one instance has it to itself.
    lease_until   INTEGER NOT NULL,
    created_at    INTEGER NOT NULL,
    revision      INTEGER NOT NULL DEFAULT 1,
    CHECK ((programme IS NULL) <> (person_id IS NULL)),
    CHECK ((failure IS NULL) = (failures = 0))
) STRICT;
CREATE UNIQUE INDEX busy_address_programme ON busy_address (programme) WHERE programme IS NOT NULL;
CREATE UNIQUE INDEX busy_address_person ON busy_address (person_id) WHERE person_id IS NOT NULL;
CREATE INDEX busy_address_due ON busy_address (due_at) WHERE due_at IS NOT NULL;

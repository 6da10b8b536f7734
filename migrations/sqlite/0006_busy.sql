-- When people are busy: timetables of programmes, practicum weeks, private calendars.

-- One calendar: of a programme, or of a person. Of a person's only the times are kept.
CREATE TABLE busy_source (
    id            BLOB PRIMARY KEY NOT NULL,
    programme     TEXT REFERENCES programme (code),
    person_id     BLOB REFERENCES person (id),
    -- When it was last read.
    read_at       INTEGER NOT NULL,
    -- Stretches of time in minutes, eight octets each.
    spans         BLOB NOT NULL,
    -- What became of everything in the file (JSON).
    account       TEXT NOT NULL,
    -- A programme's events (JSON); nothing of a person's calendar.
    events        TEXT,
    created_at    INTEGER NOT NULL,
    revision      INTEGER NOT NULL DEFAULT 1,
    CHECK ((programme IS NULL) <> (person_id IS NULL)),
    CHECK (person_id IS NULL OR events IS NULL)
) STRICT;
CREATE UNIQUE INDEX busy_source_programme ON busy_source (programme) WHERE programme IS NOT NULL;
CREATE UNIQUE INDEX busy_source_person ON busy_source (person_id) WHERE person_id IS NOT NULL;

-- Weeks in which the students of a programme are on practicum (VFU).
CREATE TABLE practicum (
    programme TEXT NOT NULL REFERENCES programme (code),
    -- The Monday (ISO 8601).
    week      TEXT NOT NULL,
    noted_by  TEXT NOT NULL,
    noted_at  INTEGER NOT NULL,
    PRIMARY KEY (programme, week)
) STRICT;

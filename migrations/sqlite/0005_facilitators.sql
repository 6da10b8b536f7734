-- Facilitators (handledare) of an offering, and which cohorts they lead.

-- What is told of somebody who may lead cohorts of an offering. No reasons are kept.
CREATE TABLE facilitator (
    offering_id     BLOB NOT NULL REFERENCES offering (id),
    person_id       BLOB NOT NULL REFERENCES person (id),
    -- Most cohorts they lead.
    most            INTEGER NOT NULL CHECK (most >= 0),
    -- Weekly times they cannot, as bits: 5 × day + period, from Monday 08.
    cannot          INTEGER NOT NULL CHECK (cannot >= 0),
    -- Profession families (JSON lists): lead only cohorts with somebody of one of these, if there
    -- are any; and none with anybody of one of those.
    only_families   TEXT NOT NULL,
    never_families  TEXT NOT NULL,
    -- Languages spoken (JSON list); missing if not stated.
    languages       TEXT,
    -- Cohorts they are held in (JSON list of partition and code).
    locked          TEXT NOT NULL,
    noted_by        TEXT NOT NULL,
    noted_at        INTEGER NOT NULL,
    PRIMARY KEY (offering_id, person_id)
) STRICT;
CREATE INDEX facilitator_of_person ON facilitator (person_id);

-- Who leads a cohort that is in force.
CREATE TABLE cohort_leader (
    cohort_id       BLOB NOT NULL REFERENCES cohort (id),
    person_id       BLOB NOT NULL REFERENCES person (id),
    placed_at       INTEGER NOT NULL,
    PRIMARY KEY (cohort_id, person_id)
) STRICT;
CREATE INDEX cohort_leader_of_person ON cohort_leader (person_id);

-- Calendars of a teacher or a room, as sessions name them.
CREATE TABLE feed_new (
    id              BLOB PRIMARY KEY,
    kind            TEXT NOT NULL CHECK (kind IN ('person', 'cohort', 'offering', 'teacher', 'room')),
    -- Of a teacher or a room: made from the name.
    subject_id      BLOB NOT NULL,
    owner_id        BLOB REFERENCES person (id),
    name            TEXT NOT NULL,
    language        TEXT NOT NULL CHECK (language IN ('sv', 'en')),
    token_hash      BLOB NOT NULL UNIQUE,
    created_at      INTEGER NOT NULL,
    revoked_at      INTEGER,
    last_used_at    INTEGER,
    content_hash    BLOB,
    modified_at     INTEGER NOT NULL,
    -- The teacher or the room.
    subject_name    TEXT,
    CHECK ((kind IN ('teacher', 'room')) = (subject_name IS NOT NULL))
) STRICT;
INSERT INTO feed_new (id, kind, subject_id, owner_id, name, language, token_hash, created_at,
                      revoked_at, last_used_at, content_hash, modified_at)
SELECT id, kind, subject_id, owner_id, name, language, token_hash, created_at,
       revoked_at, last_used_at, content_hash, modified_at FROM feed;
DROP TABLE feed;
ALTER TABLE feed_new RENAME TO feed;
CREATE INDEX feed_of_subject ON feed (kind, subject_id);
CREATE INDEX feed_of_owner ON feed (owner_id);

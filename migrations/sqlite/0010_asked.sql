-- What participants ask for on their own pages, and what came of it; and whom they let see their names.

-- A wish to be moved to another cohort (gruppbyte).
CREATE TABLE cohort_transfer (
    id              BLOB PRIMARY KEY NOT NULL,
    person_id       BLOB NOT NULL REFERENCES person (id),
    -- Whose cohorts they are, and of which partition. A cohort is known by its code, which outlives
    -- its row.
    offering_id     BLOB NOT NULL REFERENCES offering (id),
    set_name        TEXT NOT NULL,
    from_code       TEXT NOT NULL,
    -- The cohort that is wished for, if one is.
    wanted_code     TEXT,
    -- Why, in the person's own words, and what was answered: sealed.
    reason_sealed   BLOB NOT NULL,
    answer_sealed   BLOB,
    state           TEXT NOT NULL CHECK (state IN ('waiting', 'approved', 'refused', 'withdrawn')),
    to_code         TEXT,
    created_at      INTEGER NOT NULL,
    decided_at      INTEGER,
    decided_by      TEXT,
    revision        INTEGER NOT NULL,
    CHECK ((state = 'waiting') = (decided_at IS NULL)),
    CHECK ((state = 'approved') = (to_code IS NOT NULL))
) STRICT;
-- One at a time: a second wish is a change of the first.
CREATE UNIQUE INDEX cohort_transfer_waiting ON cohort_transfer (person_id, offering_id, set_name) WHERE state = 'waiting';
CREATE INDEX cohort_transfer_of_offering ON cohort_transfer (offering_id, id);
CREATE INDEX cohort_transfer_of_person ON cohort_transfer (person_id, id);

-- Who lets the other members of their cohorts see their name. No row: nobody does.
CREATE TABLE name_consent (
    person_id       BLOB NOT NULL REFERENCES person (id),
    offering_id     BLOB NOT NULL REFERENCES offering (id),
    given_at        INTEGER NOT NULL,
    PRIMARY KEY (person_id, offering_id)
) STRICT;
CREATE INDEX name_consent_of_offering ON name_consent (offering_id, person_id);

-- A wish to have something erased (dataskyddsförordningen, article 17), and the decision on it. The
-- erasing itself is gallring's.
CREATE TABLE erasure_request (
    id              BLOB PRIMARY KEY NOT NULL,
    person_id       BLOB NOT NULL REFERENCES person (id),
    -- What, in the person's own words, and what was answered: sealed.
    what_sealed     BLOB NOT NULL,
    answer_sealed   BLOB,
    state           TEXT NOT NULL CHECK (state IN ('waiting', 'granted', 'partly', 'refused', 'withdrawn')),
    -- Why in law (`domain/erasure.rs`).
    ground          TEXT,
    created_at      INTEGER NOT NULL,
    decided_at      INTEGER,
    decided_by      TEXT,
    revision        INTEGER NOT NULL,
    CHECK ((state = 'waiting') = (decided_at IS NULL)),
    CHECK ((state IN ('granted', 'partly', 'refused')) = (ground IS NOT NULL))
) STRICT;
CREATE UNIQUE INDEX erasure_request_waiting ON erasure_request (person_id) WHERE state = 'waiting';
CREATE INDEX erasure_request_of_person ON erasure_request (person_id, id);

-- With whom, or without whom, an applicant wishes to be in a cohort. One to be with somebody counts if
-- both have it; one to be without somebody if an administrator approves it.
CREATE TABLE company_wish (
    id              BLOB PRIMARY KEY NOT NULL,
    offering_id     BLOB NOT NULL REFERENCES offering (id),
    person_id       BLOB NOT NULL REFERENCES person (id),
    kind            TEXT NOT NULL CHECK (kind IN ('with', 'without')),
    -- The other's address, or the number of their application, as it was written: sealed. Whose it is
    -- is found when it is needed: they may apply later, and nobody is told whether they have.
    other_sealed    BLOB NOT NULL,
    state           TEXT NOT NULL CHECK (state IN ('stated', 'approved', 'refused')),
    created_at      INTEGER NOT NULL,
    decided_at      INTEGER,
    decided_by      TEXT,
    CHECK ((state = 'stated') = (decided_at IS NULL)),
    CHECK ((state = 'stated') = (decided_by IS NULL)),
    CHECK (kind = 'without' OR state = 'stated')
) STRICT;
CREATE INDEX company_wish_of_offering ON company_wish (offering_id, id);
CREATE INDEX company_wish_of_person ON company_wish (person_id, id);

-- What people need of rooms and material, from a fixed list of practical things: sealed, for it may hint
-- at more. Nobody is named with it but to themselves.
CREATE TABLE practical_need (
    person_id       BLOB PRIMARY KEY NOT NULL REFERENCES person (id),
    needs_sealed    BLOB NOT NULL,
    noted_at        INTEGER NOT NULL
) STRICT;

-- A new address that a person has asked for, and has yet to show to read mail at.
CREATE TABLE address_change (
    id              BLOB PRIMARY KEY NOT NULL,
    person_id       BLOB NOT NULL REFERENCES person (id),
    address_key     TEXT NOT NULL,
    address         TEXT NOT NULL,
    -- The sign-in, and by that the browser, in which it was asked for.
    sign_in         BLOB NOT NULL,
    code_hash       BLOB NOT NULL,
    attempts_left   INTEGER NOT NULL,
    created_at      INTEGER NOT NULL,
    expires_at      INTEGER NOT NULL,
    used_at         INTEGER
) STRICT;
CREATE INDEX address_change_of_person ON address_change (person_id, created_at);
CREATE INDEX address_change_of_address ON address_change (address_key, created_at);

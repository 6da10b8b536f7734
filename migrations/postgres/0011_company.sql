-- With whom, or without whom, an applicant wishes to be in a cohort. One to be with somebody counts if
-- both have it; one to be without somebody if an administrator approves it.
CREATE TABLE company_wish (
    id              UUID PRIMARY KEY,
    offering_id     UUID NOT NULL REFERENCES offering (id),
    person_id       UUID NOT NULL REFERENCES person (id),
    kind            TEXT NOT NULL CHECK (kind IN ('with', 'without')),
    -- The other's address, or the number of their application, as it was written: sealed. Whose it is
    -- is found when it is needed: they may apply later, and nobody is told whether they have.
    other_sealed    BYTEA NOT NULL,
    state           TEXT NOT NULL CHECK (state IN ('stated', 'approved', 'refused')),
    created_at      TIMESTAMPTZ NOT NULL,
    decided_at      TIMESTAMPTZ,
    decided_by      TEXT,
    CHECK ((state = 'stated') = (decided_at IS NULL)),
    CHECK ((state = 'stated') = (decided_by IS NULL)),
    CHECK (kind = 'without' OR state = 'stated')
);
CREATE INDEX company_wish_of_offering ON company_wish (offering_id, id);
CREATE INDEX company_wish_of_person ON company_wish (person_id, id);

-- What people need of rooms and material, from a fixed list of practical things: sealed, for it may hint
-- at more. Nobody is named with it but to themselves.
CREATE TABLE practical_need (
    person_id       UUID PRIMARY KEY NOT NULL REFERENCES person (id),
    needs_sealed    BYTEA NOT NULL,
    noted_at        TIMESTAMPTZ NOT NULL
);

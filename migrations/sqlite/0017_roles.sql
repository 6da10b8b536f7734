-- Two roles more, for tokens: who answers for programmes, with the codes of these and no others,
-- and the technician.
CREATE TABLE token_new (
    id              BLOB PRIMARY KEY,
    name            TEXT NOT NULL,
    role            TEXT NOT NULL CHECK (role IN ('participant', 'administrator', 'officer', 'auditor', 'archivist',
                                                  'programme_responsible', 'technician')),
    person_id       BLOB REFERENCES person (id),
    token_hash      BLOB NOT NULL UNIQUE,
    created_at      INTEGER NOT NULL,
    expires_at      INTEGER NOT NULL,
    last_used_at    INTEGER,
    revoked_at      INTEGER,
    -- Codes of programmes, with spaces between.
    programmes      TEXT,
    CHECK ((role = 'participant') = (person_id IS NOT NULL)),
    CHECK ((role = 'programme_responsible') = (programmes IS NOT NULL))
) STRICT;
INSERT INTO token_new SELECT id, name, role, person_id, token_hash, created_at, expires_at, last_used_at, revoked_at, NULL FROM token;
DROP TABLE token;
ALTER TABLE token_new RENAME TO token;

-- What is kept for how long, what is held, and the plans by which it is weeded (gallring).

-- A category without a row is kept. No rule without the decision that it follows.
CREATE TABLE retention_rule (
    category        TEXT PRIMARY KEY NOT NULL,
    -- ISO 8601: P10Y, P6M.
    keep_for        TEXT NOT NULL,
    -- Diarienummer, or what else names the decision.
    decision        TEXT NOT NULL CHECK (trim(decision) <> ''),
    set_by          TEXT NOT NULL,
    set_at          INTEGER NOT NULL,
    revision        INTEGER NOT NULL
) STRICT;

-- Nothing of a held person or offering is weeded.
CREATE TABLE retention_hold (
    id              BLOB PRIMARY KEY NOT NULL,
    person_id       BLOB REFERENCES person (id),
    offering_id     BLOB REFERENCES offering (id),
    reason          TEXT NOT NULL,
    reference       TEXT NOT NULL CHECK (trim(reference) <> ''),
    set_by          TEXT NOT NULL,
    set_at          INTEGER NOT NULL,
    released_by     TEXT,
    released_at     INTEGER,
    CHECK ((person_id IS NULL) <> (offering_id IS NULL)),
    CHECK ((released_by IS NULL) = (released_at IS NULL))
) STRICT;
CREATE INDEX retention_hold_person ON retention_hold (person_id) WHERE released_at IS NULL;
CREATE INDEX retention_hold_offering ON retention_hold (offering_id) WHERE released_at IS NULL;

CREATE TABLE weeding_plan (
    id              BLOB PRIMARY KEY NOT NULL,
    state           TEXT NOT NULL CHECK (state IN ('planned', 'approved', 'executed')),
    -- The day that it is due on.
    as_of           TEXT NOT NULL,
    -- Rules and counts (JSON): nobody is named.
    content         TEXT NOT NULL,
    -- Over rules and things.
    digest          TEXT NOT NULL,
    -- Who, as the trail says it, and as what.
    planned_by      TEXT NOT NULL,
    planned_as      TEXT NOT NULL,
    planned_at      INTEGER NOT NULL,
    approved_by     TEXT,
    approved_as     TEXT,
    approved_at     INTEGER,
    executed_by     TEXT,
    executed_as     TEXT,
    executed_at     INTEGER,
    -- What was done (JSON): gallringsprotokollet. Kept for ever.
    protocol        TEXT,
    revision        INTEGER NOT NULL,
    CHECK ((approved_by IS NULL) = (approved_at IS NULL)),
    CHECK ((state = 'executed') = (executed_at IS NOT NULL)),
    CHECK ((executed_at IS NULL) = (protocol IS NULL))
) STRICT;

-- What a plan will weed. Gone when it has been.
CREATE TABLE weeding_item (
    plan_id         BLOB NOT NULL REFERENCES weeding_plan (id),
    category        TEXT NOT NULL,
    -- The row, or the person whose row it is.
    thing           BLOB NOT NULL,
    offering_id     BLOB,
    person_id       BLOB,
    -- What the period is counted from: a day or an instant, or the later of both.
    event_on        TEXT,
    event_at        INTEGER,
    -- Found due once more, when the plan is executed.
    again           INTEGER NOT NULL,
    CHECK (event_on IS NOT NULL OR event_at IS NOT NULL)
) STRICT;
CREATE INDEX weeding_item_of_plan ON weeding_item (plan_id, category, thing);

-- Holds a row while what is append-only is weeded, within that transaction.
CREATE TABLE weeding_now (
    one             INTEGER PRIMARY KEY NOT NULL CHECK (one = 1)
) STRICT;

-- When somebody's data were weeded: the person is nobody since.
ALTER TABLE person ADD COLUMN weeded_at INTEGER;

CREATE TRIGGER weeding_plan_no_update BEFORE UPDATE ON weeding_plan WHEN OLD.state = 'executed' BEGIN SELECT RAISE(ABORT, 'a protocol is not changed'); END;
CREATE TRIGGER weeding_plan_no_delete BEFORE DELETE ON weeding_plan WHEN OLD.state = 'executed' BEGIN SELECT RAISE(ABORT, 'a protocol is not changed'); END;

-- Weeding takes words out of a decision. What was decided, and when, stays even then.
DROP TRIGGER admission_no_update;
CREATE TRIGGER admission_no_update BEFORE UPDATE ON admission
WHEN NOT EXISTS (SELECT 1 FROM weeding_now)
     OR OLD.id <> NEW.id OR OLD.application_id <> NEW.application_id OR OLD.outcome <> NEW.outcome
     OR OLD.decided_at <> NEW.decided_at OR OLD.decided_by <> NEW.decided_by
BEGIN SELECT RAISE(ABORT, 'a decision is not changed'); END;
DROP TRIGGER contact_no_delete;
CREATE TRIGGER contact_no_delete BEFORE DELETE ON contact
WHEN NOT EXISTS (SELECT 1 FROM weeding_now)
BEGIN SELECT RAISE(ABORT, 'the contact log is append-only'); END;

-- A role more: the archivist.
CREATE TABLE token_new (
    id              BLOB PRIMARY KEY,
    name            TEXT NOT NULL,
    role            TEXT NOT NULL CHECK (role IN ('participant', 'administrator', 'officer', 'auditor', 'archivist')),
    person_id       BLOB REFERENCES person (id),
    token_hash      BLOB NOT NULL UNIQUE,
    created_at      INTEGER NOT NULL,
    expires_at      INTEGER NOT NULL,
    last_used_at    INTEGER,
    revoked_at      INTEGER,
    CHECK ((role = 'participant') = (person_id IS NOT NULL))
) STRICT;
INSERT INTO token_new SELECT id, name, role, person_id, token_hash, created_at, expires_at, last_used_at, revoked_at FROM token;
DROP TABLE token;
ALTER TABLE token_new RENAME TO token;

CREATE TABLE staff_new (
    person_id       BLOB PRIMARY KEY NOT NULL REFERENCES person (id),
    role            TEXT NOT NULL CHECK (role IN ('administrator', 'officer', 'auditor', 'archivist')),
    created_at      INTEGER NOT NULL,
    ended_at        INTEGER,
    -- SHA-256 of the link that lets them make their first passkey.
    invitation_hash BLOB UNIQUE,
    invited_until   INTEGER
) STRICT;
INSERT INTO staff_new SELECT person_id, role, created_at, ended_at, invitation_hash, invited_until FROM staff;
DROP TABLE staff;
ALTER TABLE staff_new RENAME TO staff;

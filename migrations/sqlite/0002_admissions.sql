-- Admissions: policies of channels, merits, draws and selections, reserve calls, contracts and
-- approvals, presence. The states of an application are now the whole life cycle.
-- SQLite cannot change a CHECK: the table and those that point at it are built anew. The children
-- are dropped first and the copies renamed last, so that no reference ever dangles.

CREATE TABLE application_new (
    id                  BLOB PRIMARY KEY,
    offering_id         BLOB NOT NULL REFERENCES offering (id),
    channel_id          BLOB NOT NULL REFERENCES channel (id),
    person_id           BLOB NOT NULL REFERENCES person (id),
    state               TEXT NOT NULL CHECK (state IN ('awaiting_approval', 'submitted', 'reserve', 'called', 'admitted',
        'accepted', 'registered', 'completed', 'declined', 'struck', 'not_started', 'deferred',
        'withdrawn_before_registration', 'withdrawn_early', 'withdrawn_late', 'refused', 'superseded')),
    selection_group     TEXT,
    merit_tenths        INTEGER,
    -- Given once and never reused, within channel and selection group.
    reserve_position    INTEGER CHECK (reserve_position > 0),
    condition_text      TEXT,
    condition_due_on    TEXT,
    condition_met       INTEGER NOT NULL,
    registration_kind   TEXT NOT NULL CHECK (registration_kind IN ('first', 'continued', 'again')),
    programme           TEXT REFERENCES programme (code),
    profession          TEXT REFERENCES profession (code),
    workplace           TEXT REFERENCES workplace (school_unit_code),
    modality            TEXT CHECK (modality IN ('campus', 'distance')),
    contract            TEXT,
    invoice_reference   TEXT,
    head_email          TEXT,
    substitute_allowed  INTEGER,
    superseded_by       BLOB REFERENCES application_new (id),
    created_at          INTEGER NOT NULL,
    changed_at          INTEGER NOT NULL,
    revision            INTEGER NOT NULL,
    -- Behörighet; why, in `findings` (JSON).
    standing            TEXT NOT NULL DEFAULT 'eligible' CHECK (standing IN ('eligible', 'conditional', 'not_eligible')),
    findings            TEXT,
    -- When an admitted person must have answered; silence strikes.
    answer_by           INTEGER,
    answered_at         INTEGER,
    -- Colleagues who apply together, all or nothing, share a code.
    joint_code          TEXT,
    -- A place on another offering that is kept until this one is given.
    keeps               BLOB REFERENCES application_new (id),
    -- "Still interested?": when asked, and when last confirmed.
    interest_asked_at   INTEGER,
    interested_at       INTEGER,
    -- Anstånd: the term the place is kept for.
    deferred_to         TEXT,
    -- Who approves when the head does not.
    deputy_email        TEXT
) STRICT;
INSERT INTO application_new SELECT id, offering_id, channel_id, person_id, state, selection_group,
    merit_tenths, reserve_position, condition_text, condition_due_on, condition_met,
    registration_kind, programme, profession, workplace, modality, contract, invoice_reference,
    head_email, substitute_allowed, NULL, created_at, changed_at, revision, 'eligible', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL
FROM application;
-- References between applications once all of them are there.
UPDATE application_new SET superseded_by = old.superseded_by
FROM application AS old WHERE old.id = application_new.id AND old.superseded_by IS NOT NULL;

CREATE TABLE admission_new (
    id                  BLOB PRIMARY KEY,
    application_id      BLOB NOT NULL REFERENCES application_new (id),
    outcome             TEXT NOT NULL CHECK (outcome IN ('admitted', 'reserve', 'refused', 'struck',
                            'deferred', 'deferral_refused', 'reregistered')),
    selection_group     TEXT,
    reserve_position    INTEGER,
    condition_text      TEXT,
    -- 'elsewhere' for decisions that were imported.
    decided_by          TEXT NOT NULL,
    automatic           INTEGER NOT NULL,
    reason              TEXT,
    decided_at          INTEGER NOT NULL,
    -- Version of the texts the decision was written with.
    template_version    INTEGER NOT NULL DEFAULT 1,
    diarienummer        TEXT,
    -- The selection that decided it, if one did.
    selection_id        BLOB,
    -- Grounds, as closed codes (JSON): the receipt says them in either language.
    findings            TEXT
) STRICT;
INSERT INTO admission_new SELECT id, application_id, outcome, selection_group, reserve_position,
    condition_text, decided_by, automatic, reason, decided_at, 1, NULL, NULL, NULL
FROM admission;

CREATE TABLE registration_new (
    application_id  BLOB PRIMARY KEY REFERENCES application_new (id),
    kind            TEXT NOT NULL CHECK (kind IN ('first', 'continued', 'again')),
    registered_on   TEXT NOT NULL,
    ended_on        TEXT,
    passed_on       TEXT
) STRICT;
INSERT INTO registration_new SELECT application_id, kind, registered_on, ended_on, NULL FROM registration;

DROP TABLE registration;
DROP TABLE admission;
DROP TABLE application;
ALTER TABLE application_new RENAME TO application;
ALTER TABLE admission_new RENAME TO admission;
ALTER TABLE registration_new RENAME TO registration;

-- At most one active application per person and offering.
CREATE UNIQUE INDEX application_one_active ON application (person_id, offering_id)
    WHERE state IN ('awaiting_approval', 'submitted', 'reserve', 'called', 'admitted', 'accepted',
                     'registered', 'completed');
CREATE UNIQUE INDEX application_reserve_position ON application (channel_id, COALESCE(selection_group, ''), reserve_position)
    WHERE reserve_position IS NOT NULL;
CREATE INDEX application_of_channel ON application (channel_id, state);
CREATE INDEX application_of_offering ON application (offering_id, state, id);
CREATE INDEX application_of_person ON application (person_id, id);
CREATE INDEX application_joint ON application (channel_id, joint_code) WHERE joint_code IS NOT NULL;
CREATE INDEX application_keeps ON application (keeps) WHERE keeps IS NOT NULL;
CREATE INDEX application_answer_by ON application (answer_by) WHERE state = 'admitted' AND answer_by IS NOT NULL;
CREATE INDEX admission_of_application ON admission (application_id, id);
CREATE TRIGGER admission_no_update BEFORE UPDATE ON admission BEGIN SELECT RAISE(ABORT, 'a decision is not changed'); END;
CREATE TRIGGER admission_no_delete BEFORE DELETE ON admission BEGIN SELECT RAISE(ABORT, 'a decision is not changed'); END;

-- How the channel's places are given: method, groups, requirements, times (JSON); {} is first come.
ALTER TABLE channel ADD COLUMN policy TEXT NOT NULL DEFAULT '{}';
-- Samläsning: the people of this offering are placed in that one's cohorts and follow its sessions.
ALTER TABLE offering ADD COLUMN cohorts_of BLOB REFERENCES offering (id);
CREATE INDEX offering_cohorts_of ON offering (cohorts_of) WHERE cohorts_of IS NOT NULL;


-- What a person has studied, stated by the person or verified by an administrator.
CREATE TABLE merit (
    person_id       BLOB PRIMARY KEY REFERENCES person (id),
    credits_tenths  INTEGER CHECK (credits_tenths >= 0),
    -- JSON arrays of codes.
    degrees         TEXT NOT NULL,
    courses         TEXT NOT NULL,
    employer        TEXT,
    stated_at       INTEGER NOT NULL,
    verified_by     TEXT,
    verified_at     INTEGER,
    revision        INTEGER NOT NULL
) STRICT;

-- A secret seed, promised by its hash before the window closes and revealed with the selection.
CREATE TABLE draw (
    id              BLOB PRIMARY KEY,
    channel_id      BLOB NOT NULL REFERENCES channel (id),
    seed_sealed     BLOB NOT NULL,
    seed_hash       TEXT NOT NULL UNIQUE,
    committed_at    INTEGER NOT NULL,
    revealed_at     INTEGER
) STRICT;
CREATE UNIQUE INDEX draw_current ON draw (channel_id) WHERE revealed_at IS NULL;

-- One run of selection: draft, reviewed, then published for ever, or discarded.
CREATE TABLE selection (
    id              BLOB PRIMARY KEY,
    offering_id     BLOB NOT NULL REFERENCES offering (id),
    channel_id      BLOB NOT NULL REFERENCES channel (id),
    draw_id         BLOB NOT NULL REFERENCES draw (id),
    state           TEXT NOT NULL CHECK (state IN ('draft', 'reviewed', 'published', 'discarded')),
    -- Digest of applicants, policy and seats; a draft is only published while they are the same.
    basis           TEXT NOT NULL,
    -- The record (JSON). A draft's holds no seed.
    record          TEXT NOT NULL,
    digest          TEXT,
    diarienummer    TEXT,
    created_by      TEXT NOT NULL,
    created_at      INTEGER NOT NULL,
    reviewed_by     TEXT,
    reviewed_at     INTEGER,
    published_by    TEXT,
    published_at    INTEGER,
    revision        INTEGER NOT NULL
) STRICT;
CREATE INDEX selection_of_channel ON selection (channel_id, id);

-- Kallelse: a freed seat offered to a reserve for a time.
CREATE TABLE reserve_call (
    id              BLOB PRIMARY KEY,
    application_id  BLOB NOT NULL REFERENCES application (id),
    channel_id      BLOB NOT NULL REFERENCES channel (id),
    -- SHA-256 of the secret in the link.
    token_hash      BLOB NOT NULL UNIQUE,
    -- Why this person and from which group (JSON).
    reason          TEXT NOT NULL,
    called_by       TEXT NOT NULL,
    called_at       INTEGER NOT NULL,
    remind_at       INTEGER NOT NULL,
    reminded_at     INTEGER,
    answer_by       INTEGER NOT NULL,
    outcome         TEXT CHECK (outcome IN ('accepted', 'declined', 'expired', 'cancelled')),
    ended_at        INTEGER
) STRICT;
CREATE UNIQUE INDEX reserve_call_open ON reserve_call (application_id) WHERE outcome IS NULL;
CREATE INDEX reserve_call_due ON reserve_call (answer_by) WHERE outcome IS NULL;
CREATE INDEX reserve_call_of_channel ON reserve_call (channel_id, id);

-- Attempts to reach a reserve by other ways than the service's mail.
CREATE TABLE contact (
    id              BLOB PRIMARY KEY,
    application_id  BLOB NOT NULL REFERENCES application (id),
    way             TEXT NOT NULL CHECK (way IN ('phone', 'sms', 'email', 'in_person')),
    outcome         TEXT NOT NULL CHECK (outcome IN ('reached', 'message_left', 'no_answer', 'wrong_address')),
    made_at         INTEGER NOT NULL,
    made_by         TEXT NOT NULL
) STRICT;
CREATE INDEX contact_of_application ON contact (application_id, id);

-- Uppdragsavtal: how many places an employer has in a channel.
CREATE TABLE contract (
    id                  BLOB PRIMARY KEY,
    channel_id          BLOB NOT NULL REFERENCES channel (id),
    code                TEXT NOT NULL,
    employer            TEXT NOT NULL,
    seats               INTEGER NOT NULL CHECK (seats >= 0),
    -- Last day on which somebody else may take a named person's place.
    substitute_until    TEXT,
    invoice_reference   TEXT,
    head_email          TEXT,
    deputy_email        TEXT,
    revision            INTEGER NOT NULL,
    UNIQUE (channel_id, code)
) STRICT;

-- The head's word on a nomination, by a link that works once; the deputy has one too.
CREATE TABLE approval (
    id              BLOB PRIMARY KEY,
    application_id  BLOB NOT NULL REFERENCES application (id),
    head_hash       BLOB NOT NULL UNIQUE,
    head_email      TEXT NOT NULL,
    deputy_hash     BLOB UNIQUE,
    deputy_email    TEXT,
    asked_at        INTEGER NOT NULL,
    remind_at       INTEGER NOT NULL,
    reminded_at     INTEGER,
    expires_at      INTEGER NOT NULL,
    outcome         TEXT CHECK (outcome IN ('approved', 'refused', 'expired', 'cancelled')),
    answered_as     TEXT CHECK (answered_as IN ('head', 'deputy')),
    ended_at        INTEGER
) STRICT;
CREATE UNIQUE INDEX approval_open ON approval (application_id) WHERE outcome IS NULL;
CREATE INDEX approval_due ON approval (expires_at) WHERE outcome IS NULL;

-- Who has been seen: at upprop, at a meeting, active in the learning platform.
CREATE TABLE presence (
    application_id  BLOB NOT NULL REFERENCES application (id),
    kind            TEXT NOT NULL CHECK (kind IN ('upprop', 'meeting', 'activity')),
    on_day          TEXT NOT NULL,
    noted_by        TEXT NOT NULL,
    noted_at        INTEGER NOT NULL,
    PRIMARY KEY (application_id, kind, on_day)
) STRICT;

CREATE TRIGGER contact_no_update BEFORE UPDATE ON contact BEGIN SELECT RAISE(ABORT, 'the contact log is append-only'); END;
CREATE TRIGGER contact_no_delete BEFORE DELETE ON contact BEGIN SELECT RAISE(ABORT, 'the contact log is append-only'); END;
-- A published selection is never changed.
CREATE TRIGGER selection_no_update BEFORE UPDATE ON selection WHEN OLD.state = 'published' BEGIN SELECT RAISE(ABORT, 'a published selection is not changed'); END;
CREATE TRIGGER selection_no_delete BEFORE DELETE ON selection WHEN OLD.state = 'published' BEGIN SELECT RAISE(ABORT, 'a published selection is not changed'); END;
